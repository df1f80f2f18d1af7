"""What is said of a finished extraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from migrate.findings import Finding
from migrate.report.lines import line


def show(
    manifest: Mapping[str, Any], destination: str, findings: Sequence[Finding], seconds: float
) -> None:
    """Print a table of the features, and what was not extracted."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table(show_header=False, box=None, pad_edge=False)
    for label, value in _lines(manifest, destination, seconds):
        table.add_row(Text(label), Text(value))
    console.print(table)
    for found in findings:
        line(console, f"{found.code} {found.location}: {found.message}")


def _lines(manifest: Mapping[str, Any], destination: str, seconds: float) -> list[tuple[str, str]]:
    rows = manifest["rows"]
    lines = [
        ("source", f"{manifest['source']['format']}, {manifest['source']['path']}"),
        ("destination", f"{destination}: {manifest['features']}"),
        ("columns", f"{len(manifest['names']):,}"),
        ("rows", f"{rows:,} ({rows / max(seconds, 1e-9):,.0f}/s)"),
    ]
    rejections = manifest["rejections"]
    shown = ", ".join(f"{name} {count:,}" for name, count in rejections.items())
    lines.append(("rejections", shown or "none"))
    if manifest["refused"]:
        lines.append(("left out", ", ".join(manifest["refused"])))
    return lines
