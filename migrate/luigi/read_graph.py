"""Read graph.json: a TaskGraph that holds together, or one error that says what does not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from migrate.errors import GraphInvalid
from migrate.luigi.graph import (
    FORMAT,
    VERSION,
    Fact,
    Node,
    NodeError,
    Parameter,
    Target,
    TaskClass,
    TaskGraph,
    VariableRead,
    leaves,
)

T = TypeVar("T", Fact, Node, NodeError, Parameter, Target, TaskClass, VariableRead)

CAPTURE_AGAIN = "capture the graph again with `migrate capture`"


def read_graph(path: Path) -> TaskGraph:
    """The graph of a file that ``migrate capture`` wrote; raises GraphInvalid."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise GraphInvalid(
            f"cannot be read: {error.strerror}", where=str(path), next_step="give a graph.json"
        ) from error
    except ValueError as error:
        raise GraphInvalid(
            f"not JSON: {error}", where=str(path), next_step=CAPTURE_AGAIN
        ) from error
    return graph_from_json(data, where=str(path))


def graph_from_json(data: Any, *, where: str = "graph.json") -> TaskGraph:
    """The graph of a parsed graph.json; raises GraphInvalid."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise GraphInvalid("not a graph captured from Luigi", where=where, next_step=CAPTURE_AGAIN)
    if data.get("version") != VERSION:
        raise GraphInvalid(
            f"its version is {data.get('version')!r}, this program reads {VERSION}",
            where=where,
            next_step=CAPTURE_AGAIN,
        )
    try:
        graph = _graph(data)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise GraphInvalid(
            f"a field is missing or malformed: {type(error).__name__}: {error}",
            where=where,
            next_step=CAPTURE_AGAIN,
        ) from error
    problem = next(_problems(graph, data), None)
    if problem:
        raise GraphInvalid(problem, where=where, next_step=CAPTURE_AGAIN)
    return graph


def _graph(data: Mapping[str, Any]) -> TaskGraph:
    by = data["captured_by"]
    return TaskGraph(
        root=data["root"],
        nodes={node["task_id"]: _node(node) for node in data["nodes"]},
        edges=frozenset((up, down) for up, down in data["edges"]),
        classes={key: _task_class(key, table) for key, table in data["classes"].items()},
        root_params=dict(data["root_params"]),
        module=data["module"],
        python=by["python"],
        luigi=by["luigi"],
        config=data.get("config", {}),
        secrets=tuple(data.get("secrets", ())),
        environment=_all(VariableRead, data.get("environment", ())),
        events=tuple(data.get("events", ())),
        stubbed=tuple(data.get("stubbed", ())),
        truncated=bool(data.get("truncated", False)),
        config_parser=by.get("config_parser", "cfg"),
        raw=data,
    )


def _node(table: Mapping[str, Any]) -> Node:
    return _make(
        Node,
        table,
        params=_all(Parameter, table.get("params", ())),
        outputs=_with_targets(table.get("outputs")),
        errors=_all(NodeError, table.get("errors", ())),
        deps=_optional_tuple(table.get("deps")),
        route=_optional_tuple(table.get("route")),
        handed=tuple(table.get("handed", ())),
    )


def _task_class(key: str, table: Mapping[str, Any]) -> TaskClass:
    facts = _all(Fact, table.get("facts", ()))
    return _make(TaskClass, {**table, "key": key}, bases=tuple(table["bases"]), facts=facts)


def _with_targets(struct: Any) -> Any:
    """The output structure with Target values where the file has dictionaries."""
    if struct is None:
        return None
    if "target" in struct:
        target = struct["target"]
        shown = target.get("local_io")
        local_io = _make(Fact, shown) if shown else None
        bases = tuple(target.get("bases", ()))
        return {"target": _make(Target, target, bases=bases, local_io=local_io)}
    if "list" in struct:
        return {**struct, "list": [_with_targets(item) for item in struct["list"]]}
    return {"dict": [[key, _with_targets(item)] for key, item in struct["dict"]]}


def _make(cls: type[T], table: Mapping[str, Any], **values: Any) -> T:
    """A dataclass from the fields it has in ``table``; later formats may say more."""
    known = {field.name for field in fields(cls)}
    return cls(**{**{k: v for k, v in table.items() if k in known}, **values})


def _all(cls: type[T], tables: Any) -> tuple[T, ...]:
    return tuple(_make(cls, table) for table in tables)


def _optional_tuple(items: Any) -> tuple[Any, ...] | None:
    return None if items is None else tuple(items)


def _problems(graph: TaskGraph, data: Mapping[str, Any]) -> Iterator[str]:
    """What does not hold, the simplest first."""
    if len(graph.nodes) != len(data["nodes"]):
        yield f"two nodes have one task id: {_first_twice(data['nodes'])}"
    if graph.root not in graph.nodes:
        yield f"the root {graph.root} is no node"
    for edge in sorted(graph.edges):
        for end in edge:
            if end not in graph.nodes:
                yield f"the edge {edge[0]} -> {edge[1]} names {end}, which is no node"
    for node in graph.nodes.values():
        if node.class_key not in graph.classes:
            yield f"the class {node.class_key} of {node.task_id} is not described"
        yield from _requires_problems(graph, node)
    cycle = find_cycle(graph)
    if cycle:
        yield f"tasks require each other: {' -> '.join(cycle)}"


def _first_twice(nodes: list[Any]) -> str:
    seen: set[str] = set()
    for node in nodes:
        if node["task_id"] in seen:
            return str(node["task_id"])
        seen.add(node["task_id"])
    return ""


def _requires_problems(graph: TaskGraph, node: Node) -> Iterator[str]:
    said = set(node.deps) if node.deps is not None else _required(node)
    if graph.truncated:  # the walk ended before it asked them
        said &= set(graph.nodes)
    have = {up for up, down in graph.edges if down == node.task_id}
    if said != have:
        yield f"the edges into {node.task_id} are not its requirements: {sorted(said ^ have)}"


def _required(node: Node) -> set[str]:
    return {str(leaf.value) for leaf in leaves(node.requires, "task")}


def find_cycle(graph: TaskGraph) -> list[str]:
    """Task ids along one cycle, first and last the same; empty for an acyclic graph."""
    upstream: dict[str, list[str]] = {}
    for up, down in sorted(graph.edges):
        upstream.setdefault(down, []).append(up)
    done: set[str] = set()
    for start in sorted(upstream):
        cycle = _cycle_from(start, upstream, done)
        if cycle:
            return cycle
    return []


def _cycle_from(start: str, upstream: Mapping[str, list[str]], done: set[str]) -> list[str]:
    path: dict[str, Iterator[str]] = {start: iter(upstream.get(start, ()))}
    while path:
        node, rest = next(reversed(path.items()))
        following = next((n for n in rest if n not in done), None)
        if following is None:
            done.add(node)
            del path[node]
        elif following in path:
            names = list(path)
            return [*names[names.index(following) :], following]
        else:
            path[following] = iter(upstream.get(following, ()))
    return []
