"""Feature columns to framed TFRecord bytes of tf.train.Example.

A record is: its length (8 bytes), the masked checksum of that, the Example, its masked checksum.
The Example's map entries follow the plan's order, lists of numbers are packed, absent features
are left out: the bytes are a function of the columns alone.
"""

from __future__ import annotations

from enum import IntEnum

import numba as nb
import numpy as np

from bridges.kernels.crc32c import masked_crc32c
from bridges.kernels.jit import inlined, kernel
from bridges.kernels.memory import (
    copy,
    copy_short,
    get_bit,
    load_f64,
    load_i8,
    load_i16,
    load_i32,
    load_i64,
    load_u8,
    load_u16,
    load_u32,
    move,
    store_f32,
    store_i64,
    store_u8,
    store_u32,
    store_u64,
)
from bridges.kernels.varint import varint_size, write_varint, write_varint_within


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
_I8, _I16, _I32, _I64, _U8, _U16, _U32, _BIT = range(8)
_F32, _F64, _F64_EXACT, _VAR, _FIXED = range(8, 13)
# The same for Meta, as bytes into a line of the table.
_PHYSICAL, _VALUES, _BIT_AT, _WIDTH, _OFFSETS = 0, 8, 16, 24, 32
_ROWS, _PRESENT, _PRESENT_BIT, _PREFIX, _PREFIX_SIZE, _LINE = 40, 48, 56, 64, 72, 80

_TAG_BYTES, _TAG_FLOAT, _TAG_INT64 = 0x0A, 0x12, 0x1A
#: Length, its checksum, the tag of Example.features and two bytes for the usual size of it.
_HEAD = 15
_ROOM_PER_RECORD = 64
_ROOM_PER_FEATURE = 48
_ROOM_PER_VALUE = 11
#: Rows whose room is asked for together.
_AT_ONCE = 32


@inlined
def _integer(physical: int, values: int, bit: int, i: int) -> int:
    if physical == _I64:
        return nb.uint64(load_i64(values + 8 * i))
    if physical == _I32:
        return nb.uint64(nb.int64(load_i32(values + 4 * i)))
    if physical == _BIT:
        return nb.uint64(get_bit(values, bit + i))
    if physical == _I16:
        return nb.uint64(nb.int64(load_i16(values + 2 * i)))
    if physical == _I8:
        return nb.uint64(nb.int64(load_i8(values + i)))
    if physical == _U8:
        return nb.uint64(load_u8(values + i))
    if physical == _U16:
        return nb.uint64(load_u16(values + 2 * i))
    return nb.uint64(load_u32(values + 4 * i))


@inlined
def _is_inexact(address: int) -> bool:
    """Tell whether a double changes as float32; compares values, except that NaNs keep bits."""
    value = load_f64(address)
    narrow = np.float64(np.float32(value))
    if value == narrow:
        return False
    if value == value:
        return True
    # A NaN is kept when float32 has room for its payload and it is quiet.
    bits = nb.uint64(load_i64(address))
    return (bits & nb.uint64(0x1FFFFFFF)) != 0 or (bits & nb.uint64(1 << 51)) == 0


@kernel
def _head(at: int, prefix: int, prefix_size: int, tag: int, size: int) -> int:
    """Write a map entry up to the content of its list, which is ``size`` bytes."""
    feature = 1 + varint_size(nb.uint64(size)) + size
    entry = prefix_size + varint_size(nb.uint64(feature)) + feature
    store_u8(at, nb.uint8(0x0A))
    at = write_varint(at + 1, nb.uint64(entry))
    copy_short(at, prefix, prefix_size)
    at = write_varint(at + prefix_size, nb.uint64(feature))
    store_u8(at, nb.uint8(tag))
    return write_varint(at + 1, nb.uint64(size))


@inlined
def _packed_head(at: int, prefix: int, prefix_size: int, tag: int, size: int) -> int:
    """Write a map entry up to ``size`` bytes of packed numbers; an empty list has no field."""
    if size == 0:
        return _head(at, prefix, prefix_size, tag, 0)
    if prefix_size + size + 7 < 128:
        # Every size is one byte: entry, feature, list and packed values nest by constants.
        store_u8(at, nb.uint8(0x0A))
        store_u8(at + 1, nb.uint8(prefix_size + size + 5))
        copy_short(at + 2, prefix, prefix_size)
        at += 2 + prefix_size
        store_u8(at, nb.uint8(size + 4))
        store_u8(at + 1, nb.uint8(tag))
        store_u8(at + 2, nb.uint8(size + 2))
        store_u8(at + 3, nb.uint8(0x0A))
        store_u8(at + 4, nb.uint8(size))
        return at + 5
    at = _head(at, prefix, prefix_size, tag, 1 + varint_size(nb.uint64(size)) + size)
    store_u8(at, nb.uint8(0x0A))
    return write_varint(at + 1, nb.uint64(size))


