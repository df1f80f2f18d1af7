"""The comparison of two graphs as JSON; ``parity-graph.schema.json`` beside this module."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, Final

from migrate import __version__
from migrate.parity.graph.model import GraphParity, NodeResult, Side, TaskNode, WireResult

FORMAT: Final = "paved-road/parity-graph"
VERSION: Final = 1


def to_text(parity: GraphParity) -> str:
    """Deterministic text: equal comparisons give equal bytes."""
    return json.dumps(to_json(parity), indent=1, ensure_ascii=False) + "\n"


def schema() -> dict[str, Any]:
    """The JSON Schema of :func:`to_json`."""
    file = resources.files("migrate.parity.graph").joinpath("parity-graph.schema.json")
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def to_json(parity: GraphParity) -> dict[str, Any]:
    """The comparison as JSON values."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "tool": {"name": "paved-road", "version": __version__},
        "equal": parity.equal,
        "counts": {
            of: {status.value: n for status, n in parity.counts(of).items()}
            for of in ("nodes", "edges", "wires")
        },
        "old": _side(parity.old),
        "new": _side(parity.new),
        "nodes": [_node(node) for node in parity.nodes],
        "edges": [
            {
                "from": edge.upstream,
                "to": edge.downstream,
                "status": edge.status.value,
                "implied": edge.implied,
            }
            for edge in parity.edges
        ],
        "wires": [_wire(wire) for wire in parity.wires],
    }


def _wire(wire: WireResult) -> dict[str, Any]:
    return {
        "task": wire.task,
        "input": wire.input,
        "status": wire.status.value,
        **{
            side: [{"task": source.task, "output": source.output} for source in sources]
            for side, sources in (("old", wire.old), ("new", wire.new))
        },
    }


def _side(side: Side) -> dict[str, Any]:
    return {
        "path": side.where,
        "kind": side.kind.value,
        "sha256": side.sha256,
        "tasks": len(side.nodes),
        "edges": len(side.edges),
        "contracted": list(side.contracted),
        "dynamic": list(side.dynamic),
    }


def _node(node: NodeResult) -> dict[str, Any]:
    return {
        "key": node.key,
        "status": node.status.value,
        "old": _task(node.old),
        "new": _task(node.new),
        "changes": [{"name": c.name, "old": c.old, "new": c.new} for c in node.changes],
        "unknown": list(node.unknown),
        "asserted": node.asserted,
    }


def _task(task: TaskNode | None) -> dict[str, Any] | None:
    if task is None:
        return None
    return {
        "id": task.id,
        "family": task.family,
        "params": dict(task.params),
        "luigi_id": task.luigi_id,
        "place": task.place,
    }
