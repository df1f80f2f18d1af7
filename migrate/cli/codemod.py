"""``migrate codemod``: rewrites old Luigi sources; a dry run unless told to write."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from migrate.cli.options import DebugOption, QuietOption
from migrate.errors import BadInput, ExitCode


def codemod(
    paths: Annotated[list[Path], typer.Argument(help="Files or directories.", metavar="PATH…")],
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="NAME", help="Only this rule; may be given again."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Change the files.")] = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Show, or with --write make, the rewrites that old Luigi sources need.

    Files that are not Python 3 are left alone and named. Exit code 1 when something needs a person.
    """
    from codemods.rules import RULES
    from migrate.codemod import rewrite_tree, show

    known = {r.name: r for r in RULES}
    for name in rule or ():
        if name not in known:
            raise BadInput(
                f"unknown rule {name!r}", where="--rule", next_step=f"one of {', '.join(known)}"
            )
    chosen = [known[name] for name in rule or known]
    results = rewrite_tree(paths, chosen, write=write)
    if not quiet:
        typer.echo(show(results, write=write))
    return ExitCode.FINDINGS if any(r.needs_person for r in results) else ExitCode.CLEAN
