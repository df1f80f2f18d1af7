"""The plan: a first step asks complete() from the root down, as Luigi's scheduler does.

Steps whose files stay at their paths take the plan and skip what Luigi would not run. Where data is
in artifacts nobody can ask: KFP's cache decides there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from migrate.kfp.names import PLAN_COMPONENT
from migrate.kfp.params import rebuilt
from migrate.kfp.plan import (
    Argument,
    ArtifactInput,
    ArtifactOutput,
    Component,
    Flow,
    Kind,
    Mode,
    Policy,
    Step,
)
from migrate.luigi.graph import Node, TaskGraph

PLAN = "paved-road/plan"
OUTPUT = ArtifactOutput("plan", ())


def can_plan(graph: TaskGraph, flows: Mapping[str, Flow], kept: Iterable[Node]) -> bool:
    """Some step would ask the plan, and the root can be made from texts."""
    from_text = not rebuilt(graph.nodes[graph.root])
    return from_text and any(asks(node, flows[node.task_id]) for node in kept)


def asks(node: Node, flow: Flow) -> bool:
    """Artifact steps do not; an external one on the volume does, for Luigi may never look at it."""
    return flow.mode is not Mode.ARTIFACT or (node.kind == "external" and flow.mounts_workspace)


def plan_input(name: str) -> ArtifactInput:
    return ArtifactInput(name, PLAN, OUTPUT.name, None, None)


def plan_step(arguments: tuple[Argument, ...], secret: bool, workspace: bool, after: str) -> Step:
    """Asked anew in each run; ``after`` is what prepares the workspace, or empty."""
    return Step(
        key=PLAN,
        variable="plan",
        display_name="Plan the run",
        kind=Kind.PLAN,
        component="",
        arguments=arguments,
        outputs=(OUTPUT,),
        after=(after,) if after else (),
        policy=Policy(caching=False, workspace=workspace, secret=secret),
    )


def plan_component(
    step: Step,
    walk: Mapping[str, Any],
    graph: TaskGraph,
    flows: Mapping[str, Flow],
    *,
    workspace: str,
    container: bool,
) -> Component:
    """Its constant names the families of which only KFP's cache knows whether they are done."""
    unknown = {n.family for i, n in graph.nodes.items() if flows[i].mode is Mode.ARTIFACT}
    task: dict[str, Any] = {"kind": "plan", "walk": dict(walk)}
    if unknown:
        task["artifacts"] = sorted(unknown)
    if workspace:
        task["workspace"] = workspace
    return Component(
        name=PLAN_COMPONENT,
        doc="What Luigi would run: complete() asked from the root down.",
        kind=Kind.PLAN,
        task=task,
        arguments=tuple((a.name, a.kfp_type, a.luigi_name) for a in step.arguments),
        outputs=(OUTPUT.name,),
        container=container,
    )
