"""Blocks side by side into rows, some rows at a time."""

from __future__ import annotations

from enum import IntEnum

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, inlined, kernel
from bridges.kernels.memory import load_f64, load_i64, load_u8


class Piece(IntEnum):
    """The columns of the int64 table that describes blocks; strides are in bytes."""

    KIND = 0
    AT = 1
    WIDTH = 2
    VALUES = 3
    STEP = 4
    STRIDE = 5
    ADDED = 6
    ADDED_STEP = 7
    ADDED_STRIDE = 8
    ROWS = 9
    COLUMNS = 10
    COUNT = 11


class Shape(IntEnum):
    """The kinds of blocks."""

    DENSE = 0
    ONE_HOT = 1
    ENTRIES = 2


_DENSE, _ONE_HOT = int(Shape.DENSE), int(Shape.ONE_HOT)
_KIND, _AT, _WIDTH, _VALUES, _STEP, _STRIDE = 0, 1, 2, 3, 4, 5
_ADDED, _ADDED_STEP, _ADDED_STRIDE, _ROWS, _COLUMNS, _COUNT = 6, 7, 8, 9, 10, 11


#: Rows that are filled block by block: few enough to stay in the cache meanwhile.
_TILE = 32


@inlined
def _dense(piece: Array, values: Array, added: Array, start: int, end: int) -> None:
    at, width, base = piece[_AT], piece[_WIDTH], piece[_VALUES]
    step, stride = piece[_STEP], piece[_STRIDE]
    for row in range(start, end):
        for j in range(width):
            values[row, at + j] = load_f64(base + row * step + j * stride)
    if len(added) > 0:
        base, step, stride = piece[_ADDED], piece[_ADDED_STEP], piece[_ADDED_STRIDE]
        for row in range(start, end):
            for j in range(width):
                here = load_u8(base + row * step + j * stride)
                added[row, at + j] = here != nb.uint8(0)


@inlined
def _one_hot(piece: Array, values: Array, added: Array, start: int, end: int) -> None:
    at, columns = piece[_AT], piece[_COLUMNS]
    for row in range(start, end):
        column = load_i64(columns + 8 * row)
        if column >= 0:
            values[row, at + column] = 1.0
            if len(added) > 0:
                added[row, at + column] = True


@inlined
def _entries(piece: Array, values: Array, added: Array, end: int, k: int) -> int:
    """Write the entries of rows before ``end`` from the k-th on; return the next one."""
    at, rows, columns, entries = piece[_AT], piece[_ROWS], piece[_COLUMNS], piece[_VALUES]
    count = piece[_COUNT]
    while k < count:
        row = load_i64(rows + 8 * k)
        if row >= end:
            break
        column = at + load_i64(columns + 8 * k)
        values[row, column] = load_f64(entries + 8 * k)
        if len(added) > 0:
            added[row, column] = True
        k += 1
    return k


@kernel
def assemble(table: Array, values: Array, added: Array) -> None:
    """Fill float64 or float32 ``values`` [n, D] and bool ``added`` [n, D], or [0, 0] for none."""
    done = np.zeros(len(table), dtype=np.int64)
    for start in range(0, len(values), _TILE):
        end = min(start + _TILE, len(values))
        values[start:end, :] = 0.0
        if len(added) > 0:
            added[start:end, :] = False
        for i in range(len(table)):
            if table[i, _KIND] == _DENSE:
                _dense(table[i], values, added, start, end)
            elif table[i, _KIND] == _ONE_HOT:
                _one_hot(table[i], values, added, start, end)
            else:
                done[i] = _entries(table[i], values, added, end, done[i])
