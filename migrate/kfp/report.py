"""The report of a conversion: what every task became, why, and the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from bridges.luigi import step_sha256
from migrate import __version__
from migrate.findings import Finding
from migrate.kfp.convert import Conversion
from migrate.kfp.names import display_name, telling_parameters
from migrate.kfp.plan import Flow, Kind, Mode, Step
from migrate.kfp.proof import Proof as GraphProof
from migrate.kfp.resume import PLAN
from migrate.kfp.size import LIMIT_BYTES
from migrate.luigi.graph import Node
from migrate.report.model import (
    Cell,
    Figure,
    GraphNode,
    GraphPicture,
    Proof,
    Report,
    Row,
    Table,
)

SHOWN_DIFFERENCES = 50


def report_of(conversion: Conversion, findings: Iterable[Finding]) -> Report:
    """The command-neutral report; ``findings`` are the plan's after suppression."""
    found = tuple(findings)
    return Report(
        command="luigi-to-kfp",
        title=f"{conversion.plan.title} as a Kubeflow pipeline",
        version=__version__,
        inputs=_inputs(conversion),
        summary=_summary(conversion),
        findings=found,
        ledger=conversion.plan.ledger,
        tables=(_tasks(conversion, found), _files(conversion)),
        proofs=(*map(_graph_proof, conversion.verified.proofs), _check_proof(conversion)),
        graph=_picture(conversion),
    )


def _inputs(conversion: Conversion) -> Mapping[str, str]:
    graph = conversion.graph
    given = " ".join(f"{k}={v}" for k, v in sorted(graph.root_params.items())) or "none"
    return {
        "module": graph.module,
        "root task": graph.root,
        "parameters given": given,
        "captured by": f"Luigi {graph.luigi} on Python {graph.python}",
        "requirements": conversion.image.requirements.source,
        "step runtime sha256": step_sha256(),
    }


def _summary(conversion: Conversion) -> tuple[Figure, ...]:
    steps = conversion.plan.luigi_steps
    modes = Counter(step.flow.mode for step in steps if step.flow)
    helpers = len(conversion.plan.steps) - len(steps)
    share = conversion.verified.size.argo_bytes / LIMIT_BYTES
    return (
        Figure("Luigi tasks", len(conversion.graph.nodes)),
        Figure("KFP steps", len(steps), _and_helpers(helpers)),
        Figure("components", len(conversion.plan.components)),
        *(
            Figure(LABELS[mode], count)
            for mode, count in sorted(modes.items(), key=lambda m: m[0].value)
        ),
        *_pipelines(conversion),
        Figure("pipeline parameters", len(conversion.binding.exposed), _frozen(conversion)),
        Figure(
            "Argo size",
            f"{conversion.verified.size.argo_bytes / 1024:.0f} KiB",
            f"{share:.0%} of the limit, estimated",
            "warning" if conversion.verified.size.near_limit else "plain",
        ),
    )


def _pipelines(conversion: Conversion) -> tuple[Figure, ...]:
    parts = len(conversion.plan.parts)
    return (Figure("pipelines", parts, "one after the other, on one volume"),) if parts else ()


def _and_helpers(count: int) -> str:
    return f"and {count} helper step{'s' * (count > 1)}" if count else ""


LABELS = {Mode.ARTIFACT: "as artifacts", Mode.WORKSPACE: "on the volume", Mode.IN_PLACE: "in place"}


def _frozen(conversion: Conversion) -> str:
    count = len(conversion.binding.frozen)
    return f"{count} frozen, written out" if count else ""


def _tasks(conversion: Conversion, findings: tuple[Finding, ...]) -> Table:
    steps = _steps(conversion)
    by_subject: dict[str, set[str]] = {}
    for finding in findings:
        by_subject.setdefault(finding.subject, set()).add(finding.code)
    rows = []
    for task_id, node in sorted(conversion.graph.nodes.items()):
        codes = sorted(by_subject.get(task_id, set()) | by_subject.get(node.family, set()))
        rows.append(_row(task_id, node.family, steps.get(task_id), conversion, codes))
    return Table(
        "Tasks", ("Task", "Family", "Becomes", "Data", "Evidence", "Findings"), tuple(rows)
    )


def _steps(conversion: Conversion) -> dict[str, Step]:
    """The step of each task; the tasks of a loop have one together."""
    steps = {step.key: step for step in conversion.plan.steps}
    kept = conversion.stands_for.items()
    return {task_id: steps[key] for task_id, key in kept if key in steps}


