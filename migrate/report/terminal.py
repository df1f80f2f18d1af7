"""The report for a terminal; plain text, a line for each thing, where the output is not one."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import IO

from rich.console import Console
from rich.table import Table as RichTable

from migrate.codes import catalogue
from migrate.findings import Finding, Severity
from migrate.ledger import Ledger, Outcome
from migrate.report.lines import line, printable
from migrate.report.model import Figure, Proof, Report, Verdict

SHOWN = 5
"""How many findings of one code are listed; the files list all."""

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_TONE = {"good": "green", "warning": "yellow", "bad": "bold red"}
_VERDICT = {
    Verdict.PROOF_FAILED: "bold red",
    Verdict.ERRORS: "bold red",
    Verdict.NEEDS_PERSON: "yellow",
    Verdict.CLEAN: "bold green",
}


def show(report: Report, file: IO[str] | None = None) -> None:
    """The report is on ``file`` (stdout); NO_COLOR and pipes get plain text."""
    console = Console(file=file or sys.stdout, highlight=False, markup=False, soft_wrap=True)
    line(console, f"{report.command}: {report.title}", "bold")
    for figure in report.summary:
        _figure(console, figure)
    _findings(console, report)
    if report.ledger:
        _ledger(console, report.ledger)
    for proof in report.proofs:
        _proof(console, proof)
    for label, href in report.links:
        line(console, f"{label}: {href}")
    line(console, report.verdict.value, _VERDICT[report.verdict])


def _figure(console: Console, figure: Figure) -> None:
    detail = f"  ({figure.detail})" if figure.detail else ""
    line(console, f"  {figure.label}: {figure.value}{detail}", _TONE.get(figure.tone, ""))


def _findings(console: Console, report: Report) -> None:
    groups: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for finding in report.active:
        groups[finding.severity, finding.code].append(finding)
    for (severity, code), found in groups.items():
        entry = catalogue().get(code)
        title = entry.title if entry else ""
        line(console, "")
        line(console, f"{severity.value} {code} {title} ({len(found)})", _STYLE[severity])
        _group(console, found)
    if report.suppressed:
        line(console, "")
        line(console, f"{len(report.suppressed)} suppressed")


def _group(console: Console, found: list[Finding]) -> None:
    for finding in found[:SHOWN]:
        where = ", ".join(filter(None, (finding.subject, str(finding.location))))
        line(console, f"  {where}: {finding.message}" if where else f"  {finding.message}")
    if len(found) > SHOWN:
        line(console, f"  ... and {len(found) - SHOWN} more", "dim")
    for step in dict.fromkeys(f.next_step for f in found[:SHOWN] if f.next_step):
        line(console, f"  next: {step}", "dim")


def _ledger(console: Console, ledger: Ledger) -> None:
    table = RichTable(box=None, padding=(0, 2, 0, 0))
    table.add_column("construct", no_wrap=True)
    for outcome in Outcome:
        table.add_column(outcome.value, justify="right")
    table.add_column("sum", justify="right")
    for kind, counts in ledger.counts().items():
        row = [str(n) if n else "-" for n in counts.values()]
        table.add_row(printable(kind, console.encoding), *row, str(sum(counts.values())))
    line(console, "")
    console.print(table, soft_wrap=False)


def _proof(console: Console, proof: Proof) -> None:
    mark, style = ("holds", "green") if proof.ok else ("DOES NOT HOLD", "bold red")
    line(console, "")
    line(console, f"{mark}: {proof.title}", style)
    for detail in proof.details:
        line(console, f"  {detail}")
