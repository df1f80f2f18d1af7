"""The assessment as a report: figures, tasks in order, configuration, ways in, class graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from migrate import __version__
from migrate.assess.assess import Assessment, TaskView
from migrate.assess.difficulty import Difficulty
from migrate.assess.order import without_cycles
from migrate.assess.rules.starts import entries
from migrate.ledger import Outcome
from migrate.report.model import Cell, Figure, GraphNode, GraphPicture, Report, Row, Table

DRAWN = 400
"""Most task classes that are drawn; of more, those with an edge."""
_NOTE = (
    "Wave by wave: what others need comes first, the easy before the hard. Edges are estimated "
    "from the text of requires(); a capture has the real ones."
)


def report_of(assessment: Assessment) -> Report:
    """The command-neutral report."""
    return Report(
        command="assess",
        title=assessment.root.name,
        version=__version__,
        inputs=_inputs(assessment),
        summary=_summary(assessment),
        findings=assessment.findings,
        ledger=assessment.ledger,
        tables=tuple(t for t in _tables(assessment) if t.rows),
        graph=_picture(assessment),
    )


def _inputs(assessment: Assessment) -> dict[str, str]:
    reading = assessment.inventory.reading
    return {
        "repository": assessment.root.name,
        "files looked at": str(reading.files),
        "Python files read": str(len(reading.modules)),
        "Python files not read": str(len(reading.lost)),
        "lines of Python": str(sum(m.lines for m in reading.modules)),
        "tests": "included" if assessment.inventory.include_tests else "counted, not assessed",
    }


def _summary(assessment: Assessment) -> tuple[Figure, ...]:
    reading = assessment.inventory.reading
    grades = Counter(view.grade.difficulty for view in assessment.tasks)
    ends = Counter(view.outcome for view in assessment.tasks)
    lost = len(reading.lost)
    python2 = sum(bool(m.rewrites) for m in reading.modules)
    return (
        Figure("Task classes", len(assessment.tasks), _ends(ends)),
        *(Figure(f"Class {d.name}", grades[d], d.value.split(":")[0]) for d in Difficulty),
        Figure("Edges", len(assessment.static), _dynamic(len(assessment.dynamic))),
        Figure(
            "Python files",
            len(reading.modules),
            f"{python2} of them Python 2" if python2 else "",
        ),
        Figure("Not read", lost, "see the findings PY…" if lost else "", "bad" if lost else "good"),
    )


def _ends(ends: Counter[Outcome]) -> str:
    return ", ".join(f"{ends[o]} {o.value}" for o in Outcome if ends[o])


def _dynamic(count: int) -> str:
    return f"estimated; and {count} dynamic" if count else "estimated"


def _tables(assessment: Assessment) -> Iterable[Table]:
    yield _tasks(assessment)
    yield _difficulties(assessment)
    yield _starts(assessment)
    yield _configuration(assessment)
    yield _lost(assessment)


def _tasks(assessment: Assessment) -> Table:
    names = {view.key: view.cls.name for view in assessment.tasks}
    rows = tuple(_row(view, names) for view in assessment.tasks)
    columns = ("Task", "Wave", "Class", "Outcome", "Requires", "Parameters", "Findings")
    return Table("Tasks", columns, rows, note=_NOTE, numeric=frozenset({"Wave", "Parameters"}))


def _row(view: TaskView, names: dict[str, str]) -> Row:
    base = ", ".join(view.cls.resolved.cls.bases) or "object"
    return Row(
        (
            Cell(view.cls.name, detail=(f"{view.cls.path}:{view.cls.line}", f"is a {base}")),
            Cell(view.wave),
            Cell(view.grade.difficulty.name, detail=view.grade.reasons),
            Cell(view.outcome.value),
            Cell(_few([names[key] for key in view.upstream if key in names])),
            Cell(len(view.params), detail=(_few(view.params),) if view.params else ()),
            Cell("", links=tuple((code, f"#{code}") for code in view.codes)),
        ),
        anchor=anchor(view.key),
    )


def anchor(key: str) -> str:
    """The place of a task's row."""
    return f"task-{key}"


