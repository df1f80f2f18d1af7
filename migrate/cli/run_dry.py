"""``migrate run --dry-run``: every task of a converted pipeline is made, none is run."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bridges.kfp import Canceller
from migrate.cli.run_local import RUNS, LocalRequest, exit_code, result_console, run_parts
from migrate.errors import ExitCode
from migrate.kfp.dry_run import VARIABLE, Family, check_runtime, constants, families

FOLDER = ".dry-run"


def make_only(request: LocalRequest, *, as_json: bool, quiet: bool) -> ExitCode:
    """The table of families is shown; clean when each of their steps could be made."""
    of_component = constants(request.specs)
    check_runtime(request.specs[0].parent)
    folder = _fresh_folder(request)
    # Each step in an interpreter that has imported nothing yet, and never one that ran before.
    alone = replace(
        request,
        run_dir=folder,
        cache=False,
        env={VARIABLE: "1"},
        past_failures=True,
        preload=request.preload or (),
    )
    switch = Canceller()
    results = list(run_parts(alone, folder, switch, quiet=quiet))
    found = families(results, of_component)
    if as_json:
        document = {"run_dir": str(folder), "families": [family.as_dict() for family in found]}
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
    elif not quiet:
        _show(result_console(), found, folder)
    return next((code for r in results if (code := exit_code(r, switch))), ExitCode.CLEAN)


def _fresh_folder(request: LocalRequest) -> Path:
    """The one that was asked for, or the project's own, which is emptied each time."""
    if request.run_dir is not None:
        return request.run_dir.absolute()
    folder = (request.specs[0].parent / RUNS / FOLDER).absolute()
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _show(console: Console, found: Sequence[Family], folder: Path) -> None:
    table = Table("family", "steps", "made", "failed", "not reached", box=None, padding=(0, 2))
    for family in found:
        counts = (family.steps, family.made, len(family.failed), family.unreached)
        table.add_row(family.name, *(str(count or "") for count in counts))
    console.print(table)
    for why in (why for family in found for why in family.failed[:1]):
        console.print(Text(f"\n{why}", style="red"))
    made, steps = sum(family.made for family in found), sum(family.steps for family in found)
    said = f"{made} of {steps} Luigi tasks made in a process of their own, their data bound"
    console.print(Text(f"{said}; none was run ({folder})"))
