"""Drops the plain WrapperTasks: they add no step, their edges are contracted."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping
from graphlib import TopologicalSorter

from migrate.luigi.graph import Leaf, Node, TaskGraph

OWN_WORK = ("run", "output", "complete")


def is_plain_wrapper(node: Node, graph: TaskGraph) -> bool:
    """A WrapperTask that inherits run(), output() and complete() from Luigi alone."""
    if node.kind != "wrapper" or node.errors:
        return False
    cls = graph.classes.get(node.class_key)
    return cls is None or not any(cls.overrides(method) for method in OWN_WORK)


def plain_wrappers(graph: TaskGraph) -> frozenset[str]:
    """Task ids to drop; never all of them, because KFP has no empty pipeline."""
    found = frozenset(n.task_id for n in graph.nodes.values() if is_plain_wrapper(n, graph))
    return found - {graph.root} if len(found) == len(graph.nodes) else found


def required_through(node: Node, graph: TaskGraph, dropped: Collection[str]) -> list[Leaf]:
    """Leaves of requires(); a dropped wrapper gives, once each, what it requires, paths joined.

    Luigi calls the wrapper complete when those are, so a step must see their targets too.
    """
    kept = [leaf for leaf in node.required() if leaf.value not in dropped]
    waiting = deque(leaf for leaf in node.required() if leaf.value in dropped)
    seen = {leaf.value for leaf in kept}
    while waiting:
        above = waiting.popleft()
        for below in graph.nodes[above.value].required():
            if below.value in seen:
                continue
            seen.add(below.value)
            leaf = Leaf((*above.path, *below.path), below.value)
            (waiting if below.value in dropped else kept).append(leaf)
    return kept


def contract(
    edges: Iterable[tuple[str, str]], dropped: Collection[str]
) -> frozenset[tuple[str, str]]:
    """The edges between what is kept: each path through dropped nodes becomes one edge."""
    upstream: dict[str, set[str]] = {}
    for up, down in edges:
        upstream.setdefault(down, set()).add(up)
    gone = frozenset(dropped)
    kept_above: dict[str, set[str]] = {}
    for task_id in TopologicalSorter(
        {i: upstream.get(i, set()) & gone for i in gone}
    ).static_order():
        kept_above[task_id] = _kept(upstream.get(task_id, set()), kept_above)
    return frozenset(
        (up, down)
        for down, ups in upstream.items()
        if down not in gone
        for up in _kept(ups, kept_above)
    )


def _kept(upstream: Iterable[str], kept_above: Mapping[str, set[str]]) -> set[str]:
    """The upstream tasks, dropped ones replaced by what is above them."""
    return {task_id for up in upstream for task_id in kept_above.get(up, {up})}
