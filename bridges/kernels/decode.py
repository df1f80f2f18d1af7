"""tf.train.Example bytes to feature columns, as a protobuf parser would read them.

Features come in any order; of two with one name the last wins; numbers may be packed or not;
what the plan does not know is counted and left out, and so are fields beside the features, such
as the lists of a SequenceExample.
"""

from __future__ import annotations

from enum import IntEnum

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, inlined, kernel
from bridges.kernels.memory import (
    copy,
    load_i32,
    load_i64,
    load_u8,
    load_u32,
    load_u64,
    store_i32,
    store_i64,
    store_u8,
    store_u32,
    store_u64,
)
from bridges.kernels.varint import read_varint


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
_NAME, _NAME_SIZE, _TAG, _VALUES, _CAPACITY, _OFFSETS = 0, 8, 16, 24, 32, 40
_DATA_CAPACITY, _ROWS, _PRESENT, _COUNT, _SLOT_SIZE = 48, 56, 64, 72, 80
_RECORD, _ROW, _COLUMN, _UNKNOWN, _FOUND_TAG = 0, 8, 16, 24, 32
_META, _COLUMNS, _TABLE, _TABLE_MASK, _BESIDE = 40, 48, 56, 64, 72
_DONE, _MALFORMED, _WRONG_KIND, _FULL = 0, 1, 2, 3
_TAG_BYTES, _TAG_FLOAT, _TAG_INT64 = 0x0A, 0x12, 0x1A
_FNV_OFFSET, _FNV_PRIME = 0xCBF29CE484222325, 0x100000001B3


@kernel
def name_hash(at: int, size: int) -> int:
    """Return the FNV-1a hash of some bytes."""
    value = nb.uint64(_FNV_OFFSET)
    for i in range(size):
        value = (value ^ nb.uint64(load_u8(at + i))) * nb.uint64(_FNV_PRIME)
    return value


@inlined
def _same(a: int, b: int, size: int) -> bool:
    """Compare two strings; reads up to 7 bytes past their ends."""
    i = 0
    while i + 8 <= size:
        if load_u64(a + i) != load_u64(b + i):
            return False
        i += 8
    rest = nb.uint64(8 * (size - i))
    if rest == 0:
        return True
    return ((load_u64(a + i) ^ load_u64(b + i)) << (nb.uint64(64) - rest)) == 0


@kernel
def _find(state: int, guess: int, at: int, size: int) -> int:
    """Return the column of a name, -1 if there is none; ``guess`` is tried first."""
    meta = load_i64(state + _META)
    if guess < load_i64(state + _COLUMNS):
        slot = meta + guess * _SLOT_SIZE
        if load_i64(slot + _NAME_SIZE) == size and _same(load_i64(slot + _NAME), at, size):
            return guess
    table, mask = load_i64(state + _TABLE), nb.uint64(load_i64(state + _TABLE_MASK))
    place = name_hash(at, size) & mask
    j = load_i64(table + 8 * nb.int64(place))
    while j >= 0:
        slot = meta + j * _SLOT_SIZE
        if load_i64(slot + _NAME_SIZE) == size and _same(load_i64(slot + _NAME), at, size):
            return j
        place = (place + nb.uint64(1)) & mask
        j = load_i64(table + 8 * nb.int64(place))
    return -1


@kernel
def _skip_field(at: int, end: int) -> int:
    """Return the address after a field that nobody wants; -1 when it is malformed."""
    at, key = read_varint(at, end)
    if at < 0:
        return -1
    wire = nb.int64(key & nb.uint64(7))
    if wire == 0:
        at, _ = read_varint(at, end)
        return at
    if wire == 1:
        at += 8
    elif wire == 5:
        at += 4
    elif wire == 2:
        at, size = read_varint(at, end)
        if at < 0 or size > nb.uint64(end - at):
            return -1
        at += nb.int64(size)
    else:
        return -1
    return at if at <= end else -1


@kernel
def _pass_beside(state: int, at: int, end: int) -> int:
    """Count a field that no Example has; returns the address after it, -1 when malformed."""
    store_i64(state + _BESIDE, load_i64(state + _BESIDE) + 1)
    return _skip_field(at, end)


