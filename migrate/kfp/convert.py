"""From graphs to a project: decide, render, compile, verify. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.errors import BadInput
from migrate.image.choose import Image, choose_image
from migrate.kfp.assemble import assemble
from migrate.kfp.clock import settle
from migrate.kfp.compile import compile_pipeline
from migrate.kfp.decide import Decided, Given, decide
from migrate.kfp.files import project_files
from migrate.kfp.hollow import is_hollow
from migrate.kfp.plan import Flow, Plan
from migrate.kfp.planned import plan_of
from migrate.kfp.probes import Binding
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
    given = Given(source, graph, tuple(probes), settings, image, settings.most_tasks)
    while True:
        made = _attempt(given)
        size, pipelines = made.verified.size, max(len(made.plan.parts), 1)
        if not (settings.most_tasks and size.near_limit) or size.tasks <= FEWEST_IN_A_PART:
            return made
        most = min(len(made.plan.steps) // (pipelines + 1) + 1, size.tasks - 1)
        given = replace(given, most=most)


def _attempt(given: Given) -> Conversion:
    """With loops where they can be; where one may be empty, the proof has the last word."""
    decided = decide(given)
    if decided.folded.loops and any(is_hollow(given.graph, probe) for probe in given.probes):
        made = _made(decided, given)
        if all(proof.holds for proof in made.verified.proofs):
            return made
        decided = decide(given, loops=False)
    return _made(decided, given)


def _made(decided: Decided, given: Given) -> Conversion:
    subject, parts = assemble(decided, given)
    plan = replace(plan_of(subject, given.settings, given.image), parts=parts)
    files = project_files(plan, subject, given.settings, given.image, given.source)
    compiled = compile_pipeline(files["pipeline.py"].decode())
    verified = verify(plan, given.graph, given.probes, compiled)
    return Conversion(
        graph=given.graph,
        plan=replace(plan, findings=(*plan.findings, *size_findings(verified.size, plan))),
        flows=subject.flows,
        settings=given.settings,
        image=given.image,
        binding=subject.binding,
        files={**files, **{name: text.encode() for name, text in compiled.items()}},
        verified=verified,
        stands_for=subject.folded.stands_for,
    )
