"""Feature columns to framed TFRecord bytes, in pieces of bounded size."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from bridges.errors import LossRefused
from bridges.features.columns import Array, Bits, Column, FeatureColumns, Physical
from bridges.features.plan import Feature, Float64, Plan
from bridges.kernels.encode import encode_rows, room_of_rows
from bridges.kernels.encode_layout import Meta
from bridges.kernels.memory import SLACK

#: Bytes of one piece; a row that is larger makes a larger piece.
PIECE = 4 << 20
_EXACT_WIDTH = 8
_VALUE_TAG = b"\x12"


class Encoder:
    """Encodes batches of one plan. ``inexact`` counts, by feature, what float32 cannot say."""

    def __init__(self, plan: Plan, piece: int = PIECE) -> None:
        self._plan = plan
        self._prefixes = [_prefix(f) for f in plan.features]
        self._inexact = np.zeros(len(plan.features), np.int64)
        self._buffer = np.empty(piece, np.uint8)

    @property
    def inexact(self) -> dict[str, int]:
        """The doubles so far that changed, or travel in a companion, by feature."""
        counts = zip(self._plan.features, self._inexact.tolist(), strict=True)
        return {feature.name: count for feature, count in counts if count}

    def encode(self, columns: FeatureColumns) -> Iterator[memoryview]:
        """Yield framed records; each piece is valid until the next is asked for."""
        meta = self._meta(columns)
        row = 0
        while row < columns.rows:
            out = self._buffer.ctypes.data
            limit = out + len(self._buffer) - SLACK
            done, end = encode_rows(
                meta.ctypes.data,
                len(meta),
                self._inexact.ctypes.data,
                row,
                columns.rows,
                out,
                limit,
            )
            if self._plan.float64 is Float64.STRICT and self._inexact.any():
                raise _loss(columns, self._inexact)
            if done == row:
                self._buffer = np.empty(
                    room_of_rows(meta.ctypes.data, len(meta), row, row + 1) + SLACK, np.uint8
                )
                continue
            row = done
            yield self._buffer.data[: end - out]

    def _meta(self, columns: FeatureColumns) -> Array:
        meta = np.zeros((len(columns.columns), len(Meta)), np.int64)
        for j, column in enumerate(columns.columns):
            prefix, size = self._prefixes[j]
            exact = column.physical is Physical.F64_EXACT
            meta[j, Meta.PHYSICAL] = column.physical
            meta[j, Meta.VALUES] = column.values.ctypes.data
            meta[j, Meta.BIT] = column.bit
            meta[j, Meta.WIDTH] = _EXACT_WIDTH if exact else column.width
            meta[j, Meta.OFFSETS] = _address(column.offsets)
            meta[j, Meta.ROWS] = _address(column.rows)
            meta[j, Meta.PRESENT], meta[j, Meta.PRESENT_BIT] = _bits(column.present)
            meta[j, Meta.PREFIX], meta[j, Meta.PREFIX_SIZE] = prefix.ctypes.data, size
        return meta


def _prefix(feature: Feature) -> tuple[Array, int]:
    """Return the bytes between the sizes of a map entry and of its value, with slack."""
    name = feature.name.encode()
    prefix = b"\x0a" + varint(len(name)) + name + _VALUE_TAG
    return np.frombuffer(prefix + bytes(SLACK), np.uint8), len(prefix)


def varint(value: int) -> bytes:
    """Return the protobuf varint of a number."""
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*out, value))


def _address(array: Array | None) -> int:
    return 0 if array is None else int(array.ctypes.data)


def _bits(bits: Bits | None) -> tuple[int, int]:
    return (0, 0) if bits is None else (int(bits.data.ctypes.data), bits.offset)


def _loss(columns: FeatureColumns, inexact: Array) -> LossRefused:
    j = int(np.flatnonzero(inexact)[0])
    column = columns.columns[j]
    return LossRefused(
        f"{int(inexact[j])} double(s) cannot be said in float32, such as {_example(column)}",
        where=column.feature.name,
        next_step="convert with --float64 exact (keeps both) or float32 (counts the loss)",
    )


def _example(column: Column) -> float:
    values = column.values
    with np.errstate(over="ignore"):
        changed = values.astype(np.float32).astype(np.float64) != values
    return float(values[int(np.flatnonzero(changed)[0])]) if changed.any() else float("nan")
