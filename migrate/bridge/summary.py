"""What is said of a finished conversion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text


def in_words(size: int) -> str:
    """``12.3 MB``: the unit that leaves the fewest digits."""
    amount = float(size)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def show(manifest: Mapping[str, Any], destination: str, seconds: float) -> None:
    """Print a table of the data set, and of what was lost on the way to it."""
    console = Console(highlight=False, soft_wrap=True)
    table = Table(show_header=False, box=None, pad_edge=False)
    for label, value in _lines(manifest, destination, seconds):
        table.add_row(Text(label), Text(value))
    console.print(table)


def _lines(manifest: Mapping[str, Any], destination: str, seconds: float) -> list[tuple[str, str]]:
    source, rows = manifest["source"], manifest["rows"]
    inexact = sum(manifest["float64"]["inexact"].values())
    lines = [
        ("source", f"{source['files']} {source['format']} file(s), {in_words(source['bytes'])}"),
        ("destination", destination),
        ("shards", f"{len(manifest['shards'])} {manifest['to']}, {manifest['compression']}"),
        ("rows", f"{rows:,} ({rows / max(seconds, 1e-9):,.0f}/s)"),
        ("bytes", in_words(manifest["bytes"])),
        ("time", f"{seconds:.1f} s"),
    ]
    if inexact:
        mode = manifest["float64"]["mode"]
        lines.append(("float64", f"{inexact:,} value(s) are not float32; mode {mode}"))
    lines.append(("reversible", "yes" if manifest["reversible"] else "no"))
    return lines + [("", loss) for loss in manifest["losses"]]
