"""The comparison of two graphs as a report: findings, tables, and one picture of both."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from migrate import __version__
from migrate.codes import finding
from migrate.findings import Finding
from migrate.parity.graph.model import (
    Change,
    EdgeResult,
    GraphParity,
    NodeResult,
    Side,
    Source,
    Status,
)
from migrate.parity.graph.picture import picture
from migrate.parity.graph.read import kind_of
from migrate.report.model import Cell, Figure, Proof, Report, Row, Table

_TASK_CODES = {Status.MISSING: "PA100", Status.EXTRA: "PA101"}


def report_of(parity: GraphParity) -> Report:
    """Everything the comparison found; it holds exactly when the graphs are equal."""
    return Report(
        command="parity graph",
        title="The task graphs are equal" if parity.equal else "The task graphs differ",
        version=__version__,
        inputs=_inputs(parity),
        summary=_summary(parity),
        findings=(
            *_task_findings(parity),
            *_edge_findings(parity),
            *_wire_findings(parity),
            *_notes(parity),
        ),
        tables=(_tasks(parity), *_edges(parity), *_wires(parity)),
        proofs=(_proof(parity),),
        graph=picture(parity),
    )


def _inputs(parity: GraphParity) -> Mapping[str, str]:
    found = {}
    for name, side in (("OLD", parity.old), ("NEW", parity.new)):
        found[name] = f"{side.where} ({kind_of(side)})"
        found[f"{name} sha256"] = side.sha256
    return found


def _summary(parity: GraphParity) -> tuple[Figure, ...]:
    figures = []
    for what, singular in (("nodes", "tasks"), ("edges", "edges")):
        counts = parity.counts(what)
        figures.append(Figure(f"equal {singular}", counts[Status.SAME], tone="good"))
        for status in (Status.DIFFERENT, Status.MISSING, Status.EXTRA):
            if status is not Status.DIFFERENT or what == "nodes":
                count = counts[status]
                tone = "bad" if count else "plain"
                figures.append(Figure(f"{status.value} {singular}", count, tone=tone))
    if parity.wires:
        counts = parity.counts("wires")
        other = sum(n for status, n in counts.items() if status is not Status.SAME)
        figures.append(Figure("equal fed inputs", counts[Status.SAME], tone="good"))
        figures.append(Figure("inputs fed otherwise", other, tone="bad" if other else "plain"))
    return tuple(figures)


def _task_findings(parity: GraphParity) -> Iterator[Finding]:
    for node in parity.nodes:
        if node.status in _TASK_CODES:
            lacking = "NEW" if node.status is Status.MISSING else "OLD"
            code = _TASK_CODES[node.status]
            yield finding(code, f"{node.either.label} is not in {lacking}", subject=node.key)
        for change in node.changes:
            code = "PA102" if change.name == "family" else "PA103"
            yield finding(code, said(change), subject=node.key)
    for node in parity.unproved:
        names = ", ".join(node.unknown)
        yield finding("PA106", f"of {node.either.label}: {names}", subject=node.key)


def said(change: Change) -> str:
    """``limit is 100 in NEW, 10 in OLD``."""
    old, new = (_shown(text) for text in (change.old, change.new))
    return f"{change.name} is {new} in NEW, {old} in OLD"


def _shown(text: str | None) -> str:
    return "not given" if text is None else repr(text)


def _edge_findings(parity: GraphParity) -> Iterator[Finding]:
    for edge in parity.edges:
        if edge.status is Status.MISSING:
            yield finding("PA104", f"{_arrow(edge)}{_aside(edge, parity)}", subject=edge.downstream)
        elif edge.status is Status.EXTRA:
            yield finding("PA105", f"{_arrow(edge)}{_aside(edge, parity)}", subject=edge.downstream)


def _arrow(edge: EdgeResult) -> str:
    return f"{edge.upstream} → {edge.downstream}"


def _aside(edge: EdgeResult, parity: GraphParity) -> str:
    alone = {n.key for n in parity.nodes if n.status in _TASK_CODES}
    if {edge.upstream, edge.downstream} & alone:
        return " (its task is only on this side)"
    return " (other edges still give this order)" if edge.implied else ""


def _wire_findings(parity: GraphParity) -> Iterator[Finding]:
    for wire in parity.wires:
        if wire.status is not Status.SAME:
            old, new = (_fed(sources) for sources in (wire.old, wire.new))
            what = f"{wire.input} of {wire.task} is {new} in NEW, {old} in OLD"
            yield finding("PA108", what, subject=wire.task)


def _fed(sources: tuple[Source, ...]) -> str:
    return ", ".join(map(str, sources)) or "not fed by a task"


def _wires(parity: GraphParity) -> tuple[Table, ...]:
    found = [wire for wire in parity.wires if wire.status is not Status.SAME]
    if not found:
        return ()
    rows = tuple(
        Row(
            (
                Cell(wire.task, f"#{anchor(wire.task)}"),
                Cell(wire.input),
                Cell(_fed(wire.old)),
                Cell(_fed(wire.new)),
            )
        )
        for wire in found
    )
    return (Table("Inputs that are fed otherwise", ("Task", "Input", "Old", "New"), rows),)


def _notes(parity: GraphParity) -> Iterator[Finding]:
    for side in (parity.old, parity.new):
        for task in side.dynamic:
            yield finding("PA107", f"{task} in {side.where}", subject=task)


def _tasks(parity: GraphParity) -> Table:
    rows = tuple(_row(node, parity) for node in sorted(parity.nodes, key=_gravest_first))
    return Table("Tasks", ("Task", "Compared", "Old", "New", "Differences"), rows)


def _gravest_first(node: NodeResult) -> tuple[bool, str, str]:
    return (node.status is Status.SAME, node.either.family, node.key)


def _row(node: NodeResult, parity: GraphParity) -> Row:
    covered = "by the task id" if node.asserted else "not proved"
    unknown = [f"{name}: known only at run time, {covered}" for name in node.unknown]
    old, new = (one.label if one else None for one in (node.old, node.new))
    place = (node.old.place,) if node.old and node.old.place else ()
    step = (node.new.id,) if node.new and node.new.id != node.key else ()
    first, *more = [*map(said, node.changes), *unknown] or [""]
    return Row(
        (
            Cell(node.key, detail=place),
            Cell(_word(node, parity)),
            Cell(old),
            Cell(new, detail=step),
            Cell(first, detail=tuple(more)),
        ),
        anchor=anchor(node.key),
    )


def _word(node: NodeResult, parity: GraphParity) -> str:
    open_ = node in parity.unproved and node.status is Status.SAME
    return "not proved" if open_ else node.status.value


def anchor(key: str) -> str:
    """The place of a task's row."""
    return f"task-{key}"