def _few(names: Iterable[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:6]) + (f" and {len(listed) - 6} more" if len(listed) > 6 else "")


def _difficulties(assessment: Assessment) -> Table:
    grades = Counter(view.grade.difficulty for view in assessment.tasks)
    rows = tuple(Row((Cell(d.name), Cell(grades[d]), Cell(d.value))) for d in Difficulty)
    return Table(
        "Classes of difficulty", ("Class", "Tasks", "Meaning"), rows, numeric=frozenset({"Tasks"})
    )


def _starts(assessment: Assessment) -> Table:
    inventory = assessment.inventory
    modules = {m.path: m for m in inventory.reading.modules}
    rows = []
    for entry in entries(inventory):
        module = modules.get(entry.path)
        roots = [r for r in entry.roots if module is None or inventory.task(r, module)]
        shown = _few(r.rpartition(".")[2] for r in roots)
        place = f"{entry.path}:{entry.line}"
        rows.append(Row((Cell(place), Cell(entry.way), Cell(shown), Cell(" ".join(entry.flags)))))
    return Table("Ways in", ("Place", "Way", "Tasks", "Flags"), tuple(rows))


def _configuration(assessment: Assessment) -> Table:
    judged = {
        (u.subject, u.detail): u for u in assessment.uses if u.kind == "configuration section"
    }
    rows = []
    for file in assessment.inventory.configs:
        for section in file.sections:
            use = judged.get((file.path, section.name))
            options = _few(o.name + (" (secret)" if o.secret else "") for o in section.options)
            rows.append(
                Row(
                    (
                        Cell(f"[{section.name}]", detail=(f"{file.path}:{section.line}",)),
                        Cell(use.outcome.value if use else "ignored"),
                        Cell(options),
                        Cell("", links=((use.code, f"#{use.code}"),) if use and use.code else ()),
                    )
                )
            )
    return Table("Configuration", ("Section", "Outcome", "Options", "Finding"), tuple(rows))


def _lost(assessment: Assessment) -> Table:
    rows = tuple(
        Row(
            (
                Cell(f"{f.path}:{f.line}" if f.line else f.path),
                Cell(f.reason),
                Cell(_few(name for name, _ in f.classes)),
            )
        )
        for f in assessment.inventory.reading.lost
    )
    return Table("Files that could not be read", ("File", "Why", "Classes seen in it"), rows)


def _picture(assessment: Assessment) -> GraphPicture | None:
    """Task classes by difficulty; classes that require each other are drawn without that edge."""
    edges = assessment.static | assessment.dynamic
    views = list(assessment.tasks)
    if len(views) > DRAWN:
        touched = {key for edge in edges for key in edge}
        views = [v for v in views if v.key in touched][:DRAWN]
    keys = {v.key for v in views}
    inside = {e for e in edges if e[0] in keys and e[1] in keys}
    nodes = tuple(
        GraphNode(
            v.key,
            v.cls.name.split(" (")[0],
            _label(v.grade.difficulty),
            _tooltip(v),
            f"#{anchor(v.key)}",
        )
        for v in sorted(views, key=lambda v: v.key)
    )
    kinds = tuple(map(_label, Difficulty))
    if not nodes:
        return None
    drawn = tuple(sorted(without_cycles(keys, inside)))
    return GraphPicture(nodes, drawn, kinds, title="Class graph, estimated")


def _label(difficulty: Difficulty) -> str:
    """The letter and the word for it."""
    return f"{difficulty.name} {difficulty.value.split(':')[0]}"


def _tooltip(view: TaskView) -> str:
    return f"{view.cls.name} ({view.cls.path}:{view.cls.line}): {'; '.join(view.grade.reasons)}"
