"""From graphs to a project: decide, render, compile, verify. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.errors import BadInput
from migrate.image.choose import Image, choose_image, image_findings
from migrate.kfp.account import account
from migrate.kfp.clock import settle
from migrate.kfp.compile import compile_pipeline
from migrate.kfp.cut import cut, part_of
from migrate.kfp.dataflow import decide_flows, is_local, on_volume
from migrate.kfp.files import kept_out, project_files
from migrate.kfp.fold import Folded, fold, hops_from_root, unfolded
from migrate.kfp.loops import walks, why_no_loop
from migrate.kfp.lower import Choices, lower
from migrate.kfp.mounts import Mounts, plan_mounts
from migrate.kfp.names import CLAIM, pipeline_names
from migrate.kfp.params import native_value
from migrate.kfp.plan import Flow, Mode, PipelineParam, Plan, Step
from migrate.kfp.probes import Binding, bind
from migrate.kfp.rules import findings
from migrate.kfp.rules.subject import Subject
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source, completed
from migrate.kfp.verify import Verified, size_findings, verify
from migrate.luigi.graph import TaskGraph

# A pipeline of fewer steps that is still too large is not helped by a cut.
FEWEST_IN_A_PART = 20


@dataclass(frozen=True, slots=True)
class Conversion:
    """Everything a conversion made and found out; ``files`` are ready to be written.

    ``stands_for`` says for each task of the graph which one its step is written for.
    """

    graph: TaskGraph
    plan: Plan
    flows: Mapping[str, Flow]
    settings: Settings
    image: Image
    binding: Binding
    files: Mapping[str, bytes]
    verified: Verified
    stands_for: Mapping[str, str]


def convert(source: Source, graphs: Sequence[TaskGraph], settings: Settings) -> Conversion:
    """Converts the first graph; the others are probes of it.

    A pipeline that comes near the limits of Argo is cut into several, unless the settings say no.
    Raises BadInput for a graph that is cut off, and for settings that do not fit it.
    """
    graph, *probes = map(settle, graphs)
    if graph.truncated:
        raise BadInput(
            f"the graph was cut off after {len(graph.nodes)} tasks",
            next_step="capture again with a higher --max-nodes or --time-limit",
        )
    settings = completed(settings, graph, source)
    image = choose_image(source.repo, graph.python, settings.step_kind)
    most = settings.most_tasks
    while True:
        made = _convert(source, graph, probes, settings, image, most)
        size, pipelines = made.verified.size, max(len(made.plan.parts), 1)
        if not (settings.most_tasks and size.near_limit) or size.tasks <= FEWEST_IN_A_PART:
            return made
        most = min(len(made.plan.steps) // (pipelines + 1) + 1, size.tasks - 1)


def _convert(
    source: Source,
    graph: TaskGraph,
    probes: Sequence[TaskGraph],
    settings: Settings,
    image: Image,
    most: int,
) -> Conversion:
    """One attempt, with at most so many steps in a pipeline; 0 is no limit."""
    subject = _decide(graph, probes, settings, image, source)
    parts: tuple[tuple[Step, ...], ...] = ()
    if most and len(subject.lowered.steps) > most:
        subject, parts = _cut(subject, settings, image, source, most)
    plan = replace(_plan(subject, settings, image), parts=parts)
    files = project_files(plan, subject, settings, image, source)
    compiled = compile_pipeline(files["pipeline.py"].decode())
    verified = verify(plan, graph, probes, compiled)
    return Conversion(
        graph=graph,
        plan=replace(plan, findings=(*plan.findings, *size_findings(verified.size, len(parts)))),
        flows=subject.flows,
        settings=settings,
        image=image,
        binding=subject.binding,
        files={**files, **{name: text.encode() for name, text in compiled.items()}},
        verified=verified,
        stands_for=subject.folded.stands_for,
    )


def _decide(
    graph: TaskGraph, probes: Sequence[TaskGraph], settings: Settings, image: Image, source: Source
) -> Subject:
    """Flows and loops first; the steps follow from them."""
    flows = decide_flows(graph, settings.flow)
    folded = _fold(graph, probes, flows, image)
    if folded.loops and not _bind(folded, graph).exposed:
        # A loop whose items never change only hides what is in it.
        folded = unfolded(folded.whole, "no parameter can be one of the pipeline")
    return _lowered(folded, flows, settings, image, source)


def _cut(
    subject: Subject, settings: Settings, image: Image, source: Source, most: int
) -> tuple[Subject, tuple[tuple[Step, ...], ...]]:
    """The same in several pipelines; what crosses from one to the next is on the volume."""
    parts = cut(subject.lowered.steps, most)
    kept = subject.folded.stands_for.items()
    crossing = [task_id for task_id, key in kept if key in parts.crossing]
    why = "a later pipeline reads its files: the graph is cut into several"
    flows = on_volume(subject.flows, subject.graph, crossing, why)
    again = _lowered(subject.folded, flows, settings, image, source)
    return again, tuple(part_of(again.lowered.steps, keys) for keys in parts.keys)


def _lowered(
    folded: Folded, flows: Mapping[str, Flow], settings: Settings, image: Image, source: Source
) -> Subject:
    """Bindings and mounts, and the steps that follow from all of it."""
    graph, *probes = folded.whole
    binding = _bind(folded, graph)
    mounts = _mounts(graph, flows, settings, source.repo)
    choices = Choices(
        flows=flows,
        binding=binding,
        mounts=mounts,
        workspace=settings.workspace_mount,
        container=image.container,
        check_outputs=settings.check_outputs,
        kept_out=kept_out(graph, source),
        walks=walks(folded, graph, binding.walked),
    )
    lowered = lower(folded.graphs[0], choices)
    return Subject(graph, flows, binding, mounts, lowered, bool(probes), folded)


def _fold(
    graph: TaskGraph, probes: Sequence[TaskGraph], flows: Mapping[str, Flow], image: Image
) -> Folded:
    """The loops, or the graphs as they are where a loop cannot be had."""
    folded = fold([graph, *probes])
    why = why_no_loop(folded, graph, flows, image.container)
    return unfolded(folded.whole, why) if why else folded


def _bind(folded: Folded, graph: TaskGraph) -> Binding:
    base, *others = folded.graphs
    return bind(base, others, hops_from_root(folded, graph), folded.in_loops)


def _mounts(graph: TaskGraph, flows: Mapping[str, Flow], settings: Settings, repo: Path) -> Mounts:
    """Mounts for every file that lives on the volume."""
    paths = [
        leaf.value.path
        for node in graph.nodes.values()
        for leaf in node.targets()
        if is_local(leaf.value)
        and (flows[node.task_id].mode is Mode.WORKSPACE or node.kind == "external")
    ]
    return plan_mounts(paths, settings.workspace_mount, repo)


def _plan(subject: Subject, settings: Settings, image: Image) -> Plan:
    graph, lowered = subject.graph, subject.lowered
    keys = {step.key for step in lowered.steps}
    steps = frozenset(i for i, kept in subject.folded.stands_for.items() if kept in keys)
    return Plan(
        name=settings.name,
        title=graph.nodes[graph.root].family,
        steps=lowered.steps,
        components=lowered.components,
        params=_pipeline_params(subject, settings),
        contracted=lowered.contracted,
        findings=(*findings(subject), *image_findings(image)),
        ledger=account(graph, subject.flows, steps),
        loop_variables=lowered.loop_variables,
    )


def _pipeline_params(subject: Subject, settings: Settings) -> tuple[PipelineParam, ...]:
    names = pipeline_names(subject.binding.exposed)
    params = [_exposed(subject, name, names[name]) for name in subject.binding.exposed]
    if any(step.policy.workspace for step in subject.lowered.steps):
        described = "PersistentVolumeClaim of the shared volume."
        params.append(PipelineParam(CLAIM, "str", settings.workspace_claim, described))
    return tuple(params)


def _exposed(subject: Subject, luigi_name: str, name: str) -> PipelineParam:
    param = subject.graph.nodes[subject.graph.root].param(luigi_name)
    assert param is not None and param.text is not None, luigi_name
    kfp_type = subject.binding.types[luigi_name]
    default = native_value(kfp_type, param.text)
    return PipelineParam(name, kfp_type, default, param.description, luigi_name)
