"""The comparison for a terminal; plain text where the output is not one."""

from __future__ import annotations

import sys
from typing import IO, Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from migrate.parity.model import UNEXPLAINED, AlignmentMode, ParityResult, RowClass
from migrate.parity.report import views, words
from migrate.parity.report.numbers import count, number, share
from migrate.report.lines import line, printable

#: How many fields, causes and checks are listed; the files list all.
SHOWN: Final = 15

_STYLES: Final = {
    RowClass.SAME: "green",
    RowClass.WITHIN_TOLERANCE: "cyan",
    RowClass.DIFFERENT: "bold red",
}


def show(result: ParityResult, file: IO[str] | None = None) -> None:
    """The summary is on ``file`` (stdout); NO_COLOR and pipes get plain text."""
    console = Console(file=file or sys.stdout, highlight=False, markup=False, soft_wrap=True)
    line(console, f"parity: {result.left.source} → {result.right.source}", "bold")
    line(console, f"  {words.alignment_line(result)}", "dim")
    if result.alignment.mode is not AlignmentMode.DISTRIBUTION:
        _rows(console, result)
    _fields(console, result)
    _distributions(console, result)
    _causes(console, result)
    _notes(console, result)
    _verdict(console, result)


def _rows(console: Console, result: ParityResult) -> None:
    total = sum(result.rows.of(each) for each in RowClass)
    for each, name in words.ROW_CLASSES.items():
        n = result.rows.of(each)
        if n or each in (RowClass.SAME, RowClass.DIFFERENT):
            style = _STYLES.get(each, "yellow") if n else ""
            line(console, f"  {name}: {count(n)} rows  ({share(n, total)})", style)


def _fields(console: Console, result: ParityResult) -> None:
    fields = views.fields(result)
    found = [v for v in fields if v.status != "same"]
    if found:
        line(console, "")
        line(console, "fields that are not the same", "bold")
    wide = max((len(count(v.field.different)) for v in found[:SHOWN]), default=0)
    for view in found[:SHOWN]:
        n = f"{count(view.field.different):>{wide}}"
        style = "" if view.field.different else "cyan"
        line(console, f"  {n}  {view.share:>8}  {_said(view)}", style)
    _more(console, len(found), "fields")
    if fields:
        same = len(fields) - len(found)
        line(console, f"{count(same)} of {count(len(fields))} fields are the same")


def _said(view: views.FieldView) -> str:
    """``score (numeric): float64 became float32 +2; largest delta 2``."""
    tolerated = view.field.within_tolerance
    parts = (
        "no pair of values to compare" if view.status == "uncompared" else "",
        view.cause,
        f"largest delta {view.largest_said}" if view.largest_said else "",
        f"{count(tolerated)} within tolerance" if tolerated else "",
    )
    said = "; ".join(filter(None, parts))
    name = f"{view.field.name} ({view.field.kind.value})"
    return f"{name}: {said}" if said else name


def _distributions(console: Console, result: ParityResult) -> None:
    found = views.distributions(result)
    if not found:
        return
    table = _table("distribution")
    for name in ("PSI", "JS", "L∞", "KS"):
        table.add_column(printable(name, console.encoding), justify="right")
    for view in found[:SHOWN]:
        d = view.distribution
        numbers = (d.psi, d.js, d.linf, d.ks)
        cells = (d.name, *("-" if n is None else number(n) for n in numbers))
        table.add_row(*(Text(printable(c, console.encoding)) for c in cells))
    line(console, "")
    console.print(table, soft_wrap=False)
    _more(console, len(found), "columns")


def _causes(console: Console, result: ParityResult) -> None:
    found = views.causes(result)
    if not found:
        return
    line(console, "")
    known, total = words.explained(result)
    line(console, f"{share(known, total)} of the differing values are explained", "bold")
    for cause in found[:SHOWN]:
        names = ", ".join(name for name, *_ in cause.fields[:4])
        more = f" and {len(cause.fields) - 4} more" if len(cause.fields) > 4 else ""
        said = f"  {cause.title}: {count(cause.count)}  ({cause.share}) in {names}{more}"
        line(console, said, "yellow" if cause.key == UNEXPLAINED else "")
    _more(console, len(found), "causes")


def _notes(console: Console, result: ParityResult) -> None:
    if not result.notes:
        return
    line(console, "")
    for note in result.notes[:SHOWN]:
        line(console, f"note {note.code} {note.message}", "cyan")
    _more(console, len(result.notes), "notes")


def _verdict(console: Console, result: ParityResult) -> None:
    failed = [check for check in result.verdict.checks if not check.passed]
    if failed:
        line(console, "")
    for check in failed[:SHOWN]:
        name = f"{check.name} {check.field}".strip()
        line(console, f"DOES NOT HOLD: {name}: {words.check_line(check)}", "bold red")
    _more(console, len(failed), "checks")
    tone = "bold green" if result.verdict.passed else "bold red"
    line(console, words.headline(result), tone)


def _table(*columns: str) -> Table:
    return Table(*columns, box=None, title_justify="left", padding=(0, 2))


def _more(console: Console, number_of: int, what: str) -> None:
    if number_of > SHOWN:
        line(console, f"  ... and {count(number_of - SHOWN)} more {what}", "dim")
