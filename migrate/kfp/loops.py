"""The loops of a folded graph as the lowering needs them, and the step that lists their items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from migrate.kfp.fold import Folded, Hops, Loop, hops_from_root
from migrate.kfp.names import snake
from migrate.kfp.plan import Argument, Component, Flow, Kind, Mode, Policy, Step, StructPath
from migrate.luigi.graph import TaskGraph

# The artifacts of a loop arrive in one executor input, which travels as one argument of at most
# 128 KiB; an artifact takes about 420 bytes of it.
MOST_COLLECTED = 150


@dataclass(frozen=True, slots=True)
class Body:
    """One loop: the list its items come from, and the tasks that run once for each item.

    ``hops`` lead from the root to the consumer of the list, ``inside[task id]`` from an item to a
    task of the body.
    """

    key: str
    family: str
    consumer: str
    path: StructPath
    hops: Hops
    inside: Mapping[str, Hops]

    @property
    def stem(self) -> str:
        return snake(self.family)


@dataclass(frozen=True, slots=True)
class Walks:
    """How tasks come about that no constant describes: from the root, or from a loop's item."""

    bodies: tuple[Body, ...] = ()
    from_root: Mapping[str, Hops] = field(default_factory=dict)

    def body_of(self, task_id: str) -> Body | None:
        return next((body for body in self.bodies if task_id in body.inside), None)


def walks(folded: Folded, original: TaskGraph, walked: frozenset[str]) -> Walks:
    """The walks of a folded graph; ``walked`` are the tasks to reach from the root."""
    hops = hops_from_root(folded, original)
    graph = folded.graphs[0]
    bodies = tuple(_body(loop, graph, hops) for loop in folded.loops)
    return Walks(bodies, {task_id: hops[task_id] for task_id in sorted(walked)})


def why_no_loop(
    folded: Folded, graph: TaskGraph, flows: Mapping[str, Flow], container: bool
) -> str:
    """Why the loops cannot be steps; empty when they can."""
    hops = hops_from_root(folded, graph)
    for loop in folded.loops:
        if loop.fan.consumer[0] not in hops:
            return f"no way that is the same at every value leads to {loop.fan.consumer[0]}"
        for position in loop.positions:
            family = graph.nodes[position.ids[0][0]].family
            modes = {flows[task_id].mode for task_id in position.ids[0]}
            if len(modes) > 1:
                return f"the {family} tasks do not all keep their data in one way"
            if Mode.ARTIFACT not in modes:
                continue
            if container:
                return f"a container component takes no list of artifacts, and {family} makes some"
            if (most := max(map(len, position.ids))) > MOST_COLLECTED:
                return f"{most} artifacts of {family} are more than one step can take as a list"
    return ""


def _body(loop: Loop, graph: TaskGraph, hops: Mapping[str, Hops]) -> Body:
    item = loop.positions[0].ids[0][0]
    consumer = loop.fan.consumer[0]
    return Body(
        key=f"{item}/items",
        family=graph.nodes[item].family,
        consumer=consumer,
        path=loop.fan.path,
        hops=hops[consumer],
        inside={position.ids[0][0]: position.hops for position in loop.positions},
    )


def items_step(body: Body, arguments: tuple[Argument, ...], flow: Flow, secret: bool) -> Step:
    """The helper that asks Luigi for the items of a loop when the pipeline runs."""
    return Step(
        key=body.key,
        variable=f"{body.stem}_items",
        display_name=f"List the {body.family} tasks"[:120],
        kind=Kind.ITEMS,
        component="",
        arguments=arguments,
        policy=Policy(caching=False, workspace=flow.mounts_workspace, secret=secret),
        flow=None,
    )


def items_component(
    body: Body,
    step: Step,
    root: Mapping[str, Any],
    graph: TaskGraph,
    *,
    workspace: str,
    container: bool,
) -> Component:
    """Its component: the walk to the consumer, and the place of the list in its requires()."""
    consumer = graph.nodes[body.consumer]
    (item,) = (graph.nodes[i] for i, hops in body.inside.items() if not hops)
    secret = sorted(p.name for p in item.params if p.transport == "secret")
    cls = graph.classes.get(consumer.class_key)
    place = f" ({cls.path}:{cls.line})" if cls and cls.path else ""
    return Component(
        name=f"list_{body.stem}",
        doc=f"The {body.family} tasks that {consumer.family} requires{place}.",
        kind=Kind.ITEMS,
        task={
            "kind": "items",
            "walk": walk_constant(root, body.hops),
            "at": list(body.path),
            "family": body.family,
            **({"secret": secret} if secret else {}),
            **({"workspace": workspace} if workspace else {}),
        },
        arguments=tuple((a.name, a.kfp_type, a.luigi_name) for a in step.arguments),
        container=container,
    )


def walk_constant(root: Mapping[str, Any] | None, hops: Hops) -> dict[str, Any]:
    """What the runtime needs to walk: the root, or none when it starts at a loop's item."""
    walk: dict[str, Any] = {"hops": [list(hop) for hop in hops]}
    return {"root": dict(root), **walk} if root is not None else walk
