"""The tasks on a terminal, wave by wave."""

from __future__ import annotations

from typing import IO

from rich.console import Console
from rich.table import Table

from migrate.assess.assess import Assessment
from migrate.assess.difficulty import Difficulty
from migrate.ledger import Outcome
from migrate.report.lines import printable

SHOWN = 40
"""Tasks that are listed; the JSON and HTML list all."""
_STYLE = {
    Difficulty.A: "green",
    Difficulty.B: "green",
    Difficulty.C: "yellow",
    Difficulty.D: "yellow",
    Difficulty.E: "red",
}
_OUTCOME = {Outcome.REFUSED: "red", Outcome.STUBBED: "yellow"}


def show_tasks(assessment: Assessment, file: IO[str]) -> None:
    """The first tasks to move, each with its class and the gravest reason."""
    console = Console(file=file, highlight=False, markup=False)
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column, right in (("wave", True), ("class", False), ("task", False), ("outcome", False)):
        table.add_column(column, justify="right" if right else "left", no_wrap=column != "task")
    table.add_column("why")
    for view in assessment.tasks[:SHOWN]:
        table.add_row(
            str(view.wave),
            f"{view.grade.difficulty.name}",
            printable(view.cls.name, console.encoding),
            view.outcome.value,
            printable(view.grade.reasons[0], console.encoding),
            style=_OUTCOME.get(view.outcome) or _STYLE[view.grade.difficulty],
        )
    if assessment.tasks:
        console.print(table)
    more = len(assessment.tasks) - SHOWN
    if more > 0:
        console.print(f"  ... and {more} more tasks", style="dim")
    if assessment.tasks:
        console.print()
