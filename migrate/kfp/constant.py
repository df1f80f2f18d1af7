"""What a step hands to the runtime: the constant of its component, and the values beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from migrate.kfp.events import handler_modules
from migrate.kfp.params import Carried, Omitted, rebuilt, transport
from migrate.kfp.plan import Argument, ArtifactInput, ArtifactOutput, Flow, Step
from migrate.kfp.resume import PLAN
from migrate.kfp.taskid import identity
from migrate.luigi.graph import Node, TaskGraph

# In place, one artifact records where all the targets are; the data stays there.
RECORD = ArtifactOutput("targets", ())


def task_constant(
    node: Node,
    step: Step,
    flow: Flow,
    graph: TaskGraph,
    workspace: str,
    walk: Mapping[str, Any] | None = None,
    *,
    container: bool = False,
) -> dict[str, Any]:
    """The ``task`` argument of the step runtime; empty entries are left out.

    ``walk`` takes the place of the parameters where the step walks to its task. A container
    component has no list of artifacts: it only waits for one.
    """
    entries = {
        "module": graph.module,
        "family": node.family,
        "class": node.class_key,
        "handlers": handler_modules(node, graph),
        "kind": step.kind.value,
        "mode": flow.mode.value,
        "text": [a.luigi_name for a in step.arguments if a.transport == "text"],
        "json": [a.luigi_name for a in step.arguments if a.transport == "json"],
        "omit": [p.name for p in node.params if isinstance(transport(p), Omitted)],
        "root": root_constant(graph) if walk is None and rebuilt(node) else None,
        "walk": walk,
        "inputs": [
            _input(item)
            for item in step.inputs
            if item.producer != PLAN and not (container and item.many)
        ],
        "plan": next((item.name for item in step.inputs if item.producer == PLAN), ""),
        "outputs": [[o.name, None if o is RECORD else list(o.output_path)] for o in step.outputs],
        "workspace": workspace if flow.mounts_workspace else "",
        "dynamic": node.dynamic,
    }
    return {key: value for key, value in entries.items() if value}


def extras(node: Node, arguments: Iterable[Argument]) -> dict[str, str]:
    """Constants beside Luigi's parameters: the id to assert, and the route from the root."""
    later = known_later(node, arguments) & set(identity(node))
    values = {"task_id": "" if later else node.task_id}
    if rebuilt(node):
        values["route"] = json.dumps(list(node.route or ()))
    return values


def known_later(node: Node, arguments: Iterable[Argument]) -> set[str]:
    """Parameters whose value only the run knows: bound to the pipeline's, or left to the class."""
    bound = {a.luigi_name for a in arguments if a.pipeline_param}
    return bound | {p.name for p in node.params if isinstance(transport(p), Omitted)}


def argument_bytes(step: Step) -> int:
    """About what the parameters add to the executor input: names, quotes and JSON escapes."""
    values = [*step.extras.values(), *(a.literal for a in step.arguments)]
    return sum(len(json.dumps(value)) + 50 for value in values)


def _input(item: ArtifactInput) -> list[Any]:
    if item.requires_path is None:
        return [item.name, None, None]
    return [item.name, list(item.requires_path), list(item.output_path or ())]


def root_constant(graph: TaskGraph) -> dict[str, Any]:
    """The root task as it was captured, which other tasks are walked to from.

    ``json`` has the values that their own text does not give back, such as None; it may be missing.
    """
    root = graph.nodes[graph.root]
    ways = [(p, t) for p in root.params if isinstance(t := transport(p), Carried)]
    texts = {p.name: p.text for p, t in ways if t.transport == "text"}
    values = {p.name: t.literal for p, t in ways if t.transport == "json"}
    params = {**texts, **graph.root_params}
    found = {"module": graph.module, "family": root.family, "params": params}
    values = {name: value for name, value in values.items() if name not in params}
    return {**found, "json": values} if values else found
