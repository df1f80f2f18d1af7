"""Everything a comparison can leave behind, by what the command line asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrate.parity.as_json import to_text
from migrate.parity.model import ParityResult
from migrate.report.write import write_text

#: Rows by key as Arrow batches, each time from the start; with the SAME rows, or without.
KeyRows = Callable[[bool], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Outputs:
    """Files and directories to write, and what is printed.

    ``bigdiffy`` gets BigDiffy's text layout, with column names where ``with_header``; ``every_key``
    puts the keys of equal rows into the Parquet tables too (BigDiffy's layout has them always).
    """

    html: Path | None = None
    junit: Path | None = None
    tables: Path | None = None
    bigdiffy: Path | None = None
    with_header: bool = False
    every_key: bool = False
    as_json: bool = False
    quiet: bool = False


def write_outputs(result: ParityResult, key_rows: KeyRows, outputs: Outputs) -> None:
    """All files are written, each whole or not at all; the summary is on stdout."""
    if outputs.html is not None:
        from migrate.parity.report import html

        write_text(outputs.html, html.render(result))
    if outputs.junit is not None:
        from migrate.parity.report import junit

        write_text(outputs.junit, junit.render(result))
    if outputs.tables is not None:
        from migrate.parity.report.tables import write_tables

        write_tables(result, key_rows(outputs.every_key), outputs.tables)
    if outputs.bigdiffy is not None:
        from migrate.parity.report.text_files import write_bigdiffy

        write_bigdiffy(result, key_rows(True), outputs.bigdiffy, header=outputs.with_header)
    _print(result, outputs)


def _print(result: ParityResult, outputs: Outputs) -> None:
    if outputs.as_json:
        sys.stdout.write(to_text(result))
    elif not outputs.quiet:
        from migrate.parity.report import terminal

        terminal.show(result)
