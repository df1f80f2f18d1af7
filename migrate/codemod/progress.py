"""Which file is being rewritten: a bar on a terminal, nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def watched(total: int, *, quiet: bool) -> Iterator[Callable[[Path], None]]:
    """To be told of each of ``total`` files when its turn comes."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield lambda _path: None
        return
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    name = TextColumn("{task.description}", markup=False)
    with Progress(*columns, name, console=console, transient=True) as bar:
        task = bar.add_task("", total=total)
        done = count()
        yield lambda path: bar.update(task, completed=next(done), description=str(path))
