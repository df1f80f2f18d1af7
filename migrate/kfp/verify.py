"""Reads the compiled YAML back: checks, size, and a proof at every probed value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from migrate.codes import finding
from migrate.findings import Finding
from migrate.kfp.check import check
from migrate.kfp.compiled import parse_documents, read_parts
from migrate.kfp.plan import Plan
from migrate.kfp.proof import Proof, prove
from migrate.kfp.size import LIMIT_BYTES, WARN_TASKS, Size, estimate
from migrate.luigi.graph import TaskGraph


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found out about the compiled pipeline, without a cluster."""

    checks: Mapping[str, list[str]]
    proofs: tuple[Proof, ...]
    size: Size


def verify(
    plan: Plan, graph: TaskGraph, probes: Sequence[TaskGraph], compiled: Mapping[str, str]
) -> Verified:
    """Checks the YAML, and proves it against the graph and each probe it can stand for.

    ``compiled`` are the pipelines by file name, in the order in which they run; the size is that of
    the largest.
    """
    specs = {name: parse_documents(text, name)[0] for name, text in compiled.items()}
    proofs = []
    for wanted in (graph, *(probe for probe in probes if _reachable(plan, graph, probe))):
        arguments = _arguments(plan, wanted)
        proofs.append(prove(wanted, read_parts(list(specs.values()), arguments), arguments))
    sizes = [estimate(spec, len(compiled[name].encode())) for name, spec in specs.items()]
    return Verified(_checks(specs), tuple(proofs), max(sizes, key=lambda size: size.argo_bytes))


def _checks(specs: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    """The problems that each check found, with the file where there are several."""
    found: dict[str, list[str]] = {}
    for name, spec in specs.items():
        for title, problems in check(spec).items():
            where = f"{name}: " if len(specs) > 1 else ""
            found.setdefault(title, []).extend(where + problem for problem in problems)
    return found


def size_findings(size: Size, plan: Plan) -> list[Finding]:
    """Warnings before the limits of Argo and etcd, or what was done about them."""
    found = []
    if plan.parts:
        message = f"{len(plan.parts)} pipelines, the largest of {size.tasks} KFP tasks"
        for variable, count in _loops_apart(plan).items():
            message += f"; {variable} of a loop in {count} of them"
        found.append(finding("LK054", message, subject="pipeline.yaml"))
    if size.near_limit:
        estimated = f"about {size.argo_bytes:,} bytes as an Argo Workflow"
        message = f"{estimated}; etcd refuses {LIMIT_BYTES:,}"
        found.append(finding("LK025", message, subject="pipeline.yaml"))
    if size.tasks > WARN_TASKS:
        found.append(finding("LK026", f"{size.tasks} KFP tasks", subject="pipeline.yaml"))
    return found


def _loops_apart(plan: Plan) -> Counter[str]:
    """In how many pipelines each loop is that has pipelines of its own, by what lists its items."""
    steps = (step for part in plan.parts for step in part)
    return Counter(step.variable for step in steps if "share" in step.extras)


def _reachable(plan: Plan, base: TaskGraph, probe: TaskGraph) -> bool:
    """The probe's root values can be given to this pipeline: whatever differs is a parameter."""
    exposed = {p.luigi_name for p in plan.params}
    theirs = probe.nodes[probe.root]
    return all(
        p.name in exposed or (q := theirs.param(p.name)) is None or q.text == p.text
        for p in base.nodes[base.root].params
    )


def _arguments(plan: Plan, graph: TaskGraph) -> dict[str, str]:
    root = graph.nodes[graph.root]
    return {
        p.name: q.text
        for p in plan.params
        if p.luigi_name and (q := root.param(p.luigi_name)) and q.text is not None
    }
