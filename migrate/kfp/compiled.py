"""Reads a compiled pipeline back: which Luigi task each KFP task is, with what, after what.

Only the YAML is used, the thing a cluster would run. Each step's component holds the constant
``task`` it hands to the step runtime: in the source of a lightweight component, or in the
arguments of a container component.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from migrate.errors import BadInput
from migrate.kfp.flat import Constant, FlatTask, Given, Made, flatten
from migrate.kfp.params import luigi_text

RUNTIME = "paved_road_step"
ROOT = "__root__"
HELPERS = frozenset({"bundle", "prepare", "importer", "items", "plan"})
KFP_TYPES = {"NUMBER_INTEGER": "int", "NUMBER_DOUBLE": "float", "BOOLEAN": "bool"}


@dataclass(frozen=True, slots=True)
class CompiledStep:
    """One KFP task: its Luigi constant, the texts of its parameters, and where inputs come from.

    ``starts`` are the texts of the root's parameters where the step walks down from the root;
    ``loop`` names the loop it runs in, ``lists`` the loop whose items it makes, and ``share`` which
    part of them where the loop is in several pipelines. ``waits`` are steps
    that have ended before without being named: a loop starts and ends as a whole.
    """

    name: str
    kind: str
    task: Mapping[str, Any]
    claimed_id: str
    texts: Mapping[str, str]
    json_values: Mapping[str, Any]
    after: tuple[str, ...]
    artifacts: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    members: tuple[tuple[str, str, tuple[str | int, ...]], ...] = ()
    starts: Mapping[str, str] = field(default_factory=dict)
    loop: str = ""
    lists: str = ""
    waits: tuple[str, ...] = ()
    share: str = ""

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
    """All tasks by full KFP name, pipeline parameters replaced by ``arguments``."""
    values = {
        name: definition.get("defaultValue")
        for name, definition in _parameters(spec["root"].get("inputDefinitions", {})).items()
    }
    values.update(arguments)
    pipeline = flatten(spec)
    listed = {
        source.task: loop for loop, source in pipeline.loops.items() if isinstance(source, Made)
    }
    return {
        name: _step(task, values, listed.get(name, "")) for name, task in pipeline.tasks.items()
    }


def read_parts(
    specs: Sequence[Mapping[str, Any]], arguments: Mapping[str, Any]
) -> dict[str, CompiledStep]:
    """The tasks of several pipelines that run one after the other, as if they were one."""
    if len(specs) == 1:
        return read_compiled(specs[0], arguments)
    found: dict[str, CompiledStep] = {}
    for number, spec in enumerate(specs, 1):
        before = tuple(found)
        for step in read_compiled(spec, arguments).values():
            one = _in_part(step, f"part-{number}/", before)
            found[one.name] = one
    return found


def _in_part(step: CompiledStep, prefix: str, before: tuple[str, ...]) -> CompiledStep:
    return replace(
        step,
        name=prefix + step.name,
        after=tuple(prefix + up for up in step.after),
        waits=(*(prefix + up for up in step.waits), *before),
        artifacts={k: (prefix + up, output) for k, (up, output) in step.artifacts.items()},
        loop=step.loop and prefix + step.loop,
        lists=step.lists and prefix + step.lists,
    )


def _step(task: FlatTask, values: Mapping[str, Any], lists: str) -> CompiledStep:
    artifacts = {
        key: (source.task, source.output)
        for key, source in task.artifacts.items()
        if isinstance(source, Made)
    }
    if "importer" in task.executor:
        return CompiledStep(
            task.name, "importer", {}, "", {}, {}, task.after, artifacts, waits=task.waits
        )
    given = _arguments(task, values)
    constant, names = luigi_constant(task.executor.get("container", {}))
    by_luigi = {luigi: given[argument] for luigi, argument in names.items() if argument in given}
    return CompiledStep(
        name=task.name,
        kind=str(constant.get("kind", "unknown")),
        task=constant,
        claimed_id=str(by_luigi.get("__task_id__", "")),
        texts={n: by_luigi[n] for n in constant.get("text", ()) if n in by_luigi},
        json_values={n: json.loads(by_luigi[n]) for n in constant.get("json", ()) if n in by_luigi},
        after=task.after,
        artifacts=artifacts,
        members=_members(by_luigi.get("__members__", "[]")),
        starts={n.removeprefix(ROOT): t for n, t in by_luigi.items() if n.startswith(ROOT)},
        loop=task.loop,
        lists=lists,
        waits=task.waits,
        share=by_luigi.get("__share__", ""),
    )


def _arguments(task: FlatTask, values: Mapping[str, Any]) -> dict[str, str]:
    """Each component parameter that is known before the run, as the text the step will see."""
    types = _parameters(task.component.get("inputDefinitions", {}))
    texts: dict[str, str] = {}
    for name, source in task.parameters.items():
        match source:
            case Constant(value):
                known = value
            case Given(outer):
                known = values.get(outer)
            case _:
                continue
        kind = KFP_TYPES.get(types[name]["parameterType"], "str")
        texts[name] = luigi_text(kind, known)  # type: ignore[arg-type]
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