@inlined
def _integers(
    at: int, prefix: int, prefix_size: int, physical: int, values: int, bit: int, s: int, e: int
) -> int:
    size = 0
    for i in range(s, e):
        size += varint_size(_integer(physical, values, bit, i))
    at = _packed_head(at, prefix, prefix_size, _TAG_INT64, size)
    for i in range(s, e):
        at = write_varint(at, _integer(physical, values, bit, i))
    return at


@kernel
def _exact(at: int, prefix: int, prefix_size: int, values: int, s: int, e: int) -> int:
    """Write the doubles of a row as one string, if one of them is inexact."""
    found = False
    for i in range(s, e):
        found |= _is_inexact(values + 8 * i)
    if not found:
        return at
    size = 8 * (e - s)
    at = _head(at, prefix, prefix_size, _TAG_BYTES, 1 + varint_size(nb.uint64(size)) + size)
    store_u8(at, nb.uint8(0x0A))
    at = write_varint(at + 1, nb.uint64(size))
    copy(at, values + 8 * s, size)
    return at + size


@inlined
def _strings(
    at: int, prefix: int, prefix_size: int, values: int, offsets: int, s: int, e: int
) -> int:
    size = 0
    for i in range(s, e):
        length = load_i32(offsets + 4 * i + 4) - load_i32(offsets + 4 * i)
        size += 1 + varint_size(nb.uint64(length)) + length
    at = _head(at, prefix, prefix_size, _TAG_BYTES, size)
    for i in range(s, e):
        first = nb.int64(load_i32(offsets + 4 * i))
        length = nb.int64(load_i32(offsets + 4 * i + 4)) - first
        store_u8(at, nb.uint8(0x0A))
        at = write_varint(at + 1, nb.uint64(length))
        copy(at, values + first, length)
        at += length
    return at


@kernel
def _fixed(at: int, prefix: int, prefix_size: int, values: int, width: int, s: int, e: int) -> int:
    size = (1 + varint_size(nb.uint64(width)) + width) * (e - s)
    at = _head(at, prefix, prefix_size, _TAG_BYTES, size)
    for i in range(s, e):
        store_u8(at, nb.uint8(0x0A))
        at = write_varint(at + 1, nb.uint64(width))
        copy(at, values + width * i, width)
        at += width
    return at


@kernel
def room_of_rows(meta: int, columns: int, first: int, last: int) -> int:
    """Return a bound of the bytes that some rows take."""
    count = last - first
    room = count * _ROOM_PER_RECORD
    for line in range(meta, meta + columns * _LINE, _LINE):
        room += count * (_ROOM_PER_FEATURE + load_i64(line + _PREFIX_SIZE))
        rows = load_i64(line + _ROWS)
        s, e = first, last
        if rows != 0:
            s, e = load_i64(rows + 8 * first), load_i64(rows + 8 * last)
        room += (e - s) * (_ROOM_PER_VALUE + load_i64(line + _WIDTH))
        if load_i64(line + _PHYSICAL) == _VAR:
            offsets = load_i64(line + _OFFSETS)
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
def _numbers(at: int, line: int, physical: int, s: int, e: int, inexact: int) -> int:
    """Write a FloatList."""
    values = load_i64(line + _VALUES)
    size = 4 * (e - s)
    at = _packed_head(at, load_i64(line + _PREFIX), load_i64(line + _PREFIX_SIZE), _TAG_FLOAT, size)
    if physical == _F32 and size == 4:
        store_u32(at, load_u32(values + 4 * s))
        return at + 4
    if physical == _F32:
        copy(at, values + 4 * s, size)
        return at + size
    changed = 0
    for i in range(s, e):
        store_f32(at, nb.float32(load_f64(values + 8 * i)))
        changed += _is_inexact(values + 8 * i)
        at += 4
    store_i64(inexact, load_i64(inexact) + changed)
    return at


@inlined
def _column(at: int, line: int, r: int, inexact: int) -> int:
    """Write one feature of a row, if the row has it; returns the address after it."""
    present = load_i64(line + _PRESENT)
    if present != 0 and get_bit(present, load_i64(line + _PRESENT_BIT) + r) == 0:
        return at
    rows = load_i64(line + _ROWS)
    s, e = r, r + 1
    if rows != 0:
        s, e = load_i64(rows + 8 * r), load_i64(rows + 8 * r + 8)
    physical = load_i64(line + _PHYSICAL)
    if physical in (_F32, _F64):
        return _numbers(at, line, physical, s, e, inexact)
    values = load_i64(line + _VALUES)
    prefix, size = load_i64(line + _PREFIX), load_i64(line + _PREFIX_SIZE)
    if physical <= _BIT:
        return _integers(at, prefix, size, physical, values, load_i64(line + _BIT_AT), s, e)
    if physical == _F64_EXACT:
        return _exact(at, prefix, size, values, s, e)
    if physical == _VAR:
        return _strings(at, prefix, size, values, load_i64(line + _OFFSETS), s, e)
    return _fixed(at, prefix, size, values, load_i64(line + _WIDTH), s, e)


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
            at = _column(at, meta + j * _LINE, r, inexact + 8 * j)
        at = _close(record, at)
    return last, at
