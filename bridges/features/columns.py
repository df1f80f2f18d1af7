"""Feature columns: flat values, the range of each row, and the rows that have the feature."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from bridges.features.plan import Feature
from bridges.kernels.jit import Array

__all__ = ["Array", "Bits", "Column", "FeatureColumns", "Physical"]


class Physical(IntEnum):
    """How the values of a column lie in memory; the encoder reads each as it is."""

    I8 = 0
    I16 = 1
    I32 = 2
    I64 = 3
    U8 = 4
    U16 = 5
    U32 = 6
    BIT = 7
    F32 = 8
    F64 = 9
    #: Doubles written as one string of 8 bytes each, for rows that float32 cannot say.
    F64_EXACT = 10
    #: Strings between int32 offsets.
    VAR = 11
    #: Strings of ``width`` bytes.
    FIXED = 12


@dataclass(frozen=True, slots=True)
class Bits:
    """An Arrow bitmap that begins ``offset`` bits into ``data``."""

    data: Array
    offset: int = 0

    def unpack(self, count: int) -> Array:
        """Return the bits as booleans."""
        first = self.offset // 8
        bits = np.unpackbits(
            self.data[first : (self.offset + count + 7) // 8], bitorder="little"
        ).view(np.bool_)
        return bits[self.offset % 8 : self.offset % 8 + count]


@dataclass(frozen=True, slots=True)
class Column:
    """The values of one feature.

    ``rows`` holds where each row begins in the values, one more entry than rows; without it every
    row has one. ``present`` says which rows have the feature; without it all do.
    """

    feature: Feature
    physical: Physical
    values: Array
    rows: Array | None = None
    present: Bits | None = None
    offsets: Array | None = None
    bit: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class FeatureColumns:
    """The columns of some rows, in the order of the plan."""

    rows: int
    columns: tuple[Column, ...]
