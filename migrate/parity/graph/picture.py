"""One picture of both graphs: what they share, and what only one of them has."""

from __future__ import annotations

from collections.abc import Iterable

from migrate.parity.graph.model import Edge, GraphParity, NodeResult, Status
from migrate.report.model import GraphNode, GraphPicture

NODE_KINDS = {
    Status.SAME: "same",
    Status.DIFFERENT: "different",
    Status.MISSING: "only in OLD",
    Status.EXTRA: "only in NEW",
}
OPEN = "not proved"
EDGE_MARKS = {Status.MISSING: "edge only in OLD", Status.EXTRA: "edge only in NEW"}


def picture(parity: GraphParity) -> GraphPicture:
    """Every task once; an edge that would close a circle with others is left to the table."""
    unproved = {node.key for node in parity.unproved}
    nodes = tuple(_node(node, node.key in unproved) for node in parity.nodes)
    kinds = (*NODE_KINDS.values(), OPEN)
    wanted = sorted(
        parity.edges, key=lambda e: (e.status is Status.EXTRA, e.upstream, e.downstream)
    )
    drawn = _without_circles((edge.upstream, edge.downstream) for edge in wanted)
    marked = {
        (edge.upstream, edge.downstream): EDGE_MARKS[edge.status]
        for edge in parity.edges
        if edge.status in EDGE_MARKS and (edge.upstream, edge.downstream) in drawn
    }
    return GraphPicture(nodes, tuple(sorted(drawn)), kinds, "Both graphs", marked)


def _node(node: NodeResult, unproved: bool) -> GraphNode:
    kind = OPEN if unproved and node.status is Status.SAME else NODE_KINDS[node.status]
    return GraphNode(node.key, node.either.label, kind, node.key, f"#task-{node.key}")


def _without_circles(edges: Iterable[Edge]) -> set[Edge]:
    kept: set[Edge] = set()
    below: dict[str, set[str]] = {}
    for up, down in edges:
        if not _reaches(below, down, up):
            kept.add((up, down))
            below.setdefault(up, set()).add(down)
    return kept


def _reaches(below: dict[str, set[str]], start: str, end: str) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        task = waiting.pop()
        if task == end:
            return True
        fresh = below.get(task, set()) - seen
        seen |= fresh
        waiting += fresh
    return False
