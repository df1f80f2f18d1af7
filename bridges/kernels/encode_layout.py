"""The table that describes feature columns to the encoder's kernels, and the tags of lists."""

from __future__ import annotations

from enum import IntEnum


class Meta(IntEnum):
    """The columns of the table that describes feature columns to the kernel; 0 means none."""

    PHYSICAL = 0
    VALUES = 1
    BIT = 2
    WIDTH = 3
    OFFSETS = 4
    ROWS = 5
    PRESENT = 6
    PRESENT_BIT = 7
    PREFIX = 8
    PREFIX_SIZE = 9


# Plain numbers: globals that the compiler folds. They equal bridges.features.columns.Physical.
I8, I16, I32, I64, U8, U16, U32, BIT = range(8)
F32, F64, F64_EXACT, VAR, FIXED = range(8, 13)
# The same for Meta, as bytes into a line of the table.
PHYSICAL, VALUES, BIT_AT, WIDTH, OFFSETS = 0, 8, 16, 24, 32
ROWS, PRESENT, PRESENT_BIT, PREFIX, PREFIX_SIZE, LINE = 40, 48, 56, 64, 72, 80

TAG_BYTES, TAG_FLOAT, TAG_INT64 = 0x0A, 0x12, 0x1A
