"""Puts the blocks of all features side by side: float64 with a mask, or float32 alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bridges.featran.block import F64, I64, Block, Bools, Dense, Entries, OneHot

F32 = np.ndarray[Any, np.dtype[np.float32]]


def assemble(blocks: Sequence[Block], n: int) -> tuple[F64, Bools]:
    """Return float64[n, D] and bool[n, D]."""
    width = sum(block.shape[1] for block in blocks)
    values, added = np.empty((n, width)), np.empty((n, width), dtype=np.bool_)
    _fill(blocks, values, added)
    return values, added


def assemble_floats(blocks: Sequence[Block], n: int) -> F32:
    """Return float32[n, D], rounded to nearest; skipped values are 0.0."""
    values = np.empty((n, sum(block.shape[1] for block in blocks)), dtype=np.float32)
    _fill(blocks, values, np.empty((0, 0), dtype=np.bool_))
    return values


def _fill(blocks: Sequence[Block], values: np.ndarray[Any, Any], added: Bools) -> None:
    from bridges.featran.kernels import assemble as kernel

    table = np.zeros((len(blocks), len(kernel.Piece)), dtype=np.int64)
    at = 0
    held = []
    for line, block in zip(table, blocks, strict=True):
        line[kernel.Piece.AT], line[kernel.Piece.WIDTH] = at, block.shape[1]
        held.append(_describe(line, block))
        at += block.shape[1]
    kernel.assemble(table, values, added)
    del held


def _describe(line: I64, block: Block) -> tuple[np.ndarray[Any, Any], ...]:
    """Write a block's addresses into its line; return the arrays that must stay alive."""
    from bridges.featran.kernels.assemble import Piece, Shape

    match block:
        case OneHot():
            columns = np.ascontiguousarray(block.columns, np.int64)
            line[Piece.KIND], line[Piece.COLUMNS] = Shape.ONE_HOT, columns.ctypes.data
            return (columns,)
        case Entries():
            arrays = tuple(map(np.ascontiguousarray, (block.rows, block.columns, block.entries)))
            line[Piece.KIND], line[Piece.COUNT] = Shape.ENTRIES, len(block.rows)
            for field, array in zip((Piece.ROWS, Piece.COLUMNS, Piece.VALUES), arrays, strict=True):
                line[field] = array.ctypes.data
            return arrays
        case _:
            dense = block if isinstance(block, Dense) else Dense(block.values, block.added)
            line[Piece.KIND] = Shape.DENSE
            line[Piece.VALUES], line[Piece.ADDED] = _addresses(dense)
            line[Piece.STEP], line[Piece.STRIDE] = dense.values.strides
            line[Piece.ADDED_STEP], line[Piece.ADDED_STRIDE] = dense.added.strides
            return (dense.values, dense.added)


def _addresses(block: Dense) -> tuple[int, int]:
    return block.values.ctypes.data, block.added.ctypes.data
