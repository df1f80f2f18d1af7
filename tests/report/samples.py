"""Reports for the tests: a small one with everything in it, and a hostile one."""

from __future__ import annotations

from dataclasses import replace

from migrate.codes import finding
from migrate.findings import Location
from migrate.ledger import Entry, Outcome, close
from migrate.report import Cell, Figure, GraphNode, GraphPicture, Proof, Report, Row, Table

HOSTILE = "</script><img src=x onerror=\"document.title='owned'\">\"'&\x1b[31m\u202e"


def sample(days: int = 10) -> Report:
    """A fan-in of ``days`` loads into one report below a wrapper."""
    loads = [f"Load_{day}" for day in range(1, days + 1)]
    tasks = [*loads, "Report_1", "All_1"]
    kinds = {"Report_1": "workspace", "All_1": "wrapper"}
    noted = close(
        [("task", t) for t in tasks],
        [Entry("task", t, Outcome.NOTED if t == "All_1" else Outcome.CONVERTED) for t in tasks],
    )
    hidden = finding(
        "LK004", "opens words.txt", location=Location("report.py", 12, 5), subject="Report_1"
    )
    return Report(
        command="luigi-to-kfp",
        title="All from example",
        version="0.1.0",
        inputs={"repository": "example", "graph.json": "sha256:00"},
        summary=(
            Figure("Tasks", len(tasks)),
            Figure("Graph equality", "proved", detail="12 ids", tone="good"),
        ),
        findings=(
            finding("LK012", "adds no step", location=Location("all.py", 3), subject="All_1"),
            hidden,
            replace(hidden, subject="Load_1", suppressed="the file is in the image"),
        ),
        ledger=noted,
        tables=(
            Table(
                "Tasks",
                ("Task", "Data flow", "Parameters", "Findings"),
                tuple(_row(task, kinds.get(task, "artifact"), i) for i, task in enumerate(tasks)),
                numeric=frozenset({"Parameters"}),
            ),
        ),
        proofs=(Proof("The graphs are equal", True, ("12 ids compared",)),),
        graph=GraphPicture(
            nodes=tuple(
                GraphNode(t, t.replace("_", "(") + ")", kinds.get(t, "artifact"), t, f"#task-{t}")
                for t in tasks
            ),
            edges=(*((load, "Report_1") for load in loads), ("Report_1", "All_1")),
            kinds=("artifact", "workspace", "wrapper"),
        ),
        links=(("pipeline.py", "pipeline.py"),),
    )


def _row(task: str, kind: str, number: int) -> Row:
    cells = (
        Cell(task, detail=("example.py:1",)),
        Cell(kind),
        Cell(number * 7 % 12),
        Cell(None, links=(("LK004", "#LK004"),) if task == "Report_1" else ()),
    )
    return Row(cells, anchor=f"task-{task}")


def hostile() -> Report:
    """Every text that can come from foreign code is an attack."""
    place = Location(HOSTILE, 1)
    bad = f"javascript:{HOSTILE}"
    return Report(
        command="luigi-to-kfp",
        title=HOSTILE,
        version="0.1.0",
        inputs={HOSTILE: HOSTILE},
        summary=(Figure(HOSTILE, HOSTILE, HOSTILE),),
        findings=(finding("LK004", HOSTILE, location=place, subject=HOSTILE, next_step=HOSTILE),),
        ledger=close([(HOSTILE, HOSTILE)], [Entry(HOSTILE, HOSTILE, Outcome.REFUSED, HOSTILE)]),
        tables=(
            Table(
                HOSTILE,
                (HOSTILE,),
                (Row((Cell(HOSTILE, bad, (HOSTILE,), ((HOSTILE, bad),)),), HOSTILE),),
                HOSTILE,
            ),
        ),
        proofs=(Proof(HOSTILE, False, (HOSTILE,)),),
        graph=GraphPicture(
            (GraphNode(HOSTILE, HOSTILE, HOSTILE, HOSTILE, bad), GraphNode("b", "b")),
            ((HOSTILE, "b"),),
            (HOSTILE,),
            HOSTILE,
        ),
        links=((HOSTILE, bad),),
    )
