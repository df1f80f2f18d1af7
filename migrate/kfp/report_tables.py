"""The tables of a conversion's report: its tasks and its files."""

from __future__ import annotations

from migrate.findings import Finding
from migrate.kfp.convert import Conversion
from migrate.kfp.plan import Flow, Kind, Mode, Step
from migrate.kfp.resume import PLAN
from migrate.report.model import (
    Cell,
    Row,
    Table,
)

LABELS = {Mode.ARTIFACT: "as artifacts", Mode.WORKSPACE: "on the volume", Mode.IN_PLACE: "in place"}


def tasks_of(conversion: Conversion, findings: tuple[Finding, ...]) -> Table:
    steps = steps_of(conversion)
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


def steps_of(conversion: Conversion) -> dict[str, Step]:
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


def files_of(conversion: Conversion) -> Table:
    rows = tuple(
        Row((Cell(name), Cell(len(content)))) for name, content in sorted(conversion.files.items())
    )
    return Table("Files", ("File", "Bytes"), rows, numeric=frozenset({"Bytes"}))
