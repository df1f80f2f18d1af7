"""From graphs to a project: decide, render, compile, verify. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.errors import BadInput
from migrate.image.choose import Image, choose_image, image_findings
from migrate.kfp.account import account
from migrate.kfp.choices import Choices
from migrate.kfp.clock import settle
from migrate.kfp.compile import compile_pipeline
from migrate.kfp.cut import Loops, cut, part_of
from migrate.kfp.dataflow import decide_flows, is_local, on_volume
from migrate.kfp.files import kept_out, project_files
from migrate.kfp.fold import fold
from migrate.kfp.folded import Folded, hops_from_root, unfolded
from migrate.kfp.hollow import is_hollow
from migrate.kfp.loops import (
    NOT_A_LIST,
    every_loop,
    long_loops,
    rounds,
    walks,
    why_no_loop,
    with_files,
)
from migrate.kfp.lower import lower
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
NOT_WHEN_EMPTY = "with a loop over nothing the pipeline would not be Luigi's graph"


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
    decided = _decide(graph, probes, settings, image, most)
    if decided.folded.loops and any(is_hollow(graph, probe) for probe in probes):
        made = _made(decided, source, graph, probes, settings, image, most)
        if all(proof.holds for proof in made.verified.proofs):
            return made
        decided = _decide(graph, probes, settings, image, most, loops=False)
    return _made(decided, source, graph, probes, settings, image, most)


def _made(
    decided: _Decided,
    source: Source,
    graph: TaskGraph,
    probes: Sequence[TaskGraph],
    settings: Settings,
    image: Image,
    most: int,
) -> Conversion:
    subject = _lowered(decided, settings, image, source)
    parts: tuple[tuple[Step, ...], ...] = ()
    if decided.loops.apart or (most and decided.loops.weight(subject.lowered.steps) > most):
        subject, parts = _cut(decided, subject, settings, image, source, most)
    plan = replace(_plan(subject, settings, image), parts=parts)
    files = project_files(plan, subject, settings, image, source)
    compiled = compile_pipeline(files["pipeline.py"].decode())
    verified = verify(plan, graph, probes, compiled)
    return Conversion(
        graph=graph,
        plan=replace(plan, findings=(*plan.findings, *size_findings(verified.size, plan))),
        flows=subject.flows,
        settings=settings,
        image=image,
        binding=subject.binding,
        files={**files, **{name: text.encode() for name, text in compiled.items()}},
        verified=verified,
        stands_for=subject.folded.stands_for,
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """What the steps follow from: flows, loops, and what the pipeline's parameters are."""

    folded: Folded
    flows: Mapping[str, Flow]
    binding: Binding
    loops: Loops


def _decide(
    graph: TaskGraph,
    probes: Sequence[TaskGraph],
    settings: Settings,
    image: Image,
    most: int,
    *,
    loops: bool = True,
) -> _Decided:
    """Flows and loops first, then the bindings."""
    flows = decide_flows(graph, settings.flow)
    folded = _folded(graph, probes) if loops else unfolded([graph, *probes], NOT_WHEN_EMPTY)
    in_loops, apart = _loop_flows(folded, flows, image.container, most)
    why = why_no_loop(folded, graph, in_loops)
    if not most and apart:
        why = why or f"{next(iter(apart.values()))}, and one pipeline is wanted"
    binding = _bind(folded, graph)
    if folded.loops and not binding.exposed:
        # A loop whose items never change only hides what is in it.
        why = why or "no parameter can be one of the pipeline"
    if folded.loops and why:
        folded = unfolded(folded.whole, why)
        return _Decided(folded, flows, _bind(folded, graph), Loops())
    return _Decided(folded, in_loops, binding, Loops(rounds(folded), frozenset(apart)))


def _folded(graph: TaskGraph, probes: Sequence[TaskGraph]) -> Folded:
    """Loops as the graphs show them in which no list is empty; else what all graphs show."""
    full = [probe for probe in probes if not is_hollow(graph, probe)]
    folded = fold([graph, *full])
    return folded if folded.loops or len(full) == len(probes) else fold([graph, *probes])


def _loop_flows(
    folded: Folded, flows: Mapping[str, Flow], container: bool, most: int
) -> tuple[Mapping[str, Flow], Mapping[str, str]]:
    """The flows where loops give files to others, and the loops that are too long, with why."""
    graph = folded.whole[0]
    if container:
        flows = with_files(folded, graph, flows, every_loop(folded, NOT_A_LIST))
    apart = long_loops(folded, flows, most)
    return with_files(folded, graph, flows, apart), apart


def _cut(
    decided: _Decided,
    subject: Subject,
    settings: Settings,
    image: Image,
    source: Source,
    most: int,
) -> tuple[Subject, tuple[tuple[Step, ...], ...]]:
    """The same in several pipelines; what crosses from one to the next is on the volume."""
    parts = cut(subject.lowered.steps, most, decided.loops)
    kept = subject.folded.stands_for.items()
    crossing = [task_id for task_id, key in kept if key in parts.crossing]
    why = "a later pipeline reads its files: the graph is cut into several"
    flows = on_volume(subject.flows, subject.graph, crossing, why)
    again = _lowered(replace(decided, flows=flows), settings, image, source)
    pairs = zip(parts.keys, parts.shares, strict=True)
    return again, tuple(part_of(again.lowered.steps, keys, share) for keys, share in pairs)


def _lowered(decided: _Decided, settings: Settings, image: Image, source: Source) -> Subject:
    """Mounts, and the steps that follow from all of it."""
    folded, flows, binding = decided.folded, decided.flows, decided.binding
    graph, *probes = folded.whole
    mounts = _mounts(graph, flows, settings, source.repo)
    choices = Choices(
        flows=flows,
        binding=binding,
        mounts=mounts,
        workspace=settings.workspace_mount,
        container=image.container,
        check_outputs=settings.check_outputs,
        kept_out=kept_out(graph, source),
        walks=walks(folded, graph, binding.walked, decided.loops.apart),
        environment=any(value is not None for value in settings.environment.values()),
    )
    lowered = lower(folded.graphs[0], choices)
    return Subject(
        graph, flows, binding, mounts, lowered, bool(probes), folded, settings.environment
    )


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
        environment=settings.environment,
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
