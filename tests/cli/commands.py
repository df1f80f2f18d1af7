"""Commands that end in every way a command can end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import DebugOption, HtmlOption, JsonOption, QuietOption, SarifOption
from migrate.errors import BadInput, ExitCode, ProofFailed, RunFailed, UsageError


def end(
    how: Annotated[str, typer.Argument(help="The way to end.")],
    times: Annotated[int, typer.Option(help="How often.")] = 1,
    html: HtmlOption = None,
    sarif: SarifOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> ExitCode | None:
    """End in the way that is asked for."""
    match how:
        case "well":
            return None
        case "findings":
            return ExitCode.FINDINGS
        case "input":
            raise BadInput("it is not a repository", where="x/y", next_step="name another")
        case "proof":
            raise ProofFailed("edges differ")
        case "run":
            raise RunFailed("step b failed")
        case "usage":
            raise UsageError("--a and --b exclude each other")
        case "bug":
            raise ZeroDivisionError("division\nby zero")
        case "interrupt":
            raise KeyboardInterrupt
        case "talk":
            for number in range(100_000):
                print("line", number)
        case "options":
            print(html == Path("a.html"), sarif, json, quiet, debug, times)
    return None
