"""A captured Luigi graph as one side of a comparison."""

from __future__ import annotations

import json
from typing import Any

from migrate.errors import BadInput
from migrate.kfp.contract import contract, plain_wrappers
from migrate.luigi.graph import Node, Parameter, TaskGraph
from migrate.parity.graph.model import Kind, Side, TaskNode

CAPTURE_AGAIN = "mend it and capture the graph again with `migrate capture`"


def luigi_side(graph: TaskGraph, where: str, sha256: str) -> Side:
    """The graph without plain WrapperTasks; raises BadInput where its edges are not known."""
    _refuse_gaps(graph, where)
    dropped = plain_wrappers(graph)
    kept = [node for task_id, node in sorted(graph.nodes.items()) if task_id not in dropped]
    return Side(
        where=where,
        kind=Kind.LUIGI,
        sha256=sha256,
        nodes={node.task_id: _node(node, graph) for node in kept},
        edges=contract(graph.edges, dropped),
        contracted=tuple(sorted(dropped)),
        dynamic=tuple(node.task_id for node in kept if node.dynamic),
    )


def as_text(value: Any) -> str:
    """One form for a JSON value wherever it comes from; a string is its own text."""
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)


def _refuse_gaps(graph: TaskGraph, where: str) -> None:
    if graph.truncated:
        raise BadInput(
            "the capture ended before it had seen the whole graph",
            where=where,
            next_step="capture again with a higher --max-nodes or --time-limit",
        )
    for task_id, node in sorted(graph.nodes.items()):
        for error in node.errors:
            if error.where in {"requires", "params"}:
                said = f"{error.where}() of {task_id} raised {error.type}: {error.message}"
                raise BadInput(said, where=where, next_step=CAPTURE_AGAIN)


def _node(node: Node, graph: TaskGraph) -> TaskNode:
    cls = graph.classes.get(node.class_key)
    return TaskNode(
        id=node.task_id,
        family=node.family,
        params={p.name: _text(p) for p in node.params if _identifies(p)},
        luigi_id=node.task_id,
        place=f"{cls.path}:{cls.line}" if cls and cls.path else "",
    )


def _identifies(param: Parameter) -> bool:
    """Luigi makes task ids of significant parameters that are not private."""
    return param.significant and param.visibility != "private"


def _text(param: Parameter) -> str | None:
    if param.transport == "secret":
        return None
    return as_text(param.value) if param.transport == "json" else param.text
