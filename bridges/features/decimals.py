"""Unscaled integers of Arrow decimals as int64 or as big-endian two's complement, and back."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from bridges.errors import DataError
from bridges.features.buffers import cumulative, values_view
from bridges.features.columns import Array


def to_int64(array: pa.Array) -> Array:
    """Return the unscaled values; they fit by their precision."""
    words = array.type.bit_width // 64
    low: Array = values_view(array, np.int64, words)[::words].copy()
    return low


def from_int64(kind: pa.DataType, values: Array) -> Array:
    """Return the little-endian words of a decimal type."""
    words = np.empty((len(values), kind.bit_width // 64), np.int64)
    words[:, 0] = values
    words[:, 1:] = (values >> 63)[:, None]
    return words


def to_minimal(array: pa.Array) -> tuple[Array, Array]:
    """Return big-endian bytes without redundant sign bytes, and their int32 offsets."""
    big = _big_endian(array)
    if len(big) == 0:
        return np.zeros(0, np.uint8), np.zeros(1, np.int32)
    sign = _sign_bytes(big)[:, None]
    redundant = (big[:, :-1] == sign) & (((big[:, 1:] ^ sign) & 0x80) == 0)
    skipped = np.logical_and.accumulate(redundant, axis=1).sum(axis=1)
    kept = np.arange(big.shape[1])[None, :] >= skipped[:, None]
    return big[kept], cumulative(big.shape[1] - skipped).astype(np.int32)


def to_fixed(array: pa.Array, size: int) -> Array:
    """Return big-endian bytes of one width; refuse values that do not fit it."""
    big = _big_endian(array)
    sign = _sign_bytes(big)[:, None]
    extra = max(size - big.shape[1], 0)
    cut = big.shape[1] - (size - extra)
    if cut and bool(((big[:, :cut] != sign) | (((big[:, [cut]] ^ sign) & 0x80) != 0)).any()):
        raise DataError(f"a decimal does not fit the {size} bytes of its fixed type")
    fixed: Array = np.concatenate([np.repeat(sign, extra, axis=1), big[:, cut:]], axis=1)
    return fixed.reshape(-1)


def from_big_endian(kind: pa.DataType, data: Array, offsets: Array, where: str) -> Array:
    """Return the little-endian bytes of a decimal type from strings of any width that fits."""
    width = kind.bit_width // 8
    lengths = np.diff(offsets).astype(np.int64)
    if len(lengths) == 0:
        return np.zeros((0, width), np.uint8)
    if int(lengths.min()) < 1:
        raise DataError("an empty string is no decimal", where=where)
    widest = max(int(lengths.max()), width)
    sign = np.where(data[offsets[:-1]] >= 0x80, 0xFF, 0).astype(np.uint8)
    big = np.repeat(sign[:, None], widest, axis=1)
    filled = np.arange(widest)[None, :] >= (widest - lengths)[:, None]
    big[filled] = data[int(offsets[0]) : int(offsets[-1])]
    extra = widest - width
    if extra and bool((big[:, :extra] != sign[:, None]).any()):
        raise DataError(f"a decimal is wider than the {width} bytes of {kind}", where=where)
    return np.ascontiguousarray(big[:, extra:][:, ::-1])


def _big_endian(array: pa.Array) -> Array:
    width = array.type.bit_width // 8
    return values_view(array, np.uint8, width).reshape(-1, width)[:, ::-1]


def _sign_bytes(big: Array) -> Array:
    return np.where(big[:, 0] >= 0x80, 0xFF, 0).astype(np.uint8)
