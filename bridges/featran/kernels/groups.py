"""Entries of lists, row by row: distinct columns in order, weights summed as they come."""

from __future__ import annotations

import numpy as np

from bridges.kernels.jit import Array, inlined, kernel

#: Rows with more items are sorted by numpy's stable sort.
_MANY = 32


@inlined
def _sort(columns: Array, order: Array, start: int, end: int) -> None:
    """Put ``order[start:end]`` into the order of the columns, equal ones as they come."""
    if end - start > _MANY:
        order[start:end] = start + np.argsort(columns[start:end], kind="mergesort")
        return
    for i in range(start, end):
        j = i
        while j > start and columns[order[j - 1]] > columns[i]:
            order[j] = order[j - 1]
            j -= 1
        order[j] = i


@kernel
def distinct(rows: Array, columns: Array) -> tuple[Array, Array]:
    """Return the distinct places, by row and column; the given rows must not fall."""
    at, found = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    order = np.empty(len(rows), np.int64)
    n = start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end] == rows[start]:
            end += 1
        _sort(columns, order, start, end)
        for i in range(start, end):
            column = columns[order[i]]
            if i == start or column != columns[order[i - 1]]:
                at[n], found[n] = rows[start], column
                n += 1
        start = end
    return at[:n], found[:n]


@kernel
def summed(rows: Array, columns: Array, weights: Array) -> tuple[Array, Array, Array]:
    """Return the distinct places and their sums, which begin with 0.0; rows must not fall."""
    at, found = np.empty(len(rows), np.int64), np.empty(len(rows), np.int64)
    sums, order = np.empty(len(rows), np.float64), np.empty(len(rows), np.int64)
    n = start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end] == rows[start]:
            end += 1
        _sort(columns, order, start, end)
        for i in range(start, end):
            column = columns[order[i]]
            if i == start or column != columns[order[i - 1]]:
                at[n], found[n], sums[n] = rows[start], column, 0.0
                n += 1
            sums[n - 1] += weights[order[i]]
        start = end
    return at[:n], found[:n], sums[:n]
