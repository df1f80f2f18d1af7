"""Two graphs of one shape laid over each other from the root down."""

from __future__ import annotations

from migrate.luigi.graph import Node, TaskGraph


def laid_over(base: TaskGraph, probe: TaskGraph) -> dict[str, str] | str:
    """``{base task id: probe task id}`` of two graphs of one shape, or the first difference."""
    pairs: dict[str, str] = {}
    queue = [(base.root, probe.root)]
    while queue:
        ours, theirs = queue.pop()
        if pairs.get(ours, theirs) != theirs:
            return f"{ours} plays two parts when the parameter changes"
        if ours in pairs:
            continue
        pairs[ours] = theirs
        if difference := _shape_difference(base.nodes[ours], probe.nodes[theirs]):
            return difference
        below = {leaf.path: leaf.value for leaf in probe.nodes[theirs].required()}
        queue += [(leaf.value, below[leaf.path]) for leaf in base.nodes[ours].required()]
    if len(set(pairs.values())) < len(pairs):
        return "two tasks become one when the parameter changes"
    if len(pairs) != len(base.nodes) or len(pairs) != len(probe.nodes):
        return (
            f"the graph has {len(base.nodes)} tasks at one value and {len(probe.nodes)} at another"
        )
    return pairs


def _shape_difference(ours: Node, theirs: Node) -> str:
    if ours.class_key != theirs.class_key or ours.kind != theirs.kind:
        return f"{ours.family} becomes {theirs.family}"
    paths, others = ({leaf.path for leaf in n.required()} for n in (ours, theirs))
    if paths != others:
        return (
            f"{ours.family} requires {len(paths)} tasks at one value and {len(others)} at another"
        )
    if {t.path for t in ours.targets()} != {t.path for t in theirs.targets()}:
        return f"{ours.family} has other outputs at another value"
    return ""
