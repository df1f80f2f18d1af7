"""Collections of whole columns: operations on all items of all rows at once.

Whatever has no form here, sets among it, is left to the rows one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from bridges.featran.getters.types import DOUBLE, INT, LONG, SeqOf, Type
from bridges.featran.getters.vectors import Array, Lists, Maybe, Rowwise, Vector, from_rows, take

#: An item's column to what a function makes of it.
Applied = Callable[[], Vector]


def lists_of(column: Vector, kind: Type) -> Lists:
    """Return a column of collections with all their items in one column."""
    if isinstance(column, Lists):
        return column
    if not isinstance(column, list) or not isinstance(kind, SeqOf) or None in column:
        raise Rowwise
    lengths = np.fromiter(map(len, column), np.int64, len(column))
    items = [item for row in column for item in row]
    return Lists(np.concatenate(([0], np.cumsum(lengths))), from_rows(items, kind.item))


def tested(applied: Applied) -> Array:
    """Return bool[items]: what a predicate says of each item."""
    found = applied()
    if not isinstance(found, np.ndarray):
        raise Rowwise
    return found


def mapped(xs: Lists, applied: Applied) -> Vector:
    """``map``."""
    return Lists(xs.offsets, applied())


def filtered(xs: Lists, applied: Applied) -> Vector:
    """``filter``."""
    kept = tested(applied)
    counts = np.bincount(xs.rows[kept], minlength=len(xs))
    return Lists(np.concatenate(([0], np.cumsum(counts))), take(xs.inner, np.flatnonzero(kept)))


def _passing(xs: Lists, applied: Applied) -> Array:
    return np.bincount(xs.rows[tested(applied)], minlength=len(xs))


WITH_FUNCTION: Mapping[str, Callable[[Lists, Applied], Vector]] = MappingProxyType(
    {
        "Seq.map": mapped,
        "Seq.filter": filtered,
        "Seq.exists": lambda xs, f: _passing(xs, f) > 0,
        "Seq.forall": lambda xs, f: _passing(xs, f) == xs.lengths,
        "Seq.count": lambda xs, f: _passing(xs, f).astype(np.int32),
    }
)
"""Operations that take a function of an item."""


def _head(xs: Lists) -> Vector:
    if not xs.lengths.all():
        raise Rowwise
    return take(xs.inner, xs.offsets[:-1])


def _last(xs: Lists) -> Vector:
    if not xs.lengths.all():
        raise Rowwise
    return take(xs.inner, xs.offsets[1:] - 1)


def _head_option(xs: Lists) -> Vector:
    some = xs.lengths > 0
    return Maybe(some, take(xs.inner, xs.offsets[:-1][some]))


def _last_option(xs: Lists) -> Vector:
    some = xs.lengths > 0
    return Maybe(some, take(xs.inner, xs.offsets[1:][some] - 1))


PLAIN: Mapping[str, Callable[[Lists], Vector]] = MappingProxyType(
    {
        "Seq.size": lambda xs: xs.lengths.astype(np.int32),
        "Seq.isEmpty": lambda xs: xs.lengths == 0,
        "Seq.nonEmpty": lambda xs: xs.lengths > 0,
        "Seq.head": _head,
        "Seq.last": _last,
        "Seq.headOption": _head_option,
        "Seq.lastOption": _last_option,
        "Seq.to": lambda xs: xs,
    }
)
"""Operations on a collection alone."""


def summed(xs: Lists, kind: Type) -> Array:
    """``sum``, from the left and beginning with zero; whole numbers wrap around."""
    if not isinstance(xs.inner, np.ndarray):
        raise Rowwise
    if kind == DOUBLE:
        # In the order of the items, each added to what its row has so far.
        return np.asarray(np.bincount(xs.rows, xs.inner, len(xs)), dtype=np.float64)
    if kind not in (INT, LONG):
        raise Rowwise
    totals = np.concatenate(([0], np.cumsum(xs.inner, dtype=np.int64)))
    wide = totals[xs.offsets[1:]] - totals[xs.offsets[:-1]]
    return np.asarray(wide, dtype=np.int64 if kind == LONG else np.int32)
