"""Reads a compiled pipeline back: which Luigi task each KFP task is, with what, after what.

Only the YAML is used, the thing a cluster would run. Each step's component holds the constant
``task`` it hands to the step runtime: in the source of a lightweight component, or in the
arguments of a container component.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from migrate.errors import BadInput
from migrate.kfp.params import luigi_text

RUNTIME = "paved_road_step"
HELPERS = frozenset({"bundle", "prepare", "importer"})
KFP_TYPES = {"NUMBER_INTEGER": "int", "NUMBER_DOUBLE": "float", "BOOLEAN": "bool"}


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """One KFP task: its Luigi constant, the texts of its parameters, and where inputs come from."""

    name: str
    kind: str
    task: Mapping[str, Any]
    claimed_id: str
    texts: Mapping[str, str]
    json_values: Mapping[str, Any]
    after: tuple[str, ...]
    artifacts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    members: tuple[tuple[str, str, tuple[str | int, ...]], ...] = ()

    @property
    def is_helper(self) -> bool:
        return self.kind in HELPERS


def load_documents(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The pipeline spec and the platform spec (empty when there is none)."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"not a compiled pipeline: {error}", where=str(path)) from error
    return parse_documents(text, str(path))


def parse_documents(text: str, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """As :func:`load_documents`, from text; ``where`` is for the message."""
    try:
        documents = [d for d in yaml.load_all(text, yaml.CSafeLoader) if d]
    except yaml.YAMLError as error:
        raise BadInput(f"not a compiled pipeline: {error}", where=where) from error
    if not documents or not isinstance(documents[0], dict) or "root" not in documents[0]:
        raise BadInput("not a compiled KFP v2 pipeline: it has no root", where=where)
    return documents[0], documents[1] if len(documents) > 1 else {}


def read_compiled(spec: Mapping[str, Any], arguments: Mapping[str, Any]) -> dict[str, CompiledStep]:
    """All tasks of the root DAG by KFP name, pipeline parameters replaced by ``arguments``."""
    values = {
        name: definition.get("defaultValue")
        for name, definition in _parameters(spec["root"].get("inputDefinitions", {})).items()
    }
    values.update(arguments)
    tasks = spec["root"]["dag"]["tasks"]
    return {name: _step(name, task, spec, values) for name, task in tasks.items()}


def _step(
    name: str, task: Mapping[str, Any], spec: Mapping[str, Any], values: Mapping[str, Any]
) -> CompiledStep:
    component = spec["components"][task["componentRef"]["name"]]
    executor = spec["deploymentSpec"]["executors"].get(component.get("executorLabel", ""), {})
    inputs = task.get("inputs", {})
    given = _arguments(inputs, component, values)
    artifacts = {
        key: (
            source["taskOutputArtifact"]["producerTask"],
            source["taskOutputArtifact"]["outputArtifactKey"],
        )
        for key, source in inputs.get("artifacts", {}).items()
        if "taskOutputArtifact" in source
    }
    after = tuple(sorted(task.get("dependentTasks", ())))
    if "importer" in executor:
        return CompiledStep(name, "importer", {}, "", {}, {}, after, artifacts)
    constant, names = luigi_constant(executor.get("container", {}))
    by_luigi = {luigi: given[argument] for luigi, argument in names.items() if argument in given}
    return CompiledStep(
        name=name,
        kind=str(constant.get("kind", "unknown")),
        task=constant,
        claimed_id=str(by_luigi.get("__task_id__", "")),
        texts={n: by_luigi[n] for n in constant.get("text", ()) if n in by_luigi},
        json_values={n: json.loads(by_luigi[n]) for n in constant.get("json", ()) if n in by_luigi},
        after=after,
        artifacts=artifacts,
        members=_members(by_luigi.get("__members__", "[]")),
    )


def _arguments(
    inputs: Mapping[str, Any], component: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, str]:
    """Each component parameter as the text the step will see."""
    types = _parameters(component.get("inputDefinitions", {}))
    texts: dict[str, str] = {}
    for name, source in inputs.get("parameters", {}).items():
        if "componentInputParameter" in source:
            value = values.get(source["componentInputParameter"])
        else:
            value = source.get("runtimeValue", {}).get("constant")
        kind = KFP_TYPES.get(types[name]["parameterType"], "str")
        texts[name] = luigi_text(kind, value)  # type: ignore[arg-type]
    return texts


def luigi_constant(container: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The ``task`` constant, and which component argument feeds which Luigi parameter."""
    for part in container.get("command", ()):
        if f"{RUNTIME}.run(" in part:
            return _from_source(part)
    return _from_arguments(container.get("args", ()))


def _from_source(source: str) -> tuple[dict[str, Any], dict[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == f"{RUNTIME}.run":
            keywords = {k.arg: k.value for k in node.keywords}
            return ast.literal_eval(keywords["task"]), _name_map(keywords["params"])
    return {}, {}


def _name_map(node: ast.expr) -> dict[str, str]:
    if not isinstance(node, ast.Dict):
        return {}
    pairs = zip(node.keys, node.values, strict=True)
    return {
        str(key.value): value.id
        for key, value in pairs
        if isinstance(key, ast.Constant) and isinstance(value, ast.Name)
    }


def _from_arguments(args: Any) -> tuple[dict[str, Any], dict[str, str]]:
    constant: dict[str, Any] = {}
    names: dict[str, str] = {}
    for index, arg in enumerate(args):
        if arg == "--task":
            constant = json.loads(args[index + 1])
        elif arg == "--param":
            placeholder = str(args[index + 2])
            names[args[index + 1]] = placeholder.split("['")[-1].split("']")[0]
    return constant, names


def _members(text: str) -> tuple[tuple[str, str, tuple[str | int, ...]], ...]:
    return tuple((name, task_id, tuple(path or ())) for name, task_id, path, _ in json.loads(text))


def _parameters(definitions: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = definitions.get("parameters", {})
    return found
