"""The instructions of the two kernels, and what a kernel can answer.

An instruction is a row of eight integers::

    OP  COLUMN  LEVEL  NULL_AT  JUMP  ARG  EXTRA  BULK

``LEVEL`` says which counter numbers the column's values: 0 for rows, one more for every
array or map. ``NULL_AT`` is the index of null in a union of two, or -1; a null value
continues at ``JUMP``. ``BULK`` is set in a NEXT whose items are numbers and nothing else: they
are read in one loop. Plain integers, not enums: the kernels are compiled.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

WIDTH: Final = 8
OP, COLUMN, LEVEL, NULL_AT, JUMP, ARG, EXTRA, BULK = range(8)
#: Values of ``BULK``: longs, or numbers of so many bytes that are copied as they are.
BULK_LONGS: Final = 1
BULK_4: Final = 4
BULK_8: Final = 8


class Op(IntEnum):
    """One instruction; ``ARG`` and ``EXTRA`` in parentheses. Below BOOLEAN, each reads a long."""

    INT64 = 0
    INT32 = 1
    #: Length and bytes (buffer the bytes go to).
    BYTES = 2
    #: An index (start of its table of symbols, number of symbols).
    ENUM = 3
    #: Big-endian two's complement with a length (width in Arrow).
    DECIMAL_BYTES = 4
    #: Promotions on the way in.
    INTEGER_TO_FLOAT32 = 5
    INTEGER_TO_FLOAT64 = 6
    #: Read and forgotten.
    SKIP_INTEGER = 7
    SKIP_BYTES = 8
    #: Several branches (their number); ``JUMP`` is where their jump table starts.
    UNION = 9

    BOOLEAN = 10
    FLOAT32 = 11
    FLOAT64 = 12
    FLOAT32_TO_FLOAT64 = 13
    #: Bytes of one length (size).
    FIXED = 14
    #: Two's complement of one length (width in Arrow, size).
    DECIMAL_FIXED = 15
    #: Read and forgotten (size).
    SKIP_FIXED = 16

    NOTHING = 17
    #: Which branch the value has (index).
    SET_BRANCH = 18
    SET_VALID = 19
    GOTO = 20
    #: A value the reader's schema has no place for.
    FAIL = 21
    #: Begins an array or map (its level, its NEXT).
    LIST = 22
    #: One more item (its level, bytes an item has at least); ``JUMP`` is the body.
    NEXT = 23
    #: A row is complete.
    END = 24


class Status(IntEnum):
    """How a kernel came to its end."""

    OK = 0
    #: A level or a data buffer is too small; the row will be done again.
    NEED_MORE = 1
    TRUNCATED = 2
    BAD_LONG = 3
    BAD_COUNT = 4
    BAD_BRANCH = 5
    BAD_BOOLEAN = 6
    BAD_SYMBOL = 7
    BAD_LENGTH = 8
    INT_RANGE = 9
    DECIMAL_RANGE = 10
    UNRESOLVED = 11
    NULL_VALUE = 12


#: What each failure means to a reader of the message.
MEANING: Final = {
    Status.TRUNCATED: "the value runs past the end of its block",
    Status.BAD_LONG: "an integer of more than 64 bits",
    Status.BAD_COUNT: "an impossible number of items",
    Status.BAD_BRANCH: "a union's branch that the schema does not have",
    Status.BAD_BOOLEAN: "a boolean that is neither 0 nor 1",
    Status.BAD_SYMBOL: "an enum's symbol that the schema does not have",
    Status.BAD_LENGTH: "a length that is negative or runs past the end of the block",
    Status.INT_RANGE: "an int of more than 32 bits",
    Status.DECIMAL_RANGE: "a decimal of more digits than its type allows",
    Status.NULL_VALUE: "a null where the schema allows none",
}
