"""The loops of a folded graph as the lowering needs them, and the step that lists their items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from migrate.kfp.dataflow import on_volume
from migrate.kfp.folded import Folded, Hops, Loop, hops_from_root
from migrate.kfp.names import snake
from migrate.kfp.plan import Argument, Component, Flow, Kind, Policy, Step, StructPath
from migrate.kfp.wiring import artifact_outputs
from migrate.luigi.graph import Node, TaskGraph

# The artifacts of a loop arrive in one executor input, which travels as one argument of at most
# 128 KiB; an artifact takes about 420 bytes of it.
MOST_COLLECTED = 150
# Why the files of a loop's tasks are on the volume although they could be artifacts.
NOT_A_LIST = "a container component takes no list of artifacts"
TOO_MANY = "{} artifacts or records are more than one step can take as a list"


@dataclass(frozen=True, slots=True)
class Body:
    """One loop: the list its items come from, and the tasks that run once for each item.

    ``hops`` lead from the root to the consumer of the list, ``inside[task id]`` from an item to a
    task of the body. ``rounds`` is the largest number of items that a captured graph has.
    """

    key: str
    family: str
    consumer: str
    path: StructPath
    hops: Hops
    inside: Mapping[str, Hops]
    rounds: int = 0

    @property
    def stem(self) -> str:
        return snake(self.family)


@dataclass(frozen=True, slots=True)
class Walks:
    """How tasks come about that no constant describes: from the root, or from a loop's item.

    ``apart`` are the keys of loops that run in pipelines of their own, before whoever needs them.
    """

    bodies: tuple[Body, ...] = ()
    from_root: Mapping[str, Hops] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()

    def body_of(self, task_id: str) -> Body | None:
        return next((body for body in self.bodies if task_id in body.inside), None)


def walks(
    folded: Folded,
    original: TaskGraph,
    walked: frozenset[str],
    apart: frozenset[str] = frozenset(),
) -> Walks:
    """The walks of a folded graph; ``walked`` are the tasks to reach from the root."""
    hops = hops_from_root(folded, original)
    graph = folded.graphs[0]
    bodies = tuple(_body(loop, graph, hops) for loop in folded.loops)
    return Walks(bodies, {task_id: hops[task_id] for task_id in sorted(walked)}, apart)


def why_no_loop(folded: Folded, graph: TaskGraph, flows: Mapping[str, Flow]) -> str:
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
    return ""


def long_loops(folded: Folded, flows: Mapping[str, Flow], most: int) -> dict[str, str]:
    """Keys of the loops that one pipeline cannot run together with their consumers, and why.

    Too many artifacts for one list, or more than ``most`` tasks, which is no limit when 0.
    """
    found: dict[str, str] = {}
    for loop in folded.loops:
        if most and (tasks := _rounds(loop) * len(loop.positions)) > most:
            found[_key(loop)] = f"it has {tasks} tasks, and a pipeline {most} at most"
    for consumer in {consumer for consumer, _ in folded.fans}:
        collected = [first for (by, _), first in folded.fans.items() if by == consumer]
        loops = [loop for loop in folded.loops if {*loop.first(0)} & {*collected}]
        count = sum(
            _rounds(loop) * _artifacts(folded.graphs[0].nodes[first], flows)
            for first in collected
            for loop in loops
            if first in loop.first(0)
        )
        if count > MOST_COLLECTED:
            found |= {_key(loop): TOO_MANY.format(count) for loop in loops}
    return found


def with_files(
    folded: Folded, graph: TaskGraph, flows: Mapping[str, Flow], reasons: Mapping[str, str]
) -> dict[str, Flow]:
    """The flows with the files of what these loops give to others at their old paths."""
    given = set(folded.fans.values())
    found = dict(flows)
    for loop in folded.loops:
        if why := reasons.get(_key(loop)):
            positions = [p for p in loop.positions if p.ids[0][0] in given]
            task_ids = [task_id for position in positions for task_id in position.ids[0]]
            found = on_volume(found, graph, task_ids, why)
    return found


def rounds(folded: Folded) -> dict[str, int]:
    """How often each loop runs at most at the captured values, by key."""
    return {_key(loop): _rounds(loop) for loop in folded.loops}


def every_loop(folded: Folded, why: str) -> dict[str, str]:
    return {_key(loop): why for loop in folded.loops}


def _artifacts(node: Node, flows: Mapping[str, Flow]) -> int:
    """What one round gives to a consumer: its artifacts, or a record that it has run."""
    return len(artifact_outputs(node, flows[node.task_id])) or 1


def _rounds(loop: Loop) -> int:
    return max(map(len, loop.fan.members))


def _key(loop: Loop) -> str:
    return f"{loop.positions[0].ids[0][0]}/items"


def _body(loop: Loop, graph: TaskGraph, hops: Mapping[str, Hops]) -> Body:
    item = loop.positions[0].ids[0][0]
    consumer = loop.fan.consumer[0]
    return Body(
        key=_key(loop),
        family=graph.nodes[item].family,
        consumer=consumer,
        path=loop.fan.path,
        hops=hops[consumer],
        inside={position.ids[0][0]: position.hops for position in loop.positions},
        rounds=_rounds(loop),
    )


def items_step(
    body: Body, arguments: tuple[Argument, ...], flow: Flow, *, secret: bool, shares: bool
) -> Step:
    """The helper that asks Luigi for the items of a loop when the pipeline runs.

    With ``shares`` it takes which part of them is wanted.
    """
    return Step(
        key=body.key,
        variable=f"{body.stem}_items",
        display_name=f"List the {body.family} tasks"[:120],
        kind=Kind.ITEMS,
        component="",
        arguments=arguments,
        policy=Policy(caching=False, workspace=flow.mounts_workspace, secret=secret),
        flow=None,
        extras={"share": "1/1"} if shares else {},
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
            **({"shares": True} if step.extras else {}),
            **({"workspace": workspace} if workspace else {}),
        },
        arguments=tuple((a.name, a.kfp_type, a.luigi_name) for a in step.arguments),
        container=container,
    )


def walk_constant(root: Mapping[str, Any] | None, hops: Hops) -> dict[str, Any]:
    """What the runtime needs to walk: the root, or none when it starts at a loop's item."""
    walk: dict[str, Any] = {"hops": [list(hop) for hop in hops]}
    return {"root": dict(root), **walk} if root is not None else walk
