"""``migrate codemod``: rewrites old Luigi sources; a dry run unless told to write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from migrate.cli.options import DebugOption, JsonOption, QuietOption
from migrate.errors import BadInput, ExitCode

if TYPE_CHECKING:
    from codemods.engine import Rule


def codemod(
    paths: Annotated[list[Path], typer.Argument(help="Files or directories.", metavar="PATH")],
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", metavar="NAME", help="Only this rule; may be given again."),
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Change the files.")] = False,
    json_: JsonOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,  # noqa: ARG001  read by main, which prints the traceback
) -> ExitCode:
    """Show, or with --write make, the rewrites that old Luigi sources need.

    Files that are not Python 3 are left alone and named. Exit code 1 when something needs a person.
    """
    from migrate.codemod.as_json import to_text
    from migrate.codemod.progress import watched
    from migrate.codemod.rewrite import rewrite_files, sources
    from migrate.codemod.show import show

    rules = _rules(rule)
    files = sources(paths)
    with watched(len(files), quiet=quiet or json_) as told:
        results = rewrite_files(files, rules, write=write, told=told)
    if json_:
        typer.echo(to_text(results, rules, write=write), nl=False)
    elif not quiet:
        typer.echo(show(results, write=write))
    return ExitCode.FINDINGS if any(r.needs_person for r in results) else ExitCode.CLEAN


def _rules(names: list[str] | None) -> list[Rule]:
    """Those that are named, in that order, or all of them."""
    from codemods.rules import RULES

    known = {rule.name: rule for rule in RULES}
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise BadInput(
            f"unknown rule {unknown[0]!r}",
            where="--rule",
            next_step=f"one of {', '.join(known)}",
        )
    return [known[name] for name in names or known]
