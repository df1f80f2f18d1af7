"""Defaults that read the clock: evaluated at run time where they can be, else frozen and told.

A task that nobody gave the parameter evaluates its default when its step runs, as under Luigi.
Two cases cannot: the root, whose captured value has already spread through the graph, and a task
that handed the value on to what it requires. Their value is the captured one, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from migrate.luigi.graph import Node, TaskGraph, upstream_by_task

FROZEN = "frozen"


def settle(graph: TaskGraph) -> TaskGraph:
    """The graph with the clock defaults that must be constants marked as such."""
    above = _above(graph)
    nodes = {
        task_id: _settled(node, graph, above[task_id]) for task_id, node in graph.nodes.items()
    }
    return replace(graph, nodes=nodes)


def reads_clock(node: Node) -> Iterator[str]:
    """Names of the parameters whose value is a default that reads the clock."""
    for param in node.params:
        if param.source == "default" and param.default_reads_clock:
            yield param.name


def _settled(node: Node, graph: TaskGraph, above: frozenset[str]) -> Node:
    frozen = {
        name
        for name in reads_clock(node)
        if node.task_id == graph.root or _handed_on(node, name, graph, above)
    }
    params = tuple(replace(p, source=FROZEN) if p.name in frozen else p for p in node.params)
    return replace(node, params=params)


def _handed_on(node: Node, name: str, graph: TaskGraph, above: frozenset[str]) -> bool:
    """Some task above was given the same text: it can only have come from here."""
    param = node.param(name)
    text = param.text if param else None
    return any(
        other.text == text and other.source != "default"
        for task_id in above
        for other in graph.nodes[task_id].params
    )


def _above(graph: TaskGraph) -> Mapping[str, frozenset[str]]:
    """Everything each clock-reading task requires, directly or not."""
    upstream = upstream_by_task(graph.edges)
    found: dict[str, frozenset[str]] = {}
    for task_id, node in graph.nodes.items():
        seen: set[str] = set()
        stack = list(upstream.get(task_id, ())) if any(reads_clock(node)) else []
        while stack:
            above = stack.pop()
            if above not in seen:
                seen.add(above)
                stack += upstream.get(above, ())
        found[task_id] = frozenset(seen)
    return found
