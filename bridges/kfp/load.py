"""Reads a compiled pipeline: the first YAML document, and the platform document if there is one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from bridges.kfp.errors import SpecInvalid
from bridges.kfp.kubernetes import read_kubernetes
from bridges.kfp.references import check_references
from bridges.kfp.spec import (
    ArtifactDef,
    Component,
    Constant,
    Container,
    Dag,
    FinalStatus,
    FromParent,
    FromTask,
    Importer,
    Loop,
    ParameterDef,
    ParameterInput,
    Pipeline,
    Retry,
    Task,
)

_ALWAYS: Final = "ALL_UPSTREAM_TASKS_COMPLETED"
_SELECTOR: Final = re.compile(r'parseJson\(string_value\)((?:\["[^"]*"\])+)')
Json = Mapping[str, Any]


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
        body=_dag(body["dag"]) if "dag" in body else _executor(name, label, executors),
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


def _dag(body: Json) -> Dag:
    outputs = body.get("outputs", {})
    return Dag(
        tasks={name: _task(name, task) for name, task in body.get("tasks", {}).items()},
        parameters={k: _parameter_sources(v) for k, v in outputs.get("parameters", {}).items()},
        artifacts={
            k: tuple(FromTask(s["producerSubtask"], s["outputArtifactKey"]) for s in selected)
            for k, v in outputs.get("artifacts", {}).items()
            for selected in [v.get("artifactSelectors", ())]
        },
    )


def _parameter_sources(body: Json) -> tuple[FromTask, ...]:
    selectors = (
        body["valueFromOneof"]["parameterSelectors"]
        if "valueFromOneof" in body
        else [body["valueFromParameter"]]
    )
    return tuple(FromTask(s["producerSubtask"], s["outputParameterKey"]) for s in selectors)


def _task(name: str, body: Json) -> Task:
    inputs = body.get("inputs", {})
    trigger = body.get("triggerPolicy", {})
    parameters = {k: _parameter_input(name, v) for k, v in inputs.get("parameters", {}).items()}
    artifacts = {k: _artifact_input(name, v) for k, v in inputs.get("artifacts", {}).items()}
    return Task(
        name=name,
        component=body["componentRef"]["name"],
        display_name=body.get("taskInfo", {}).get("name", name),
        dependencies=frozenset(body.get("dependentTasks", ()))
        | frozenset(_producers([p.source for p in parameters.values()]))
        | frozenset(_producers(list(artifacts.values()))),
        declared=frozenset(body.get("dependentTasks", ())),
        parameters=parameters,
        artifacts=artifacts,
        condition=trigger.get("condition", ""),
        runs_always=trigger.get("strategy") == _ALWAYS,
        loop=_loop(body),
        retry=_retry(body.get("retryPolicy", {})),
        cached=body.get("cachingOptions", {}).get("enableCache", False),
    )


def _producers(sources: list[Any]) -> Iterator[str]:
    for source in sources:
        if isinstance(source, FromTask | FinalStatus):
            yield source.task


def _parameter_input(task: str, body: Json) -> ParameterInput:
    selector = body.get("parameterExpressionSelector", "")
    return ParameterInput(_parameter_source(task, body), _keys(task, selector))


def _parameter_source(task: str, body: Json) -> Constant | FromTask | FromParent | FinalStatus:
    match body:
        case {"runtimeValue": {"constant": value}}:
            return Constant(value)
        case {"taskOutputParameter": output}:
            return FromTask(output["producerTask"], output["outputParameterKey"])
        case {"componentInputParameter": name}:
            return FromParent(name)
        case {"taskFinalStatus": status}:
            return FinalStatus(status["producerTask"])
    raise SpecInvalid(f"task {task}: cannot read the parameter input {dict(body)}")


def _artifact_input(task: str, body: Json) -> FromTask | FromParent:
    match body:
        case {"taskOutputArtifact": output}:
            return FromTask(output["producerTask"], output["outputArtifactKey"])
        case {"componentInputArtifact": name}:
            return FromParent(name)
    raise SpecInvalid(f"task {task}: cannot read the artifact input {dict(body)}")


def _keys(task: str, selector: str) -> tuple[str, ...]:
    if not selector:
        return ()
    match = _SELECTOR.fullmatch(selector)
    if match is None:
        raise SpecInvalid(f"task {task}: cannot read the selector {selector!r}")
    return tuple(re.findall(r'\["([^"]*)"\]', match[1]))


def _loop(body: Json) -> Loop | None:
    limit = int(body.get("iteratorPolicy", {}).get("parallelismLimit", 0))
    match body:
        case {"parameterIterator": {"itemInput": item, "items": {"raw": raw}}}:
            return Loop(item, json.loads(raw), parallelism=limit)
        case {"parameterIterator": {"itemInput": item, "items": {"inputParameter": name}}}:
            return Loop(item, name, parallelism=limit)
        case {"artifactIterator": {"itemInput": item, "items": {"inputArtifact": name}}}:
            return Loop(item, name, over_artifacts=True, parallelism=limit)
    return None


def _retry(body: Json) -> Retry:
    return Retry(
        attempts=1 + int(body.get("maxRetryCount", 0)),
        backoff=_seconds(body.get("backoffDuration", "0s")),
        factor=float(body.get("backoffFactor", 1.0)),
        longest=_seconds(body.get("backoffMaxDuration", "3600s")),
    )


def _seconds(duration: str) -> float:
    return float(duration.removesuffix("s"))