def _edges(parity: GraphParity) -> tuple[Table, ...]:
    found = [edge for edge in parity.edges if edge.status is not Status.SAME]
    if not found:
        return ()
    rows = tuple(
        Row(
            (
                Cell(edge.upstream, f"#{anchor(edge.upstream)}"),
                Cell(edge.downstream, f"#{anchor(edge.downstream)}"),
                Cell(edge.status.value),
                Cell(_aside(edge, parity).strip(" ()")),
            )
        )
        for edge in found
    )
    return (Table("Edges that differ", ("From", "To", "In the new graph", "Note"), rows),)


def _proof(parity: GraphParity) -> Proof:
    pairs = sum(1 for node in parity.nodes if node.old and node.new)
    ids = sum(1 for node in parity.nodes if node.asserted and node.unknown)
    details = [
        f"{_size(parity.old)} against {_size(parity.new)}",
        f"{pairs} tasks were found on both sides",
    ]
    details += [f"{ids} of them are equal by the task id that the step checks"] if ids else []
    details += [*_contracted(parity), *_differences(parity)]
    return Proof("The task graphs are equal", parity.equal, tuple(details))


def _differences(parity: GraphParity) -> Iterator[str]:
    for of, one in (("nodes", "task"), ("edges", "edge"), ("wires", "fed input")):
        for status, count in parity.counts(of).items():
            if count and status is not Status.SAME:
                plural = one if count == 1 else f"{one}s"
                yield f"{count} {plural} {status.value}"
    if parity.unproved:
        yield f"{len(parity.unproved)} cannot be proved equal before a run"


def _contracted(parity: GraphParity) -> Iterator[str]:
    for name, side in (("OLD", parity.old), ("NEW", parity.new)):
        if side.contracted:
            yield f"plain wrappers and helper steps of {name}, contracted: {len(side.contracted)}"


def _size(side: Side) -> str:
    return f"{len(side.nodes)} tasks and {len(side.edges)} edges"
