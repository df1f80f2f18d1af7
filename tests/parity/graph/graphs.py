"""Small graphs of the two kinds for the tests beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bridges.kfp.load import pipeline_from_documents
from migrate.parity.graph import GraphParity, Kind, Side, Status, TaskNode
from migrate.parity.graph.kfp_side import kfp_side
from migrate.parity.graph.luigi_side import luigi_side
from tests.kfp.building import graph

SHA = "0" * 64


def luigi(*tasks: dict[str, Any], **more: Any) -> Side:
    return luigi_side(graph(*tasks, **more), "graph.json", SHA)


def side(nodes: Mapping[str, str], edges: Iterable[str] = (), **params: str) -> Side:
    """Nodes as ``{id: "Family name=value …"}``, edges as ``"up>down"``."""
    made = {}
    for task, text in nodes.items():
        family, *pairs = text.split()
        values = dict(pair.split("=") for pair in pairs)
        made[task] = TaskNode(task, family, values)
    return Side("x", Kind.KFP, SHA, made, frozenset(tuple(e.split(">")) for e in edges))


def document(tasks: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A compiled pipeline of plain containers; a task is ``(component, after, arguments)``."""
    body = {name: _task(*task) for name, task in tasks.items()}
    names = {task[0] for task in tasks.values()}
    inputs = {name: set(task[2]) for task in tasks.values() for name in [task[0]] if task[2]}
    components = {f"comp-{n}": _component(n, inputs.get(n, ())) for n in sorted(names)}
    components.update(more.pop("components", {}))
    return {
        "pipelineInfo": {"name": "p"},
        "root": {"dag": {"tasks": body}, **more},
        "components": components,
        "deploymentSpec": {
            "executors": {f"exec-{n}": {"container": {"image": "i"}} for n in sorted(names)}
        },
    }


def _component(name: str, inputs: Iterable[str]) -> dict[str, Any]:
    types = {i: {"parameterType": "STRING"} for i in sorted(inputs)}
    return {"executorLabel": f"exec-{name}", "inputDefinitions": {"parameters": types}}


def _task(component: str, after: Iterable[str], arguments: Mapping[str, Any]) -> Any:
    given = {
        name: value if isinstance(value, dict) else {"runtimeValue": {"constant": value}}
        for name, value in arguments.items()
    }
    return {
        "componentRef": {"name": f"comp-{component}"},
        "dependentTasks": list(after),
        "inputs": {"parameters": given},
    }


def kfp(tasks: Mapping[str, Any], arguments: Mapping[str, str] | None = None, **more: Any) -> Side:
    pipeline = pipeline_from_documents([document(tasks, **more)])
    return kfp_side(pipeline, arguments or {}, "pipeline.yaml", SHA)


def told(parity: GraphParity) -> list[str]:
    """What differs, one line each."""
    nodes = [
        f"{n.status.value} {n.key}" + "".join(f" {c.name}:{c.old}>{c.new}" for c in n.changes)
        for n in parity.nodes
        if n.status is not Status.SAME
    ]
    edges = [
        f"{e.status.value} {e.upstream}>{e.downstream}"
        for e in parity.edges
        if e.status is not Status.SAME
    ]
    return nodes + edges
