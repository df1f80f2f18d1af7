"""The command behind ``migrate parity graph``: read both, compare, report."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from migrate.errors import BadInput, ExitCode, UsageError
from migrate.parity.graph import as_json
from migrate.parity.graph.compare import compare_graphs
from migrate.parity.graph.model import Kind, Side
from migrate.parity.graph.read import read_sides
from migrate.parity.graph.report import report_of
from migrate.report import html, sarif, terminal
from migrate.report.write import write_text


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asked for."""

    old: Path
    new: Path
    params: Mapping[str, str]
    html: Path | None = None
    sarif: Path | None = None
    as_json: bool = False
    quiet: bool = False


def run(request: Request) -> ExitCode:
    """Exit code 0 when the graphs are equal, 3 when they are not."""
    sides = _sides(request)
    parity = compare_graphs(*sides)
    report = report_of(parity)
    if request.html is not None:
        write_text(request.html, html.render(report))
    if request.sarif is not None:
        write_text(request.sarif, sarif.render(report))
    if request.as_json:
        sys.stdout.write(as_json.to_text(parity))
    elif not request.quiet:
        terminal.show(report)
    return report.exit_code


def _sides(request: Request) -> tuple[Side, Side]:
    """Each pipeline gets the values of its own parameters; a value that none has is an error."""
    old, new = read_sides(request.old, request.new, request.params)
    unused = sorted(set(request.params) - {*old.parameters, *new.parameters})
    if unused and old.kind is new.kind is Kind.LUIGI:
        raise UsageError(
            "--param is for compiled pipelines, and both are graphs captured from Luigi",
            next_step="leave it out: a graph was captured with its own values",
        )
    if unused:
        known = ", ".join(sorted({*old.parameters, *new.parameters})) or "none"
        raise BadInput(
            f"no pipeline here has a parameter {unused[0]}",
            where="--param",
            next_step=f"they have: {known}",
        )
    return old, new
