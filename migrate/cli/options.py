"""Options that every command has, and the reading of ``name=value`` pairs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from migrate.errors import UsageError

JsonOption = Annotated[bool, typer.Option("--json", help="Print the report as JSON.")]
HtmlOption = Annotated[
    Path | None,
    typer.Option("--html", metavar="FILE", help="Write the report as one HTML page."),
]
SarifOption = Annotated[
    Path | None,
    typer.Option("--sarif", metavar="FILE", help="Write the findings as SARIF 2.1.0."),
]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors only; the exit code says the rest.")
]


def parse_pairs(texts: Iterable[str], *, option: str = "--param") -> dict[str, str]:
    """``{name: value}`` of ``name=value`` texts; a value may hold ``=`` and may be empty."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise UsageError(
                f"{text!r} is not name=value", where=option, next_step=f"write {option} name=value"
            )
        if name.strip() in pairs:
            raise UsageError(
                f"{name.strip()!r} is given twice", where=option, next_step="give each name once"
            )
        pairs[name.strip()] = value
    return pairs