@kernel
def _span(at: int, end: int) -> tuple[int, int]:
    """Return where a length-delimited field begins and ends; -1 when it is malformed."""
    at, size = read_varint(at, end)
    if at < 0 or size > nb.uint64(end - at):
        return -1, -1
    return at, at + nb.int64(size)


@inlined
def _integers(slot: int, at: int, end: int) -> int:
    """Append an Int64List; returns a status."""
    count = load_i64(slot + _COUNT)
    if count + (end - at) > load_i64(slot + _CAPACITY):
        return _FULL
    values = load_i64(slot + _VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = _span(at, end)
            if at < 0:
                return _MALFORMED
            while at < stop:
                at, value = read_varint(at, stop)
                if at < 0:
                    return _MALFORMED
                store_u64(values + 8 * count, value)
                count += 1
        elif key == 0x08:
            at, value = read_varint(at, end)
            if at < 0:
                return _MALFORMED
            store_u64(values + 8 * count, value)
            count += 1
        else:
            at = _skip_field(at - 1, end)
            if at < 0:
                return _MALFORMED
    store_i64(slot + _COUNT, count)
    return _DONE


@inlined
def _floats(slot: int, at: int, end: int) -> int:
    """Append a FloatList; returns a status."""
    count = load_i64(slot + _COUNT)
    if count + ((end - at) >> 2) > load_i64(slot + _CAPACITY):
        return _FULL
    values = load_i64(slot + _VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = _span(at, end)
            if at < 0 or (stop - at) & 3:
                return _MALFORMED
            copy(values + 4 * count, at, stop - at)
            count += (stop - at) >> 2
            at = stop
        elif key == 0x0D and at + 4 <= end:
            store_u32(values + 4 * count, load_u32(at))
            count += 1
            at += 4
        else:
            at = _skip_field(at - 1, end)
            if at < 0:
                return _MALFORMED
    store_i64(slot + _COUNT, count)
    return _DONE


@inlined
def _strings(slot: int, at: int, end: int) -> int:
    """Append a BytesList; returns a status."""
    count = load_i64(slot + _COUNT)
    offsets = load_i64(slot + _OFFSETS)
    used = nb.int64(load_i32(offsets + 4 * count))
    if used + (end - at) > load_i64(slot + _DATA_CAPACITY) or count + (end - at) > load_i64(
        slot + _CAPACITY
    ):
        return _FULL
    values = load_i64(slot + _VALUES)
    while at < end:
        key = load_u8(at)
        at += 1
        if key == 0x0A:
            at, stop = _span(at, end)
            if at < 0:
                return _MALFORMED
            copy(values + used, at, stop - at)
            used += stop - at
            count += 1
            store_i32(offsets + 4 * count, nb.int32(used))
            at = stop
        else:
            at = _skip_field(at - 1, end)
            if at < 0:
                return _MALFORMED
    store_i64(slot + _COUNT, count)
    return _DONE


@inlined
def _values(slot: int, at: int, end: int) -> int:
    """Append a list of the slot's kind; returns a status."""
    tag = load_i64(slot + _TAG)
    if tag == _TAG_INT64:
        return _integers(slot, at, end)
    if tag == _TAG_FLOAT:
        return _floats(slot, at, end)
    return _strings(slot, at, end)


@inlined
def _feature(slot: int, state: int, r: int, at: int, end: int) -> int:
    """Read a Feature into a slot, in place of what the row had there; returns a status."""
    begin = load_i64(load_i64(slot + _ROWS) + 8 * r)
    store_i64(slot + _COUNT, begin)
    found = 0
    filled = False
    while at < end:
        tag = nb.int64(load_u8(at))
        if tag != _TAG_BYTES and tag != _TAG_FLOAT and tag != _TAG_INT64:
            at = _pass_beside(state, at, end)
            if at < 0:
                return _MALFORMED
            continue
        at, stop = _span(at + 1, end)
        if at < 0:
            return _MALFORMED
        if tag != found:
            store_i64(slot + _COUNT, begin)
            filled = False
        found = tag
        if tag == load_i64(slot + _TAG):
            status = _values(slot, at, stop)
            if status != _DONE:
                return status
        else:
            filled |= stop > at
        at = stop
    store_u8(load_i64(slot + _PRESENT) + r, nb.uint8(found != 0))
    if found != load_i64(slot + _TAG) and filled:
        store_i64(state + _FOUND_TAG, found)
        return _WRONG_KIND
    return _DONE


@inlined
def _entry(state: int, r: int, at: int, end: int) -> int:
    """Read one entry of the feature map; returns a status and leaves its column in ``state``."""
    name = name_end = at
    value = value_end = at
    while at < end:
        tag = load_u8(at)
        if tag == 0x0A:
            name, name_end = _span(at + 1, end)
            at = name_end
        elif tag == 0x12:
            value, value_end = _span(at + 1, end)
            at = value_end
        else:
            at = _pass_beside(state, at, end)
        if at < 0:
            return _MALFORMED
    j = _find(state, load_i64(state + _COLUMN) + 1, name, name_end - name)
    if j < 0:
        store_i64(state + _UNKNOWN, load_i64(state + _UNKNOWN) + 1)
        return _DONE
    store_i64(state + _COLUMN, j)
    return _feature(load_i64(state + _META) + j * _SLOT_SIZE, state, r, value, value_end)


@kernel
def _entries(state: int, r: int, at: int, end: int) -> int:
    """Read a Features message; returns a status."""
    while at < end:
        if load_u8(at) != 0x0A:
            at = _pass_beside(state, at, end)
            if at < 0:
                return _MALFORMED
            continue
        at, stop = _span(at + 1, end)
        if at < 0:
            return _MALFORMED
        status = _entry(state, r, at, stop)
        if status != _DONE:
            return status
        at = stop
    return _DONE


@kernel
def _example(state: int, r: int, at: int, end: int) -> int:
    """Read one Example into row ``r``; returns a status."""
    while at < end:
        if load_u8(at) != 0x0A:
            at = _pass_beside(state, at, end)
            if at < 0:
                return _MALFORMED
            continue
        at, stop = _span(at + 1, end)
        if at < 0:
            return _MALFORMED
        status = _entries(state, r, at, stop)
        if status != _DONE:
            return status
        at = stop
    return _DONE


@kernel
def _end_row(state: int, r: int, status: int) -> None:
    """Note where the row ends in every column, or undo it."""
    slot = load_i64(state + _META)
    for _ in range(load_i64(state + _COLUMNS)):
        begins = load_i64(slot + _ROWS) + 8 * r
        if status == _DONE:
            store_i64(begins + 8, load_i64(slot + _COUNT))
        else:
            store_i64(slot + _COUNT, load_i64(begins))
            store_u8(load_i64(slot + _PRESENT) + r, nb.uint8(0))
        slot += _SLOT_SIZE


@kernel
def decode_records(state: int, starts: int, sizes: int, records: int, rows: int) -> int:
    """Append records to the columns until ``records`` are read, ``rows`` are full, or one fails.

    ``state`` says where to begin and, afterwards, where it ended. A row that failed is undone:
    the call can be repeated with more room, or begun after the record.
    """
    i, r = load_i64(state + _RECORD), load_i64(state + _ROW)
    status = _DONE
    while i < records and r < rows and status == _DONE:
        at = load_i64(starts + 8 * i)
        unknown, beside = load_i64(state + _UNKNOWN), load_i64(state + _BESIDE)
        store_i64(state + _COLUMN, -1)
        status = _example(state, r, at, at + load_i64(sizes + 8 * i))
        _end_row(state, r, status)
        if status == _DONE:
            i += 1
            r += 1
        else:
            store_i64(state + _UNKNOWN, unknown)
            store_i64(state + _BESIDE, beside)
    store_i64(state + _RECORD, i)
    store_i64(state + _ROW, r)
    return status


def hash_table(names: list[bytes]) -> Array:
    """Return an open hash table of names: positions, or -1 where it is free."""
    size = 16
    while size < 4 * len(names):
        size *= 2
    table = np.full(size, -1, np.int64)
    for j, name in enumerate(names):
        data = np.frombuffer(name + b"\0", np.uint8)
        place = int(name_hash(data.ctypes.data, len(name))) & (size - 1)
        while table[place] >= 0:
            place = (place + 1) & (size - 1)
        table[place] = j
    return table
