"""The tables through which Python and the decoder's kernels speak: places in them, and outcomes."""

from __future__ import annotations

from enum import IntEnum


class Slot(IntEnum):
    """The columns of the table that describes target columns to the kernel."""

    NAME = 0
    NAME_SIZE = 1
    TAG = 2
    VALUES = 3
    CAPACITY = 4
    OFFSETS = 5
    DATA_CAPACITY = 6
    ROWS = 7
    PRESENT = 8
    COUNT = 9


class Status(IntEnum):
    """Why a call of :func:`decode_records` ended."""

    DONE = 0
    MALFORMED = 1
    WRONG_KIND = 2
    FULL = 3


class State(IntEnum):
    """The places of the array through which a call reports."""

    RECORD = 0
    ROW = 1
    COLUMN = 2
    UNKNOWN = 3
    FOUND_TAG = 4
    META = 5
    COLUMNS = 6
    TABLE = 7
    TABLE_MASK = 8
    BESIDE = 9


# Plain numbers that the compiler folds: the enumerations above, as bytes into their tables.
NAME, NAME_SIZE, TAG, VALUES, CAPACITY, OFFSETS = 0, 8, 16, 24, 32, 40
DATA_CAPACITY, ROWS, PRESENT, COUNT, SLOT_SIZE = 48, 56, 64, 72, 80
RECORD, ROW, COLUMN, UNKNOWN, FOUND_TAG = 0, 8, 16, 24, 32
META, COLUMNS, TABLE, TABLE_MASK, BESIDE = 40, 48, 56, 64, 72
DONE, MALFORMED, WRONG_KIND, FULL = 0, 1, 2, 3
TAG_BYTES, TAG_FLOAT, TAG_INT64 = 0x0A, 0x12, 0x1A
