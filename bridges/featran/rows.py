"""Errors about one row, which say where it stands among all records.

Who raises one knows the row's place in what it was given: a batch, or the values that are not null.
Each caller that cut this out of something larger moves the place, up to the pass over the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bridges.errors import BridgeError, DataError


class RowError(BridgeError):
    """Something is wrong with one row; ``row`` counts from 0."""

    def __init__(self, problem: str, row: int, *, where: str = "", next_step: str = "") -> None:
        self._problem = problem
        self.row = row
        super().__init__(f"{problem} in row {row}", where=where, next_step=next_step)

    def move(self, row: int) -> None:
        """Give the row another place."""
        self.row = row
        self.what = f"{self._problem} in row {row}"
        self.args = (self._message(),)


class NoValue(RowError, DataError):
    """A null stands where the record type has none."""


class OutOfRange(RowError, DataError):
    """A number is none of the Scala type."""


@contextmanager
def placed(place: Callable[[int], int]) -> Iterator[None]:
    """Errors about a row inside are about the row that it is outside."""
    try:
        yield
    except RowError as error:
        error.move(place(error.row))
        raise
