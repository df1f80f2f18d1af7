"""Reads a compiled pipeline: the first YAML document, and the platform document if there is one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.kubernetes import read_kubernetes
from bridges.kfp.read_dag import Json, read_dag
from bridges.kfp.references import check_references
from bridges.kfp.spec import (
    ArtifactDef,
    Component,
    Container,
    Importer,
    ParameterDef,
    Pipeline,
)


def load_pipeline(path: Path) -> Pipeline:
    """The pipeline in a YAML file; raises SpecInvalid with the place of the first fault."""
    import yaml

    try:
        documents = list(yaml.load_all(path.read_bytes(), _loader(yaml)))
    except OSError as error:
        raise SpecInvalid(f"{path}: cannot read it: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise SpecInvalid(f"{path}: not YAML: {error}") from None
    try:
        return pipeline_from_documents(documents)
    except SpecInvalid as error:
        raise SpecInvalid(f"{path}: {error}") from None


def _loader(yaml: Any) -> Any:
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def pipeline_from_documents(documents: list[Any]) -> Pipeline:
    """The pipeline in parsed documents: the PipelineSpec, then perhaps the platform spec."""
    if not documents or not isinstance(documents[0], Mapping) or "root" not in documents[0]:
        raise SpecInvalid("not a compiled KFP v2 pipeline: no 'root' in the first document")
    spec: Json = documents[0]
    kubernetes = read_kubernetes(documents[1] if len(documents) > 1 else None)
    executors: Json = spec.get("deploymentSpec", {}).get("executors", {})
    try:
        read = {
            name: _component(name, body, executors, kubernetes)
            for name, body in spec.get("components", {}).items()
        }
        root = _component("root", spec["root"], executors, kubernetes)
        pipeline = Pipeline(spec.get("pipelineInfo", {}).get("name", "pipeline"), root, read)
    except (KeyError, TypeError, AttributeError) as error:
        raise SpecInvalid(f"the PipelineSpec has an unexpected form: {error!r}") from None
    check_references(pipeline)
    return pipeline


def _component(name: str, body: Json, executors: Json, kubernetes: Json) -> Component:
    inputs = body.get("inputDefinitions", {})
    outputs = body.get("outputDefinitions", {})
    label = body.get("executorLabel", "")
    return Component(
        name=name,
        body=read_dag(body["dag"]) if "dag" in body else _executor(name, label, executors),
        parameters={k: _parameter(v) for k, v in inputs.get("parameters", {}).items()},
        artifacts={k: _artifact(v) for k, v in inputs.get("artifacts", {}).items()},
        output_parameters={k: _parameter(v) for k, v in outputs.get("parameters", {}).items()},
        output_artifacts={k: _artifact(v) for k, v in outputs.get("artifacts", {}).items()},
        **({"kubernetes": kubernetes[label]} if label in kubernetes else {}),
    )


def _parameter(body: Json) -> ParameterDef:
    return ParameterDef(
        type=body["parameterType"],
        optional=body.get("isOptional", False) or "defaultValue" in body,
        has_default="defaultValue" in body,
        default=body.get("defaultValue"),
    )


def _artifact(body: Json) -> ArtifactDef:
    return ArtifactDef(
        type=body.get("artifactType", {}),
        is_list=body.get("isArtifactList", False),
        optional=body.get("isOptional", False),
    )


def _executor(component: str, label: str, executors: Json) -> Container | Importer:
    match executors.get(label):
        case {"container": container}:
            return Container(
                image=container.get("image", ""),
                command=tuple(container.get("command", ())),
                args=tuple(container.get("args", ())),
                env={e["name"]: e.get("value", "") for e in container.get("env", ())},
            )
        case {"importer": importer}:
            uri = importer["artifactUri"]
            return Importer(
                uri=uri.get("constant", ""),
                uri_input=uri.get("runtimeParameter", ""),
                type=importer.get("typeSchema", {}),
                metadata=importer.get("metadata", {}),
            )
        case None:
            raise SpecInvalid(f"component {component}: there is no executor {label!r}")
    raise SpecInvalid(
        f"component {component}: executor {label!r} is neither container nor importer"
    )
