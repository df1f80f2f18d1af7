"""TaskGraph → steps and components: one KFP step per Luigi task, one component per shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from migrate.kfp.choices import Choices, Lowered
from migrate.kfp.constant import RECORD, argument_bytes, root_constant
from migrate.kfp.contract import contract, plain_wrappers
from migrate.kfp.helper_steps import (
    PREPARE,
    component_of_bundle,
    importers,
    prepare_component,
    prepare_step,
)
from migrate.kfp.loops import Body, items_component, items_step, walk_constant
from migrate.kfp.names import OWN, Names
from migrate.kfp.order import in_order
from migrate.kfp.plan import ArtifactInput, ArtifactOutput, Component, Policy, Step
from migrate.kfp.resume import PLAN, asks, can_plan, plan_component, plan_input, plan_step
from migrate.kfp.task_steps import TaskSteps
from migrate.kfp.wiring import Wired, artifact_outputs, bundled
from migrate.luigi.graph import Node, TaskGraph


def lower(graph: TaskGraph, choices: Choices) -> Lowered:
    """All steps of the pipeline, helpers included."""
    dropped = plain_wrappers(graph)
    kept = [n for n in graph.nodes.values() if n.task_id not in dropped]
    after: dict[str, set[str]] = {n.task_id: set() for n in kept}
    for up, down in contract(graph.edges, dropped):
        after[down].add(up)
    outputs = {n.task_id: _outputs(n, choices) for n in graph.nodes.values()}
    builder = _Builder(graph, choices, outputs, dropped)
    loops = {i: body.key for body in choices.walks.bodies for i in body.inside if i in after}
    for task_id in in_order(after, loops):
        builder.add(graph.nodes[task_id], after[task_id])
    return Lowered(*builder.finished(), tuple(sorted(dropped)))


def _outputs(node: Node, choices: Choices) -> tuple[ArtifactOutput, ...]:
    """The artifacts of a step; in a loop at least a record, for nothing else can be waited for.

    A loop in a pipeline of its own needs none: the next pipeline waits for the whole of it.
    """
    outputs = artifact_outputs(node, choices.flows[node.task_id])
    body = choices.walks.body_of(node.task_id)
    return outputs or ((RECORD,) if body and body.key not in choices.walks.apart else ())


class _Builder:
    """Collects steps one by one; shares components between steps of one shape."""

    def __init__(
        self,
        graph: TaskGraph,
        choices: Choices,
        outputs: Mapping[str, tuple[ArtifactOutput, ...]],
        dropped: frozenset[str],
    ) -> None:
        self.graph, self.choices = graph, choices
        self.tasks = TaskSteps(graph, choices, outputs, dropped)
        self.loop_names = {body.key: f"{body.stem}_item" for body in choices.walks.bodies}
        self.functions = Names(taken={*OWN, *self.tasks.params.values()})
        kept = [n for n in graph.nodes.values() if n.task_id not in dropped]
        self.planned = can_plan(graph, choices.flows, kept)
        self.steps: list[Step] = []
        self.components: dict[str, Component] = {}

    def add(self, node: Node, after: set[str]) -> None:
        flow = self.choices.flows[node.task_id]
        body = self.choices.walks.body_of(node.task_id)
        step = self.tasks.step(node, flow, body)
        wired = bundled(node.task_id, step.display_name, step.inputs, argument_bytes(step))
        if body and not any(s.key == body.key for s in self.steps):
            self._add_items(body)
        for bundle in wired.bundles:
            self._keep(
                replace(bundle, after=_producers(bundle.inputs), loop=step.loop),
                component_of_bundle(bundle),
            )
        direct = (after - set(_producers(step.inputs))) | set(_producers(wired.inputs))
        if self.planned and asks(node, flow):
            direct.add(PLAN)
            wired = replace(wired, inputs=(*wired.inputs, plan_input(_free("plan", step, wired))))
        elif flow.mounts_workspace and not any(self._prepared(key) for key in after):
            direct.add(PREPARE)
        step = replace(step, inputs=wired.inputs, after=tuple(sorted(direct)))
        self._keep(step, self.tasks.component(node, step))
        if node.kind == "external" and not step.loop:
            self.steps += importers(node)

    def _add_items(self, body: Body) -> None:
        """The step that lists what the loop runs over."""
        flow = self.choices.flows[body.consumer]
        arguments = self.tasks.start(None, Names())
        step = items_step(
            body,
            arguments,
            flow,
            secret=bool(self.graph.secrets),
            shares=body.key in self.choices.walks.apart,
        )
        component = items_component(
            body,
            step,
            root_constant(self.graph),
            self.graph,
            workspace=self.choices.workspace if flow.mounts_workspace else "",
            container=self.choices.container,
        )
        self._keep(replace(step, after=(PREPARE,) if flow.mounts_workspace else ()), component)

    def _prepared(self, task_id: str) -> bool:
        """The task waits for the workspace, so whatever waits for the task does too."""
        return self.choices.flows[task_id].mounts_workspace

    def finished(self) -> tuple[tuple[Step, ...], tuple[Component, ...], dict[str, str]]:
        choices = self.choices
        components = list(self.components.values())
        steps = self.steps
        if self.planned:
            plan, component = self._plan()
            components.insert(0, component)
            steps = [plan, *steps]
        if any(PREPARE in step.after for step in steps):
            prepare = prepare_component(
                choices.workspace, choices.kept_out, container=choices.container
            )
            components.insert(0, prepare)
            steps = [prepare_step(prepare), *steps]
        # A local variable must not shadow the component function it is made from.
        names = Names(taken={c.name for c in components} | OWN | {*self.tasks.params.values()})
        named = tuple(
            replace(s, variable=names.take(s.variable, "step"), policy=self._policy(s))
            for s in steps
        )
        items = {key: names.take(name, "item") for key, name in self.loop_names.items()}
        return tuple(_with_items(s, items) for s in named), tuple(components), items

    def _policy(self, step: Step) -> Policy:
        environment = self.choices.environment and step.kind.runs_legacy_code
        return replace(step.policy, environment=environment)

    def _plan(self) -> tuple[Step, Component]:
        """The first step, and where it works: in the workspace, if any step does."""
        choices = self.choices
        on_volume = any(flow.mounts_workspace for flow in choices.flows.values())
        step = plan_step(
            self.tasks.start(None, Names()),
            bool(self.graph.secrets),
            on_volume,
            PREPARE if on_volume else "",
        )
        component = plan_component(
            step,
            walk_constant(root_constant(self.graph), ()),
            self.graph,
            choices.flows,
            workspace=choices.workspace if on_volume else "",
            container=choices.container,
        )
        return replace(step, component=component.name), component

    def _keep(self, step: Step, component: Component) -> None:
        """Adds the step with its component, which an earlier step of one shape may have made."""
        key = _shape(component)
        if key not in self.components:
            name = self.functions.take(component.name, "task")
            self.components[key] = replace(component, name=name)
        self.steps.append(replace(step, component=self.components[key].name))


def _with_items(step: Step, items: Mapping[str, str]) -> Step:
    """The step with the loop's variable where the key of the loop stood for it."""
    arguments = tuple(
        replace(a, pipeline_param=items.get(a.pipeline_param or "", a.pipeline_param))
        for a in step.arguments
    )
    return replace(step, arguments=arguments)


def _free(name: str, step: Step, wired: Wired) -> str:
    """A name for one more input."""
    taken = {*(i.name for i in wired.inputs), *(o.name for o in step.outputs)}
    return Names(taken=taken | {a.name for a in step.arguments}).take(name)


def _producers(inputs: Iterable[ArtifactInput]) -> tuple[str, ...]:
    return tuple(sorted({item.producer for item in inputs}))


def _shape(component: Component) -> str:
    """What two steps must share to share a component function."""
    return json.dumps(
        [
            component.name,
            component.doc,
            component.task,
            component.arguments,
            component.inputs,
            component.outputs,
            sorted(component.many),
        ],
        sort_keys=True,
    )
