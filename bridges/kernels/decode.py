"""tf.train.Example bytes to feature columns, as a protobuf parser would read them.

Features come in any order; of two with one name the last wins; numbers may be packed or not;
what the plan does not know is counted and left out, and so are fields beside the features, such
as the lists of a SequenceExample.
"""

from __future__ import annotations

import numba as nb

from bridges.kernels.decode_layout import (
    BESIDE,
    COLUMN,
    COLUMNS,
    COUNT,
    DONE,
    FOUND_TAG,
    MALFORMED,
    META,
    PRESENT,
    RECORD,
    ROW,
    ROWS,
    SLOT_SIZE,
    TAG,
    TAG_BYTES,
    TAG_FLOAT,
    TAG_INT64,
    UNKNOWN,
    WRONG_KIND,
)
from bridges.kernels.decode_lists import append_values
from bridges.kernels.decode_names import find_column
from bridges.kernels.jit import inlined, kernel
from bridges.kernels.memory import load_i64, load_u8, store_i64, store_u8
from bridges.kernels.protobuf import skip_field, span


@kernel
def _pass_beside(state: int, at: int, end: int) -> int:
    """Count a field that no Example has; returns the address after it, -1 when malformed."""
    store_i64(state + BESIDE, load_i64(state + BESIDE) + 1)
    return skip_field(at, end)


@inlined
def _feature(slot: int, state: int, r: int, at: int, end: int) -> int:
    """Read a Feature into a slot, in place of what the row had there; returns a status."""
    begin = load_i64(load_i64(slot + ROWS) + 8 * r)
    store_i64(slot + COUNT, begin)
    found = 0
    filled = False
    while at < end:
        tag = nb.int64(load_u8(at))
        if tag != TAG_BYTES and tag != TAG_FLOAT and tag != TAG_INT64:
            at = _pass_beside(state, at, end)
            if at < 0:
                return MALFORMED
            continue
        at, stop = span(at + 1, end)
        if at < 0:
            return MALFORMED
        if tag != found:
            store_i64(slot + COUNT, begin)
            filled = False
        found = tag
        if tag == load_i64(slot + TAG):
            status = append_values(slot, at, stop)
            if status != DONE:
                return status
        else:
            filled |= stop > at
        at = stop
    store_u8(load_i64(slot + PRESENT) + r, nb.uint8(found != 0))
    if found != load_i64(slot + TAG) and filled:
        store_i64(state + FOUND_TAG, found)
        return WRONG_KIND
    return DONE


@inlined
def _entry(state: int, r: int, at: int, end: int) -> int:
    """Read one entry of the feature map; returns a status and leaves its column in ``state``."""
    name = name_end = at
    value = value_end = at
    while at < end:
        tag = load_u8(at)
        if tag == 0x0A:
            name, name_end = span(at + 1, end)
            at = name_end
        elif tag == 0x12:
            value, value_end = span(at + 1, end)
            at = value_end
        else:
            at = _pass_beside(state, at, end)
        if at < 0:
            return MALFORMED
    j = find_column(state, load_i64(state + COLUMN) + 1, name, name_end - name)
    if j < 0:
        store_i64(state + UNKNOWN, load_i64(state + UNKNOWN) + 1)
        return DONE
    store_i64(state + COLUMN, j)
    return _feature(load_i64(state + META) + j * SLOT_SIZE, state, r, value, value_end)


@kernel
def _entries(state: int, r: int, at: int, end: int) -> int:
    """Read a Features message; returns a status."""
    while at < end:
        if load_u8(at) != 0x0A:
            at = _pass_beside(state, at, end)
            if at < 0:
                return MALFORMED
            continue
        at, stop = span(at + 1, end)
        if at < 0:
            return MALFORMED
        status = _entry(state, r, at, stop)
        if status != DONE:
            return status
        at = stop
    return DONE


@kernel
def _example(state: int, r: int, at: int, end: int) -> int:
    """Read one Example into row ``r``; returns a status."""
    while at < end:
        if load_u8(at) != 0x0A:
            at = _pass_beside(state, at, end)
            if at < 0:
                return MALFORMED
            continue
        at, stop = span(at + 1, end)
        if at < 0:
            return MALFORMED
        status = _entries(state, r, at, stop)
        if status != DONE:
            return status
        at = stop
    return DONE


@kernel
def _end_row(state: int, r: int, status: int) -> None:
    """Note where the row ends in every column, or undo it."""
    slot = load_i64(state + META)
    for _ in range(load_i64(state + COLUMNS)):
        begins = load_i64(slot + ROWS) + 8 * r
        if status == DONE:
            store_i64(begins + 8, load_i64(slot + COUNT))
        else:
            store_i64(slot + COUNT, load_i64(begins))
            store_u8(load_i64(slot + PRESENT) + r, nb.uint8(0))
        slot += SLOT_SIZE


@kernel
def decode_records(state: int, starts: int, sizes: int, records: int, rows: int) -> int:
    """Append records to the columns until ``records`` are read, ``rows`` are full, or one fails.

    ``state`` says where to begin and, afterwards, where it ended. A row that failed is undone:
    the call can be repeated with more room, or begun after the record.
    """
    i, r = load_i64(state + RECORD), load_i64(state + ROW)
    status = DONE
    while i < records and r < rows and status == DONE:
        at = load_i64(starts + 8 * i)
        unknown, beside = load_i64(state + UNKNOWN), load_i64(state + BESIDE)
        store_i64(state + COLUMN, -1)
        status = _example(state, r, at, at + load_i64(sizes + 8 * i))
        _end_row(state, r, status)
        if status == DONE:
            i += 1
            r += 1
        else:
            store_i64(state + UNKNOWN, unknown)
            store_i64(state + BESIDE, beside)
    store_i64(state + RECORD, i)
    store_i64(state + ROW, r)
    return status
