"""The map entry of one feature, with its list: integers, numbers, strings, exact doubles."""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.encode_layout import (
    BIT,
    F32,
    I8,
    I16,
    I32,
    I64,
    PREFIX,
    PREFIX_SIZE,
    TAG_BYTES,
    TAG_FLOAT,
    TAG_INT64,
    U8,
    U16,
    VALUES,
)
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
    store_f32,
    store_i64,
    store_u8,
    store_u32,
)
from bridges.kernels.varint import varint_size, write_varint


@inlined
def _integer(physical: int, values: int, bit: int, i: int) -> int:
    if physical == I64:
        return nb.uint64(load_i64(values + 8 * i))
    if physical == I32:
        return nb.uint64(nb.int64(load_i32(values + 4 * i)))
    if physical == BIT:
        return nb.uint64(get_bit(values, bit + i))
    if physical == I16:
        return nb.uint64(nb.int64(load_i16(values + 2 * i)))
    if physical == I8:
        return nb.uint64(nb.int64(load_i8(values + i)))
    if physical == U8:
        return nb.uint64(load_u8(values + i))
    if physical == U16:
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
def write_integers(
    at: int, prefix: int, prefix_size: int, physical: int, values: int, bit: int, s: int, e: int
) -> int:
    """Write an Int64List."""
    size = 0
    for i in range(s, e):
        size += varint_size(_integer(physical, values, bit, i))
    at = _packed_head(at, prefix, prefix_size, TAG_INT64, size)
    for i in range(s, e):
        at = write_varint(at, _integer(physical, values, bit, i))
    return at


@kernel
def write_exact(at: int, prefix: int, prefix_size: int, values: int, s: int, e: int) -> int:
    """Write the doubles of a row as one string, if one of them is inexact."""
    found = False
    for i in range(s, e):
        found |= _is_inexact(values + 8 * i)
    if not found:
        return at
    size = 8 * (e - s)
    at = _head(at, prefix, prefix_size, TAG_BYTES, 1 + varint_size(nb.uint64(size)) + size)
    store_u8(at, nb.uint8(0x0A))
    at = write_varint(at + 1, nb.uint64(size))
    copy(at, values + 8 * s, size)
    return at + size


@inlined
def write_strings(
    at: int, prefix: int, prefix_size: int, values: int, offsets: int, s: int, e: int
) -> int:
    """Write a BytesList of strings of any length."""
    size = 0
    for i in range(s, e):
        length = load_i32(offsets + 4 * i + 4) - load_i32(offsets + 4 * i)
        size += 1 + varint_size(nb.uint64(length)) + length
    at = _head(at, prefix, prefix_size, TAG_BYTES, size)
    for i in range(s, e):
        first = nb.int64(load_i32(offsets + 4 * i))
        length = nb.int64(load_i32(offsets + 4 * i + 4)) - first
        store_u8(at, nb.uint8(0x0A))
        at = write_varint(at + 1, nb.uint64(length))
        copy(at, values + first, length)
        at += length
    return at


@kernel
def write_fixed(
    at: int, prefix: int, prefix_size: int, values: int, width: int, s: int, e: int
) -> int:
    """Write a BytesList of strings of one width."""
    size = (1 + varint_size(nb.uint64(width)) + width) * (e - s)
    at = _head(at, prefix, prefix_size, TAG_BYTES, size)
    for i in range(s, e):
        store_u8(at, nb.uint8(0x0A))
        at = write_varint(at + 1, nb.uint64(width))
        copy(at, values + width * i, width)
        at += width
    return at


@inlined
def write_numbers(at: int, line: int, physical: int, s: int, e: int, inexact: int) -> int:
    """Write a FloatList."""
    values = load_i64(line + VALUES)
    size = 4 * (e - s)
    at = _packed_head(at, load_i64(line + PREFIX), load_i64(line + PREFIX_SIZE), TAG_FLOAT, size)
    if physical == F32 and size == 4:
        store_u32(at, load_u32(values + 4 * s))
        return at + 4
    if physical == F32:
        copy(at, values + 4 * s, size)
        return at + size
    changed = 0
    for i in range(s, e):
        store_f32(at, nb.float32(load_f64(values + 8 * i)))
        changed += _is_inexact(values + 8 * i)
        at += 4
    store_i64(inexact, load_i64(inexact) + changed)
    return at
