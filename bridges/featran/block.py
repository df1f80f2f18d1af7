"""What one transformer puts out for a batch of n rows: d columns of float64, some values skipped.

Featran's builders hear either *add v* or *skip*. A dense result has 0.0 for a skip; sparse results,
maps, tf.Example and crossings keep the difference, also for an added 0.0. So each block says which
values were added. Blocks come in three shapes, all with ``values`` float64[n, d] (0.0 where
skipped), ``added`` bool[n, d] and ``rejections``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np

from bridges.featran.rejections import Rejections

F64: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
I64: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Bools: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]


class Block(Protocol):
    """The output of one transformer on a batch."""

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, d)."""

    @property
    def values(self) -> F64:
        """float64[n, d], 0.0 where skipped."""

    @property
    def added(self) -> Bools:
        """bool[n, d], true where a value was added, 0.0 included."""

    @property
    def rejections(self) -> Rejections | None:
        """The rejected rows, if any."""


@dataclass(frozen=True, eq=False)
class Dense:
    """Values given in full. ``added`` may be broadcast, as all true is."""

    values: F64
    added: Bools
    rejections: Rejections | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, d)."""
        return self.values.shape


@dataclass(frozen=True, eq=False)
class Entries:
    """Values given one by one, in row-major order: the value at (row, column).

    No two entries have one place.
    """

    shape: tuple[int, int]
    rows: I64
    columns: I64
    entries: F64
    rejections: Rejections | None = None

    @property
    def values(self) -> F64:
        """float64[n, d], 0.0 where skipped."""
        out = np.zeros(self.shape)
        out[self.rows, self.columns] = self.entries
        return out

    @property
    def added(self) -> Bools:
        """bool[n, d], true where a value was added."""
        out = np.zeros(self.shape, dtype=np.bool_)
        out[self.rows, self.columns] = True
        return out


@dataclass(frozen=True, eq=False)
class OneHot:
    """1.0 at one column per row; a column of −1 skips the whole row."""

    columns: I64
    width: int
    rejections: Rejections | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """(n, d)."""
        return (len(self.columns), self.width)

    @property
    def values(self) -> F64:
        """float64[n, d], 0.0 where skipped."""
        return self.added.astype(np.float64)

    @property
    def added(self) -> Bools:
        """bool[n, d], true where a value was added."""
        hot: Bools = np.arange(self.width) == self.columns[:, None]
        return hot


def single(values: F64, added: Bools, rejections: Rejections | None = None) -> Dense:
    """Return a block of one column from float64[n] and bool[n]; skipped values become 0.0."""
    if not added.all():
        values = np.where(added, values, 0.0)
    return Dense(values[:, None], added[:, None], rejections)


def always(values: F64, rejections: Rejections | None = None) -> Dense:
    """Return a block of one column where every row was added."""
    added = np.broadcast_to(np.True_, (len(values), 1))
    return Dense(values[:, None], added, rejections)


def skipped(n: int, d: int, rejections: Rejections | None = None) -> Entries:
    """Return a block of d columns where every value was skipped."""
    none = np.zeros(0, dtype=np.int64)
    return Entries((n, d), none, none, np.zeros(0), rejections)
