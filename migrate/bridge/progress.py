"""How far a conversion is: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from migrate.bridge.summary import in_words

#: Seconds between two lines.
_PAUSE: Final = 5.0


@contextmanager
def watched(total: int, console: Console, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """Show progress through ``total`` bytes while the block runs."""
    if quiet:
        yield _unseen
    elif not console.is_terminal:
        yield Lines(total, console)
    else:
        with _bar(console) as bar:
            yield _Bar(bar, total)


def _unseen(_bytes: int, _rows: int) -> None:
    """Nobody watches."""


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.fields[rows]} rows"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


class _Bar:
    def __init__(self, bar: Progress, total: int) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total, rows="0")
        self._rows = 0

    def __call__(self, size: int, rows: int) -> None:
        self._rows += rows
        self._bar.update(self._task, advance=size, rows=f"{self._rows:,}")


class Lines:
    """One line every few seconds; a run that is faster has none."""

    def __init__(
        self, total: int, console: Console, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._total = total
        self._console = console
        self._clock = clock
        self._begun = self._said = clock()
        self._size = self._rows = 0

    def __call__(self, size: int, rows: int) -> None:
        self._size += size
        self._rows += rows
        now = self._clock()
        if now - self._said < _PAUSE:
            return
        self._said = now
        part = 100 * self._size // self._total if self._total else 100
        rate = in_words(int(self._size / (now - self._begun)))
        self._console.print(
            f"{part:3d} % of {in_words(self._total)}, {self._rows:,} rows, {rate}/s", markup=False
        )
