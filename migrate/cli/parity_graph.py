"""``migrate parity graph``: whether two task graphs are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import (
    DebugOption,
    HtmlOption,
    JsonOption,
    QuietOption,
    SarifOption,
    parse_pairs,
)
from migrate.errors import ExitCode


def graph(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="graph.json or pipeline.yaml.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="graph.json or pipeline.yaml.")],
    param: Annotated[
        list[str] | None,
        typer.Option("--param", metavar="NAME=VALUE", help="Value of a pipeline parameter."),
    ] = None,
    json_: JsonOption = False,
    html: HtmlOption = None,
    sarif: SarifOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Compare task graphs: Luigi's graph.json against a compiled pipeline, or two of a kind.

    Exit code 0: equal. 3: tasks, their families or significant parameters, or edges differ.
    """
    from migrate.parity.graph.command import Request, run

    params = parse_pairs(param or ())
    return run(Request(old, new, params, html, sarif, json_, quiet))
