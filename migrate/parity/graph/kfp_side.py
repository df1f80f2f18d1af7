"""A compiled pipeline as one side of a comparison: what a run of it would execute.

Sub-pipelines are taken apart and loops over fixed lists are written out. A branch that is decided
while the pipeline runs, or a loop over a list that a step makes, has no fixed graph: refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bridges.kfp.spec import (
    Component,
    Container,
    Dag,
    Importer,
    Loop,
    Pipeline,
    Task,
)
from migrate.errors import BadInput
from migrate.kfp.compiled import HELPERS, KFP_TYPES, luigi_constant
from migrate.kfp.contract import contract
from migrate.kfp.params import luigi_text
from migrate.parity.graph.known_values import Values, given_to, parsed, root_values
from migrate.parity.graph.luigi_side import as_text
from migrate.parity.graph.model import Edge, Kind, Side, TaskNode
from migrate.parity.graph.wiring import Wiring

_NUMBERED: Final = re.compile(r"-\d+$")
_BOUNDARIES: Final = ("(start)", "(end)")


@dataclass(slots=True)
class _Found:
    """What the walk has collected; ``boundaries`` are the ends of sub-pipelines."""

    nodes: dict[str, TaskNode] = field(default_factory=dict)
    edges: set[Edge] = field(default_factory=set)
    boundaries: set[str] = field(default_factory=set)
    helpers: list[str] = field(default_factory=list)
    dynamic: list[str] = field(default_factory=list)
    wiring: Wiring = field(default_factory=Wiring)


def kfp_side(pipeline: Pipeline, arguments: Mapping[str, str], where: str, sha256: str) -> Side:
    """The steps of a run with these arguments, without bundles, importers and the like.

    Arguments that the pipeline has no parameter for are left alone: they are the other side's.
    """
    found = _Found()
    values = root_values(pipeline.root, arguments, where)
    _walk(pipeline, pipeline.root, values, "", found, where)
    plain = {edge for edge in found.edges if not found.boundaries & set(edge)}
    edges = contract(plain, found.helpers)
    return Side(
        where=where,
        kind=Kind.KFP,
        sha256=sha256,
        nodes=dict(sorted(found.nodes.items())),
        edges=edges,
        waits=contract(found.edges, {*found.helpers, *found.boundaries}) - edges,
        contracted=tuple(sorted(found.helpers)),
        dynamic=tuple(sorted(found.dynamic)),
        parameters=tuple(sorted(pipeline.root.parameters)),
        wires=found.wiring.wires(found.nodes),
    )


def is_ours(pipeline: Pipeline) -> bool:
    """Every container step was made by ``migrate luigi-to-kfp``."""
    bodies = [component.body for component in pipeline.components.values()]
    containers = [body for body in bodies if isinstance(body, Container)]
    return bool(containers) and all(_constant(body)[0] for body in containers)


def _constant(body: Container) -> tuple[dict[str, Any], dict[str, str]]:
    return luigi_constant({"command": body.command, "args": body.args})


def _walk(
    pipeline: Pipeline, owner: Component, values: Values, path: str, found: _Found, where: str
) -> tuple[list[str], list[str]]:
    """Collects the tasks of a DAG; gives the names of its first and its last ones."""
    assert isinstance(owner.body, Dag)
    tasks = owner.body.tasks
    ends = {
        name: _task(pipeline, task, values, f"{path}{name}", found, where)
        for name, task in tasks.items()
    }
    for name, task in tasks.items():
        for up in task.declared:
            found.edges |= {(last, first) for last in ends[up][1] for first in ends[name][0]}
    needed = {up for task in tasks.values() for up in task.declared}
    firsts = [n for name, t in tasks.items() if not t.dependencies for n in ends[name][0]]
    lasts = [n for name in tasks if name not in needed for n in ends[name][1]]
    return firsts, lasts


def _task(
    pipeline: Pipeline, task: Task, values: Values, name: str, found: _Found, where: str
) -> tuple[list[str], list[str]]:
    if task.condition:
        raise BadInput(
            f"whether {name} runs is decided while the pipeline runs ({task.condition})",
            where=where,
            next_step="compare pipelines without dsl.If, one for each branch",
        )
    component = pipeline.components[task.component]
    given = given_to(task, component, values)
    scope = name.rpartition("/")[0]
    if not isinstance(component.body, Dag):
        found.wiring.feed(name, task, scope)
        _step(task, component, given, name, found)
        return [name], [name]
    start, end = (f"{name} {boundary}" for boundary in _BOUNDARIES)
    found.boundaries |= {start, end}
    inside: set[Edge] = set()
    rounds = found.wiring.rounds.setdefault(name, [])
    for inner, more in _iterations(task.loop, given, name, where):
        found.wiring.feed(inner, task, scope)
        rounds.append((inner, component.body))
        firsts, lasts = _walk(pipeline, component, {**given, **more}, f"{inner}/", found, where)
        inside |= {(start, first) for first in firsts} | {(last, end) for last in lasts}
    found.edges |= inside or {(start, end)}
    return [start], [end]


def _iterations(
    loop: Loop | None, given: Values, name: str, where: str
) -> Iterator[tuple[str, Values]]:
    """The name and the loop variable of each round; one round where there is no loop."""
    if loop is None:
        yield name, {}
        return
    items = loop.items if isinstance(loop.items, list) else given.get(loop.items)
    if isinstance(items, str):
        items = parsed(items)
    if loop.over_artifacts or not isinstance(items, list):
        raise BadInput(
            f"{name} loops over a list that only a run can tell",
            where=where,
            next_step="give the list with --param, or compare a pipeline with the loop written out",
        )
    for number, item in enumerate(items):
        yield f"{name}[{number}]", {loop.item_input: item}


def _step(task: Task, component: Component, given: Values, name: str, found: _Found) -> None:
    texts = {n: _text(component, n, value) for n, value in given.items()}
    if isinstance(component.body, Importer):
        uri = given.get(component.body.uri_input, component.body.uri)
        found.wiring.labels[name] = f"(importer of {uri or 'a URI made in a run'})"
        found.helpers.append(name)
        return
    assert isinstance(component.body, Container)
    constant, by_argument = _constant(component.body)
    if not constant:
        params = {**dict.fromkeys(component.parameters), **texts}
        found.nodes[name] = TaskNode(name, _family(task.component), params)
        return
    if constant.get("kind") in HELPERS:
        found.wiring.labels[name] = f"({constant['kind']})"
        found.helpers.append(name)
        return
    by_luigi = {luigi: texts[arg] for luigi, arg in by_argument.items() if arg in texts}
    found.nodes[name] = _luigi_step(name, constant, by_luigi)
    if constant.get("dynamic"):
        found.dynamic.append(name)


def _luigi_step(name: str, constant: Values, by_luigi: Mapping[str, str]) -> TaskNode:
    """A step made by ``migrate luigi-to-kfp``: it says which task it is."""
    texts = {n: by_luigi[n] for n in constant.get("text", ()) if n in by_luigi}
    for n in constant.get("json", ()):
        if n in by_luigi:
            texts[n] = as_text(json.loads(by_luigi[n]))
    return TaskNode(
        id=name,
        family=str(constant.get("family", "")),
        params=dict(sorted(texts.items())),
        luigi_id=by_luigi.get("__task_id__", ""),
        closed=False,
    )


def _text(component: Component, name: str, value: Any) -> str:
    """As the step will see it; texts of a pipeline's arguments are read as their type."""
    definition = component.parameters.get(name)
    kind = KFP_TYPES.get(definition.type if definition else "", "str")
    try:
        return as_text(value) if kind == "str" else luigi_text(kind, value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return as_text(value)


def _family(component: str) -> str:
    """``load-data`` of the component ``comp-load-data-2``: kfp numbers those that differ."""
    return _NUMBERED.sub("", component.removeprefix("comp-"))
