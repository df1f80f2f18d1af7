"""The lists of a Feature, appended to the column of their kind."""

from __future__ import annotations

import numba as nb

from bridges.kernels.decode_layout import (
    CAPACITY,
    COUNT,
    DATA_CAPACITY,
    DONE,
    FULL,
    MALFORMED,
    OFFSETS,
    TAG,
    TAG_FLOAT,
    TAG_INT64,
    VALUES,
)
from bridges.kernels.jit import inlined
from bridges.kernels.memory import (
    copy,
    load_i32,
    load_i64,
    load_u8,
    load_u32,
    store_i32,
    store_i64,
    store_u32,
    store_u64,
)
from bridges.kernels.protobuf import skip_field, span
from bridges.kernels.varint import read_varint


@inlined
def _integers(slot: int, at: int, end: int) -> int:
    """Append an Int64List; returns a status."""
    count = load_i64(slot + COUNT)
    if count + (end - at) > load_i64(slot + CAPACITY):
        return FULL
    values = load_i64(slot + VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = span(at, end)
            if at < 0:
                return MALFORMED
            while at < stop:
                at, value = read_varint(at, stop)
                if at < 0:
                    return MALFORMED
                store_u64(values + 8 * count, value)
                count += 1
        elif key == 0x08:
            at, value = read_varint(at, end)
            if at < 0:
                return MALFORMED
            store_u64(values + 8 * count, value)
            count += 1
        else:
            at = skip_field(at - 1, end)
            if at < 0:
                return MALFORMED
    store_i64(slot + COUNT, count)
    return DONE


@inlined
def _floats(slot: int, at: int, end: int) -> int:
    """Append a FloatList; returns a status."""
    count = load_i64(slot + COUNT)
    if count + ((end - at) >> 2) > load_i64(slot + CAPACITY):
        return FULL
    values = load_i64(slot + VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = span(at, end)
            if at < 0 or (stop - at) & 3:
                return MALFORMED
            copy(values + 4 * count, at, stop - at)
            count += (stop - at) >> 2
            at = stop
        elif key == 0x0D and at + 4 <= end:
            store_u32(values + 4 * count, load_u32(at))
            count += 1
            at += 4
        else:
            at = skip_field(at - 1, end)
            if at < 0:
                return MALFORMED
    store_i64(slot + COUNT, count)
    return DONE


@inlined
def _strings(slot: int, at: int, end: int) -> int:
    """Append a BytesList; returns a status."""
    count = load_i64(slot + COUNT)
    offsets = load_i64(slot + OFFSETS)
    used = nb.int64(load_i32(offsets + 4 * count))
    if used + (end - at) > load_i64(slot + DATA_CAPACITY) or count + (end - at) > load_i64(
        slot + CAPACITY
    ):
        return FULL
    values = load_i64(slot + VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = span(at, end)
            if at < 0:
                return MALFORMED
            copy(values + used, at, stop - at)
            used += stop - at
            count += 1
            store_i32(offsets + 4 * count, nb.int32(used))
            at = stop
        else:
            at = skip_field(at - 1, end)
            if at < 0:
                return MALFORMED
    store_i64(slot + COUNT, count)
    return DONE


@inlined
def append_values(slot: int, at: int, end: int) -> int:
    """Append a list of the slot's kind; returns a status."""
    tag = load_i64(slot + TAG)
    if tag == TAG_INT64:
        return _integers(slot, at, end)
    if tag == TAG_FLOAT:
        return _floats(slot, at, end)
    return _strings(slot, at, end)
