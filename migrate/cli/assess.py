"""``migrate assess``: what a Luigi repository holds and what its conversion would meet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import DebugOption, HtmlOption, JsonOption, QuietOption, SarifOption
from migrate.errors import ExitCode


def assess(
    repo: Annotated[Path, typer.Argument(help="The Luigi repository.", metavar="REPO")],
    include_tests: Annotated[
        bool, typer.Option("--include-tests", help="Assess tasks in test files too.")
    ] = False,
    workers: Annotated[
        int,
        typer.Option("--workers", metavar="N", min=0, help="Processes that read; 0: one per core."),
    ] = 0,
    json_: JsonOption = False,
    html: HtmlOption = None,
    sarif: SarifOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Read a repository and say what converting it would meet; nothing of it is imported or run.

    Every class, parameter, target, configuration section and way to start it ends in the ledger.
    """
    from migrate.assess.command import Request, run

    return run(Request(repo.resolve(), include_tests, workers, json_, html, sarif, quiet))
