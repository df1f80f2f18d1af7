"""One Luigi task as one KFP step, and the component that it is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from migrate.kfp.choices import Choices
from migrate.kfp.constant import RECORD, extras, known_later, root_constant, task_constant
from migrate.kfp.loops import Body, walk_constant
from migrate.kfp.names import (
    Names,
    display_name,
    pipeline_names,
    telling_parameters,
    variable_text,
)
from migrate.kfp.params import Carried, transport
from migrate.kfp.plan import Argument, ArtifactOutput, Component, Flow, Kind, Mode, Step
from migrate.kfp.policy import configured, policy_of
from migrate.kfp.wiring import argument_names, artifact_inputs
from migrate.luigi.graph import Node, TaskGraph


@dataclass(frozen=True)
class TaskSteps:
    """The steps of one graph; ``outputs`` are each task's artifacts, ``dropped`` has no step."""

    graph: TaskGraph
    choices: Choices
    outputs: Mapping[str, tuple[ArtifactOutput, ...]]
    dropped: frozenset[str]

    @cached_property
    def params(self) -> Mapping[str, str]:
        """Names of the pipeline's parameters by the root's."""
        return pipeline_names(self.choices.binding.exposed)

    @cached_property
    def everywhere(self) -> Mapping[str, float]:
        """What the configuration gives to every task."""
        return configured(self.graph)

    @cached_property
    def telling(self) -> Mapping[str, tuple[str, ...]]:
        """The parameters that tell the tasks of a family apart."""
        return telling_parameters(self.graph.nodes.values())

    def step(self, node: Node, flow: Flow, body: Body | None) -> Step:
        """The step of a task, in the loop ``body`` if there is one; it has no component yet."""
        outputs = self.outputs[node.task_id]
        if flow.mode is Mode.IN_PLACE and node.targets():
            outputs = (RECORD,)
        collected = {
            task_id
            for other in self.choices.walks.bodies
            for task_id in other.inside
            if other is not body
        }
        inputs = artifact_inputs(node, self.graph, self._wires(body), self.dropped, collected)
        names = Names(taken={*(i.name for i in inputs), *(o.name for o in outputs)})
        walked = body is not None or node.task_id in self.choices.walks.from_root
        arguments = self.start(body, names) if walked else self._arguments(node)
        return Step(
            key=node.task_id,
            variable=variable_text(node, self.telling[node.family]),
            display_name=display_name(node, self._later(node, arguments, walked)),
            kind=_kind(node),
            component="",
            arguments=arguments,
            inputs=inputs,
            outputs=outputs,
            policy=policy_of(node, flow, bool(self.graph.secrets), self.everywhere),
            flow=flow,
            extras={"task_id": ""} if walked else extras(node, arguments),
            loop=body.key if body else "",
        )

    def _later(self, node: Node, arguments: tuple[Argument, ...], walked: bool) -> set[str]:
        """Parameters of which the display name cannot say the value."""
        return {p.name for p in node.params} if walked else known_later(node, arguments)

    def _wires(self, body: Body | None) -> Mapping[str, tuple[ArtifactOutput, ...]]:
        """The outputs that can be inputs; inside its own loop a record is nobody's input."""
        if body is None:
            return self.outputs
        return {
            task_id: tuple(o for o in outputs if not (o is RECORD and task_id in body.inside))
            for task_id, outputs in self.outputs.items()
        }

    def start(self, body: Body | None, names: Names) -> tuple[Argument, ...]:
        """Where a walk starts: an item of the loop, or the root with the pipeline's parameters."""
        if body is not None:
            name = names.take("item")
            return (Argument("__item__", name, "str", "start", "", body.key),)
        types = self.choices.binding.types
        return tuple(
            Argument(f"__root__{luigi}", names.take(name), types[luigi], "start", "", name)
            for luigi, name in self.params.items()
        )

    def _arguments(self, node: Node) -> tuple[Argument, ...]:
        names = argument_names(node)
        carried = [(p.name, t) for p in node.params if isinstance(t := transport(p), Carried)]
        found = []
        for name, t in carried:
            root_name = self.choices.binding.places.get((node.task_id, name), "")
            # A bound argument takes the type of its pipeline parameter: KFP converts nothing.
            kfp_type = self.choices.binding.types.get(root_name, t.kfp_type)
            param = self.params.get(root_name)
            found.append(Argument(name, names[name], kfp_type, t.transport, t.literal, param))
        return tuple(found)

    def component(self, node: Node, step: Step) -> Component:
        """What the step is made from; another step of that shape may share it."""
        cls = self.graph.classes.get(node.class_key)
        place = f" ({cls.path}:{cls.line})" if cls and cls.path else ""
        return Component(
            name=node.family,
            doc=f"{node.family}{place}.",
            kind=step.kind,
            task=self._constant(node, step),
            arguments=tuple((a.name, a.kfp_type, a.luigi_name) for a in step.arguments),
            inputs=tuple(i.name for i in step.inputs),
            outputs=tuple(o.name for o in step.outputs),
            container=self.choices.container,
            many=frozenset(i.name for i in step.inputs if i.many),
        )

    def _constant(self, node: Node, step: Step) -> dict[str, Any]:
        flow = self.choices.flows[node.task_id]
        constant = task_constant(
            node,
            step,
            flow,
            self.graph,
            self.choices.workspace,
            self._walk(node.task_id),
            container=self.choices.container,
        )
        return constant if self.choices.check_outputs else {**constant, "check_outputs": False}

    def _walk(self, task_id: str) -> dict[str, Any] | None:
        walks = self.choices.walks
        if body := walks.body_of(task_id):
            return walk_constant(None, body.inside[task_id])
        if task_id in walks.from_root:
            return walk_constant(root_constant(self.graph), walks.from_root[task_id])
        return None


def _kind(node: Node) -> Kind:
    return {"external": Kind.EXTERNAL, "wrapper": Kind.WRAPPER}.get(node.kind, Kind.TASK)
