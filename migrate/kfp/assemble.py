"""From what was decided to steps, in one pipeline or several."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from migrate.kfp.choices import Choices
from migrate.kfp.cut import cut, part_of
from migrate.kfp.dataflow import on_volume
from migrate.kfp.decide import Decided, Given
from migrate.kfp.files import kept_out
from migrate.kfp.local_targets import is_local
from migrate.kfp.loops import walks
from migrate.kfp.lower import lower
from migrate.kfp.machine_paths import is_given
from migrate.kfp.mounts import Mounts, plan_mounts
from migrate.kfp.plan import Flow, Mode, Step
from migrate.kfp.rules.subject import Subject
from migrate.kfp.settings import Settings
from migrate.luigi.graph import TaskGraph

Parts = tuple[tuple[Step, ...], ...]
CROSSES = "a later pipeline reads its files: the graph is cut into several"


def assemble(decided: Decided, given: Given) -> tuple[Subject, Parts]:
    """Everything decided with its steps, and the steps of each pipeline where there are several."""
    subject = _lowered(decided, given)
    too_many = given.most and decided.loops.weight(subject.lowered.steps) > given.most
    return _cut(decided, subject, given) if decided.loops.apart or too_many else (subject, ())


def _cut(decided: Decided, subject: Subject, given: Given) -> tuple[Subject, Parts]:
    """The same in several pipelines; what crosses from one to the next is on the volume."""
    parts = cut(subject.lowered.steps, given.most, decided.loops)
    kept = subject.folded.stands_for.items()
    crossing = [task_id for task_id, key in kept if key in parts.crossing]
    flows = on_volume(subject.flows, subject.graph, crossing, CROSSES)
    again = _lowered(replace(decided, flows=flows), given)
    pairs = zip(parts.keys, parts.shares, strict=True)
    return again, tuple(part_of(again.lowered.steps, keys, share) for keys, share in pairs)


def _lowered(decided: Decided, given: Given) -> Subject:
    """Mounts, and the steps that follow from all of it."""
    folded, flows, binding = decided.folded, decided.flows, decided.binding
    settings, graph = given.settings, folded.whole[0]
    mounts = _mounts(graph, flows, settings, given.source.repo)
    choices = Choices(
        flows=flows,
        binding=binding,
        mounts=mounts,
        workspace=settings.workspace_mount,
        container=given.image.container,
        check_outputs=settings.check_outputs,
        kept_out=kept_out(graph, given.source),
        walks=walks(folded, graph, binding.walked, decided.loops.apart),
        environment=any(value is not None for value in settings.environment.values()),
    )
    return Subject(
        graph=graph,
        flows=flows,
        binding=binding,
        mounts=mounts,
        lowered=lower(folded.graphs[0], choices),
        probed=bool(given.probes),
        folded=folded,
        environment=settings.environment,
        repo=given.source.repo,
    )


def _mounts(graph: TaskGraph, flows: Mapping[str, Flow], settings: Settings, repo: Path) -> Mounts:
    """Mounts for every file that lives on the volume."""
    kept = [
        (node, leaf.value.path)
        for node in graph.nodes.values()
        for leaf in node.targets()
        if is_local(leaf.value)
        and (flows[node.task_id].mode is Mode.WORKSPACE or node.kind == "external")
    ]
    given = {path for node, path in kept if is_given(node, path, repo)}
    return plan_mounts([path for _, path in kept], settings.workspace_mount, repo, given)
