"""Entries from lists: which row and column each item of a column of lists goes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from bridges.featran.aggregators.labels import Labels
from bridges.featran.block import F64, I64, Bools
from bridges.featran.columns import StringLists, WeightedLists
from bridges.featran.errors import FeatranError
from bridges.featran.jvm import utf16
from bridges.featran.rejections import Rejection, Unseen


def item_rows(offsets: I64) -> I64:
    """Return int64[items]: the row of each item."""
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


def label_places(column: StringLists | WeightedLists, summary: Labels, name: str) -> I64:
    """Return int64[items]: the column of each item's label, −1 if unknown.

    Raises
    ------
    FeatranError
        If the labels are not in Java's order: Featran counts gaps between the columns of sorted
        labels, and puts values into wrong columns for such settings.
    """
    sorted_index(summary, name)
    return summary.places(column.items)[column.items.codes]


def sorted_index(summary: Labels, name: str) -> dict[str, int]:
    """Return the column of each label, which must be in Java's order.

    Raises
    ------
    FeatranError
        If they are not.
    """
    if list(summary.labels) != utf16.sort(set(summary.labels)):
        raise FeatranError(
            "the labels of the settings are not sorted, and Featran would shift their columns",
            where=name,
            next_step="sort the labels of 'aggregators' as String.compareTo does, each once",
        )
    return summary.index


def distinct(rows: I64, columns: I64) -> tuple[I64, I64]:
    """Return rows and columns of the distinct places, row by row; the rows must not fall."""
    from bridges.featran.kernels import groups

    return groups.distinct(rows, columns)


def summed(rows: I64, columns: I64, weights: F64) -> tuple[I64, I64, F64]:
    """Return the distinct places and the sum of each one's weights; the rows must not fall.

    Weights are added to 0.0 in the order they come.
    """
    from bridges.featran.kernels import groups

    return groups.summed(rows, columns, weights)


def unseen_in(column: StringLists | WeightedLists, unknown: Bools) -> Callable[[int], Rejection]:
    """Return what names the unknown labels of a row, given a mask over the items."""

    def describe(row: int) -> Rejection:
        items = slice(column.offsets[row], column.offsets[row + 1])
        codes = column.items.codes[items][unknown[items]]
        return Unseen(frozenset(column.items.labels[code] for code in codes.tolist()))

    return describe


def any_per_row(rows: I64, n: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Return bool[n]: the rows that occur."""
    out = np.zeros(n, dtype=np.bool_)
    out[rows] = True
    return out
