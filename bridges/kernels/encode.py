"""Feature columns to framed TFRecord bytes of tf.train.Example.

A record is: its length (8 bytes), the masked checksum of that, the Example, its masked checksum.
The Example's map entries follow the plan's order, lists of numbers are packed, absent features
are left out: the bytes are a function of the columns alone.
"""

from __future__ import annotations

import numba as nb

from bridges.kernels.crc32c import masked_crc32c
from bridges.kernels.encode_layout import (
    BIT,
    BIT_AT,
    F32,
    F64,
    F64_EXACT,
    LINE,
    OFFSETS,
    PHYSICAL,
    PREFIX,
    PREFIX_SIZE,
    PRESENT,
    PRESENT_BIT,
    ROWS,
    VALUES,
    VAR,
    WIDTH,
)
from bridges.kernels.encode_lists import (
    write_exact,
    write_fixed,
    write_integers,
    write_numbers,
    write_strings,
)
from bridges.kernels.jit import inlined, kernel
from bridges.kernels.memory import (
    get_bit,
    load_i32,
    load_i64,
    move,
    store_u8,
    store_u32,
    store_u64,
)
from bridges.kernels.varint import varint_size, write_varint_within

#: Length, its checksum, the tag of Example.features and two bytes for the usual size of it.
_HEAD = 15
_ROOM_PER_RECORD = 64
_ROOM_PER_FEATURE = 48
_ROOM_PER_VALUE = 11
#: Rows whose room is asked for together.
_AT_ONCE = 32


@kernel
def room_of_rows(meta: int, columns: int, first: int, last: int) -> int:
    """Return a bound of the bytes that some rows take."""
    count = last - first
    room = count * _ROOM_PER_RECORD
    for line in range(meta, meta + columns * LINE, LINE):
        room += count * (_ROOM_PER_FEATURE + load_i64(line + PREFIX_SIZE))
        rows = load_i64(line + ROWS)
        s, e = first, last
        if rows != 0:
            s, e = load_i64(rows + 8 * first), load_i64(rows + 8 * last)
        room += (e - s) * (_ROOM_PER_VALUE + load_i64(line + WIDTH))
        if load_i64(line + PHYSICAL) == VAR:
            offsets = load_i64(line + OFFSETS)
            room += load_i32(offsets + 4 * e) - load_i32(offsets + 4 * s)
    return room


@kernel
def _close(record: int, at: int) -> int:
    """Write the sizes and checksums around the features, and return the next record's address."""
    size = at - (record + _HEAD)
    width = varint_size(nb.uint64(size))
    if width != 2:
        move(record + 13 + width, record + _HEAD, size)
        at += width - 2
    store_u8(record + 12, nb.uint8(0x0A))
    write_varint_within(record + 13, nb.uint64(size))
    length = at - (record + 12)
    store_u64(record, nb.uint64(length))
    store_u32(record + 8, masked_crc32c(record, 8))
    store_u32(at, masked_crc32c(record + 12, length))
    return at + 4


@inlined
def _column(at: int, line: int, r: int, inexact: int) -> int:
    """Write one feature of a row, if the row has it; returns the address after it."""
    present = load_i64(line + PRESENT)
    if present != 0 and get_bit(present, load_i64(line + PRESENT_BIT) + r) == 0:
        return at
    rows = load_i64(line + ROWS)
    s, e = r, r + 1
    if rows != 0:
        s, e = load_i64(rows + 8 * r), load_i64(rows + 8 * r + 8)
    physical = load_i64(line + PHYSICAL)
    if physical in (F32, F64):
        return write_numbers(at, line, physical, s, e, inexact)
    values = load_i64(line + VALUES)
    prefix, size = load_i64(line + PREFIX), load_i64(line + PREFIX_SIZE)
    if physical <= BIT:
        return write_integers(at, prefix, size, physical, values, load_i64(line + BIT_AT), s, e)
    if physical == F64_EXACT:
        return write_exact(at, prefix, size, values, s, e)
    if physical == VAR:
        return write_strings(at, prefix, size, values, load_i64(line + OFFSETS), s, e)
    return write_fixed(at, prefix, size, values, load_i64(line + WIDTH), s, e)


@kernel
def encode_rows(
    meta: int, columns: int, inexact: int, first: int, last: int, out: int, end: int
) -> tuple[int, int]:
    """Write records from row ``first`` on while they surely fit before ``end``.

    Returns the next row and the next address; a row that alone has no room ends the call.
    The count at ``inexact`` of each column grows by the doubles that float32 cannot say.
    """
    at = out
    fitting = first
    for r in range(first, last):
        if r == fitting:
            fitting = min(r + _AT_ONCE, last)
            if at + room_of_rows(meta, columns, r, fitting) > end:
                fitting = r + 1
                if at + room_of_rows(meta, columns, r, fitting) > end:
                    return r, at
        record = at
        at += _HEAD
        for j in range(columns):
            at = _column(at, meta + j * LINE, r, inexact + 8 * j)
        at = _close(record, at)
    return last, at