def _row(
    task_id: str, family: str, step: Step | None, conversion: Conversion, codes: list[str]
) -> Row:
    flow = conversion.flows[task_id]
    cls = conversion.graph.classes.get(conversion.graph.nodes[task_id].class_key)
    source = (f"{cls.path}:{cls.line}",) if cls and cls.path else ()
    data = LABELS[flow.mode] if step else "no step"
    links = tuple((code, f"#{code}") for code in codes)
    return Row(
        (
            Cell(task_id, detail=source),
            Cell(family),
            Cell(step.variable if step else "nothing", detail=_settings(step)),
            Cell(data),
            Cell(
                _first(flow) if step else "its edges are kept", detail=_others(flow) if step else ()
            ),
            Cell("", links=links),
        ),
        anchor=anchor(task_id),
    )


def anchor(task_id: str) -> str:
    """The place of a task's row."""
    return f"task-{task_id}"


KINDS = {
    Kind.TASK: "step",
    Kind.EXTERNAL: "existence check",
    Kind.WRAPPER: "step of a WrapperTask with own work",
}


def _settings(step: Step | None) -> tuple[str, ...]:
    if step is None:
        return ("a plain WrapperTask",)
    policy = step.policy
    said = [
        (bool(step.loop), "in a loop"),
        (policy.retries > 0, f"{policy.retries} retries"),
        (policy.timeout > 0, f"{policy.timeout} s timeout"),
    ]
    said += [
        (policy.caching, "runs again when its inputs change, by KFP's cache, not when it is gone"),
        (any(i.producer == PLAN for i in step.inputs), "runs when Luigi would, by the plan"),
        (not policy.caching, "never cached"),
        (policy.secret, "gets the secret"),
    ]
    return (KINDS[step.kind], *(text for wanted, text in said if wanted))


def _first(flow: Flow) -> str:
    return str(flow.reasons[0]) if flow.reasons else ""


def _others(flow: Flow) -> tuple[str, ...]:
    return tuple(str(reason) for reason in flow.reasons[1:])


def _files(conversion: Conversion) -> Table:
    rows = tuple(
        Row((Cell(name), Cell(len(content)))) for name, content in sorted(conversion.files.items())
    )
    return Table("Files", ("File", "Bytes"), rows, numeric=frozenset({"Bytes"}))


def _graph_proof(proof: GraphProof) -> Proof:
    at = ", ".join(f"{k}={v}" for k, v in proof.arguments.items()) or "the captured values"
    details = [
        f"{proof.tasks} tasks, {proof.edges} edges, {proof.wires} artifact inputs compared",
        f"{proof.recomputed} task ids recomputed from the compiled YAML by Luigi's formula",
    ]
    if proof.claimed:
        some = ", ".join(proof.claimed[:5])
        details.append(f"{len(proof.claimed)} ids are asserted by the step when it runs: {some}")
    if proof.dynamic:
        details.append(
            f"dynamic, so only their static part is compared: {', '.join(proof.dynamic[:10])}"
        )
    differences = proof.differences
    details += differences[:SHOWN_DIFFERENCES]
    if len(differences) > SHOWN_DIFFERENCES:
        details.append(f"… and {len(differences) - SHOWN_DIFFERENCES} more differences")
    return Proof(f"The compiled graph equals Luigi's own at {at}", proof.holds, tuple(details))


def _check_proof(conversion: Conversion) -> Proof:
    """One line per check that found nothing, one per problem of the others."""
    details = [
        line
        for name, problems in conversion.verified.checks.items()
        for line in ([f"{name}: {p}" for p in problems] or [f"{name}: nothing found"])
    ]
    sound = not any(conversion.verified.checks.values())
    return Proof("The compiled YAML passes its checks", sound, tuple(details))


def _picture(conversion: Conversion) -> GraphPicture:
    """Luigi's graph with the wrappers still in it; the colour says what became of each task."""
    steps = _steps(conversion)
    telling = telling_parameters(conversion.graph.nodes.values())
    nodes = []
    for task_id, node in sorted(conversion.graph.nodes.items()):
        kind = _picture_kind(conversion.flows[task_id], node.kind, task_id in steps)
        label = _label(node, telling[node.family])
        nodes.append(GraphNode(task_id, label, kind, display_name(node), f"#{anchor(task_id)}"))
    kinds = tuple(k for k in PICTURE_KINDS if any(n.kind == k for n in nodes))
    return GraphPicture(tuple(nodes), tuple(sorted(conversion.graph.edges)), kinds)


def _label(node: Node, telling: tuple[str, ...]) -> str:
    """The class name, and what tells this task from the others of its family."""
    values = [p.text for name in telling[:2] if (p := node.param(name)) and p.text]
    return f"{node.class_name}({', '.join(values)})" if values else node.class_name


PICTURE_KINDS = (*LABELS.values(), "external", "no step")


def _picture_kind(flow: Flow, kind: str, is_step: bool) -> str:
    if not is_step:
        return "no step"
    return "external" if kind == "external" else LABELS[flow.mode]
