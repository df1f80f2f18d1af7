"""TaskGraph → steps and components: one KFP step per Luigi task, one component per shape."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from migrate.kfp.constant import (
    RECORD,
    argument_bytes,
    extras,
    known_later,
    root_constant,
    task_constant,
)
from migrate.kfp.contract import contract, plain_wrappers
from migrate.kfp.helper_steps import (
    PREPARE,
    component_of_bundle,
    importers,
    prepare_component,
    prepare_step,
)
from migrate.kfp.loops import Body, Walks, items_component, items_step, walk_constant
from migrate.kfp.mounts import Mounts
from migrate.kfp.names import (
    OWN,
    Names,
    display_name,
    pipeline_names,
    telling_parameters,
    variable_text,
)
from migrate.kfp.order import in_order
from migrate.kfp.params import Carried, transport
from migrate.kfp.plan import (
    Argument,
    ArtifactInput,
    ArtifactOutput,
    Component,
    Flow,
    Kind,
    Mode,
    Step,
)
from migrate.kfp.policy import configured, policy_of
from migrate.kfp.probes import Binding
from migrate.kfp.resume import PLAN, asks, can_plan, plan_component, plan_input, plan_step
from migrate.kfp.wiring import (
    Wired,
    argument_names,
    artifact_inputs,
    artifact_outputs,
    bundled,
)
from migrate.luigi.graph import Node, TaskGraph


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lowering needs besides the graph: flows, bindings and the platform's choices."""

    flows: Mapping[str, Flow]
    binding: Binding
    mounts: Mounts
    workspace: str
    container: bool
    check_outputs: bool = True
    kept_out: tuple[str, ...] = ()
    walks: Walks = field(default_factory=Walks)


@dataclass(frozen=True, slots=True)
class Lowered:
    """Steps in topological order, their components, and the dropped WrapperTasks.

    The steps of one loop stand together; ``loop_variables`` names the item of each.
    """

    steps: tuple[Step, ...]
    components: tuple[Component, ...]
    loop_variables: Mapping[str, str]
    contracted: tuple[str, ...]


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
        self.outputs, self.dropped = outputs, dropped
        self.everywhere = configured(graph)
        self.telling = telling_parameters(graph.nodes.values())
        self.params = pipeline_names(choices.binding.exposed)
        self.loop_names = {body.key: f"{body.stem}_item" for body in choices.walks.bodies}
        self.functions = Names(taken={*OWN, *self.params.values()})
        kept = [n for n in graph.nodes.values() if n.task_id not in dropped]
        self.planned = can_plan(graph, choices.flows, kept)
        self.steps: list[Step] = []
        self.components: dict[str, Component] = {}

    def add(self, node: Node, after: set[str]) -> None:
        flow = self.choices.flows[node.task_id]
        body = self.choices.walks.body_of(node.task_id)
        step = self._step(node, flow, body)
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
        self._keep(step, self._component(node, step))
        if node.kind == "external" and not step.loop:
            self.steps += importers(node)

    def _add_items(self, body: Body) -> None:
        """The step that lists what the loop runs over."""
        flow = self.choices.flows[body.consumer]
        arguments = self._start(None, Names())
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
        names = Names(taken={c.name for c in components} | OWN | {*self.params.values()})
        named = tuple(replace(s, variable=names.take(s.variable, "step")) for s in steps)
        items = {key: names.take(name, "item") for key, name in self.loop_names.items()}
        return tuple(_with_items(s, items) for s in named), tuple(components), items

    def _plan(self) -> tuple[Step, Component]:
        """The first step, and where it works: in the workspace, if any step does."""
        choices = self.choices
        on_volume = any(flow.mounts_workspace for flow in choices.flows.values())
        step = plan_step(
            self._start(None, Names()),
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

    def _step(self, node: Node, flow: Flow, body: Body | None) -> Step:
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
        arguments = self._start(body, names) if walked else self._arguments(node)
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

    def _start(self, body: Body | None, names: Names) -> tuple[Argument, ...]:
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

    def _component(self, node: Node, step: Step) -> Component:
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


def _kind(node: Node) -> Kind:
    return {"external": Kind.EXTERNAL, "wrapper": Kind.WRAPPER}.get(node.kind, Kind.TASK)


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
