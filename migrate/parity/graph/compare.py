"""Compares two graphs: tasks, what identifies them, the edges between them, what feeds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from migrate.parity.graph.match import Matching, changes, match
from migrate.parity.graph.model import (
    Edge,
    EdgeResult,
    GraphParity,
    Kind,
    NodeResult,
    Side,
    Status,
    TaskNode,
)
from migrate.parity.graph.wires import compared_wires, without_wired


def compare_graphs(old: Side, new: Side) -> GraphParity:
    """Every task, edge and fed input of either graph with its status, in a fixed order."""
    found = match(old, new)
    nodes = _nodes(found)
    keys = {result.new.id: result.key for result in nodes if result.new is not None}
    new_edges, new_waits = (_renamed(edges, keys) for edges in (new.edges, new.waits))
    edges = _edges(
        old.edges | _counted(old.waits, new, new_edges),
        new_edges | _counted(new_waits, old, old.edges),
    )
    wires = compared_wires((old, new), nodes, keys)
    return GraphParity(old, new, without_wired(nodes, wires), edges, wires)


def _renamed(edges: frozenset[Edge], keys: Mapping[str, str]) -> frozenset[Edge]:
    return frozenset((keys[up], keys[down]) for up, down in edges)


def _counted(
    waits: frozenset[Edge], other: Side, edges_of_other: frozenset[Edge]
) -> frozenset[Edge]:
    """Luigi has no groups, so waiting for one is only what Luigi asks for; pipelines have."""
    return waits & edges_of_other if other.kind is Kind.LUIGI else waits


def _nodes(found: Matching) -> tuple[NodeResult, ...]:
    old, new = found.old, found.new
    paired = [_pair(old.nodes[a], new.nodes[b], (old, new)) for a, b in found.pairs.items()]
    missing = [NodeResult(n.id, Status.MISSING, old=n) for n in found.left_old()]
    extra = [NodeResult(_free_key(n.id, old.nodes), Status.EXTRA, new=n) for n in found.left_new()]
    return tuple(sorted((*paired, *missing, *extra), key=lambda n: n.key))


def _pair(old: TaskNode, new: TaskNode, sides: tuple[Side, Side]) -> NodeResult:
    said, unknown = changes(old, new, sides)
    status = Status.DIFFERENT if said else Status.SAME
    asserted = bool(old.luigi_id) and old.luigi_id == new.luigi_id
    return NodeResult(old.id, status, old, new, said, unknown, asserted)


def _free_key(task: str, taken: Mapping[str, TaskNode]) -> str:
    """A task of NEW alone keeps its id, unless a task of OLD has the same."""
    return f"{task} (new)" if task in taken else task


def _edges(old: frozenset[Edge], new: frozenset[Edge]) -> tuple[EdgeResult, ...]:
    ways = _downstream(new)
    found = [EdgeResult(*edge, Status.SAME) for edge in old & new]
    found += [EdgeResult(*edge, Status.EXTRA) for edge in new - old]
    found += [EdgeResult(*e, Status.MISSING, implied=_leads(ways, *e)) for e in old - new]
    return tuple(sorted(found, key=lambda e: (e.downstream, e.upstream)))


def _downstream(edges: Iterable[Edge]) -> Mapping[str, list[str]]:
    ways: dict[str, list[str]] = defaultdict(list)
    for up, down in edges:
        ways[up].append(down)
    return ways


def _leads(ways: Mapping[str, list[str]], start: str, end: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        for following in ways.get(waiting.pop(), ()):
            if following == end:
                return True
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return False
