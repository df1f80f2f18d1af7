"""Blocks side by side into rows, each row written once from left to right."""

from __future__ import annotations

from enum import IntEnum

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, kernel
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


@kernel
def assemble(table: Array, values: Array, added: Array) -> None:
    """Fill float64 or float32 ``values`` [n, D] and bool ``added`` [n, D], or [0, 0] for none."""
    done = np.zeros(len(table), dtype=np.int64)
    marks = len(added) > 0
    for row in range(len(values)):
        values[row, :] = 0.0
        if marks:
            added[row, :] = False
        for i in range(len(table)):
            at = table[i, _AT]
            if table[i, _KIND] == _DENSE:
                address = table[i, _VALUES] + row * table[i, _STEP]
                for j in range(table[i, _WIDTH]):
                    values[row, at + j] = load_f64(address + j * table[i, _STRIDE])
                if marks:
                    address = table[i, _ADDED] + row * table[i, _ADDED_STEP]
                    for j in range(table[i, _WIDTH]):
                        here = load_u8(address + j * table[i, _ADDED_STRIDE])
                        added[row, at + j] = here != nb.uint8(0)
            elif table[i, _KIND] == _ONE_HOT:
                column = load_i64(table[i, _COLUMNS] + 8 * row)
                if column >= 0:
                    values[row, at + column] = 1.0
                    if marks:
                        added[row, at + column] = True
            else:
                k = done[i]
                while k < table[i, _COUNT] and load_i64(table[i, _ROWS] + 8 * k) == row:
                    column = at + load_i64(table[i, _COLUMNS] + 8 * k)
                    values[row, column] = load_f64(table[i, _VALUES] + 8 * k)
                    if marks:
                        added[row, column] = True
                    k += 1
                done[i] = k
