"""The kernel that turns a block's bytes into Arrow buffers, one row after the other.

Value ``n`` of a column is value ``n`` of its level, so a null, or a branch not taken,
needs no code: buffers begin zeroed, and zero is null, no bytes, no items. A row that does
not fit is undone and done again when the caller has made room; the writes are the same.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from bridges.avro.opcodes import ARG, COLUMN, EXTRA, JUMP, LEVEL, NULL_AT, OP, Op, Status
from bridges.kernels.jit import inlined, kernel
from bridges.kernels.memory import (
    SLACK,
    copy,
    copy_short,
    load_f32,
    load_i32,
    load_i64,
    load_u8,
    store_f32,
    store_i32,
    store_i64,
    store_u8,
)

#: Items that take no bytes (nulls, empty records): more of them in one batch are refused.
MOST_EMPTY_ITEMS: Final = 1 << 24

#: Up to here a loop of words beats a call of memcpy.
SHORT: Final = 48

_INT64, _INT32, _BYTES, _ENUM = Op.INT64.value, Op.INT32.value, Op.BYTES.value, Op.ENUM.value
_DECIMAL_BYTES, _DECIMAL_FIXED = Op.DECIMAL_BYTES.value, Op.DECIMAL_FIXED.value
_INTEGER_TO_FLOAT32 = Op.INTEGER_TO_FLOAT32.value
_INTEGER_TO_FLOAT64 = Op.INTEGER_TO_FLOAT64.value
_FLOAT32_TO_FLOAT64 = Op.FLOAT32_TO_FLOAT64.value
_SKIP_BYTES, _SKIP_FIXED = Op.SKIP_BYTES.value, Op.SKIP_FIXED.value
_UNION, _SET_BRANCH, _SET_VALID = Op.UNION.value, Op.SET_BRANCH.value, Op.SET_VALID.value
_BOOLEAN, _FLOAT32, _FLOAT64 = Op.BOOLEAN.value, Op.FLOAT32.value, Op.FLOAT64.value
_FIXED, _GOTO, _FAIL = Op.FIXED.value, Op.GOTO.value, Op.FAIL.value
_LIST, _NEXT, _END = Op.LIST.value, Op.NEXT.value, Op.END.value

_OK, _NEED_MORE, _TRUNCATED = Status.OK.value, Status.NEED_MORE.value, Status.TRUNCATED.value
_BAD_COUNT, _BAD_BRANCH = Status.BAD_COUNT.value, Status.BAD_BRANCH.value
_BAD_BOOLEAN, _BAD_SYMBOL = Status.BAD_BOOLEAN.value, Status.BAD_SYMBOL.value
_BAD_LENGTH, _INT_RANGE = Status.BAD_LENGTH.value, Status.INT_RANGE.value
_DECIMAL_RANGE, _UNRESOLVED = Status.DECIMAL_RANGE.value, Status.UNRESOLVED.value
_BAD_LONG = Status.BAD_LONG.value


@inlined
def read_long(at: Any, end: Any) -> Any:
    """Position behind the long (or minus a status) and its value."""
    raw = np.uint64(0)
    shift = np.uint64(0)
    while at < end:
        byte = np.uint64(load_u8(at))
        at += 1
        raw |= (byte & np.uint64(0x7F)) << shift
        if byte < 0x80:
            return at, np.int64(raw >> np.uint64(1)) ^ -np.int64(raw & np.uint64(1))
        shift += np.uint64(7)
        if shift > 63:
            return -_BAD_LONG, np.int64(0)
    return -_TRUNCATED, np.int64(0)


@kernel
def store_decimal(target: Any, width: Any, source: Any, size: Any) -> bool:
    """Big-endian two's complement as ``width`` little-endian bytes; False if it is too big."""
    negative = size > 0 and load_u8(source) >= 0x80
    fill = np.uint8(0xFF if negative else 0)
    kept = min(size, width)
    for index in range(size - kept):
        if load_u8(source + index) != fill:
            return False
    for index in range(kept):
        store_u8(target + index, load_u8(source + size - 1 - index))
    for index in range(kept, width):
        store_u8(target + index, fill)
    stored: bool = (load_u8(target + width - 1) >= 0x80) == negative
    return stored


@kernel
def decode(
    code: Any,
    tables: Any,
    values: Any,
    lengths: Any,
    valid: Any,
    buffers: Any,
    used: Any,
    room: Any,
    saved: Any,
    lists: Any,
    span: Any,
) -> int:
    """Decode rows from ``span`` and tell how it ended; ``span`` says where.

    ``values lengths valid`` are addresses per column, ``buffers`` per counter. Counters
    (``used`` of ``room``) are the levels, then the byte buffers. ``lists`` holds per level:
    current index, first item, items left in the Avro block. ``span``: position, end, rows
    allowed, stop after this position, then (out) failed instruction, counter, need.
    """
    at, end = span[0], span[1]
    most_rows, enough = span[2], span[3]
    pc = 0
    status = _OK
    here = at
    row_at = at
    counters = used.shape[0]
    if used[0] >= most_rows or at >= enough:
        return _OK
    for counter in range(counters):
        saved[counter] = used[counter]
    lists[0, 0] = used[0]
    while True:
        op = code[pc, OP]
        column = code[pc, COLUMN]
        n = lists[code[pc, LEVEL], 0]
        here = at
        null_at = code[pc, NULL_AT]
        if null_at >= 0:
            at, long = read_long(at, end)
            if at < 0:
                status = -at
                break
            if long == null_at:
                pc = code[pc, JUMP]
                continue
            if long != 1 - null_at:
                status = _BAD_BRANCH
                break
            if valid[column] != 0:
                store_u8(valid[column] + n, np.uint8(1))
        if op < _BOOLEAN:
            at, long = read_long(at, end)
            if at < 0:
                status = -at
                break
            if op == _INT64:
                store_i64(values[column] + 8 * n, long)
            elif op == _INT32:
                if long < -2147483648 or long > 2147483647:
                    status = _INT_RANGE
                    break
                store_i32(values[column] + 4 * n, np.int32(long))
            elif op == _BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                counter = code[pc, ARG]
                position = used[counter]
                if position + long > room[counter]:
                    status = _NEED_MORE
                    span[5] = counter
                    span[6] = position + long
                    break
                target = buffers[counter] + position
                if (
                    long <= SHORT
                    and position + long + SLACK <= room[counter]
                    and at + long + SLACK <= end
                ):
                    copy_short(target, at, long)
                else:
                    copy(target, at, long)
                used[counter] = position + long
                store_i32(lengths[column] + 4 * n + 4, np.int32(long))
                at += long
            elif op == _ENUM:
                if long < 0 or long >= code[pc, EXTRA]:
                    status = _BAD_SYMBOL
                    break
                symbol = tables[code[pc, ARG] + long]
                if symbol < 0:
                    status = _UNRESOLVED
                    break
                store_i32(values[column] + 4 * n, np.int32(symbol))
            elif op == _UNION:
                if long < 0 or long >= code[pc, ARG]:
                    status = _BAD_BRANCH
                    break
                pc = tables[code[pc, JUMP] + long]
                continue
            elif op == _DECIMAL_BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                width = code[pc, ARG]
                if not store_decimal(values[column] + width * n, width, at, long):
                    status = _DECIMAL_RANGE
                    break
                at += long
            elif op == _INTEGER_TO_FLOAT32:
                store_f32(values[column] + 4 * n, np.float32(long))
            elif op == _INTEGER_TO_FLOAT64:
                store_i64(values[column] + 8 * n, np.float64(long).view(np.int64))
            elif op == _SKIP_BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                at += long
            pc += 1
        elif op == _NEXT:
            level = code[pc, ARG]
            if lists[level, 2] == 0:
                at, count = read_long(at, end)
                if at >= 0 and count < 0:
                    count = -count
                    at, long = read_long(at, end)
                if at < 0:
                    status = -at
                    break
                if count == 0:
                    if lengths[column] != 0:
                        items = used[level] - lists[level, 1]
                        store_i32(lengths[column] + 4 * n + 4, np.int32(items))
                    pc += 1
                    continue
                least = code[pc, EXTRA]
                too_many = MOST_EMPTY_ITEMS - used[level] if least == 0 else (end - at) // least
                if count < 0 or count > too_many:
                    status = _BAD_COUNT
                    break
                lists[level, 2] = count
            if used[level] >= room[level]:
                status = _NEED_MORE
                span[5] = level
                span[6] = used[level] + 1
                break
            lists[level, 2] -= 1
            lists[level, 0] = used[level]
            used[level] += 1
            pc = code[pc, JUMP]
        elif op == _LIST:
            level = code[pc, ARG]
            lists[level, 1] = used[level]
            lists[level, 2] = 0
            # NULL_AT and LIST share JUMP: a list's NEXT is in EXTRA.
            pc = code[pc, EXTRA]
        elif op <= _SKIP_FIXED:
            size = 8
            if op == _BOOLEAN:
                size = 1
            elif op in (_FLOAT32, _FLOAT32_TO_FLOAT64):
                size = 4
            elif op in (_FIXED, _SKIP_FIXED):
                size = code[pc, ARG]
            elif op == _DECIMAL_FIXED:
                size = code[pc, EXTRA]
            if size > end - at:
                status = _TRUNCATED
                break
            if op == _FLOAT64:
                store_i64(values[column] + 8 * n, load_i64(at))
            elif op == _FLOAT32:
                store_i32(values[column] + 4 * n, load_i32(at))
            elif op == _BOOLEAN:
                if load_u8(at) > 1:
                    status = _BAD_BOOLEAN
                    break
                store_u8(values[column] + n, load_u8(at))
            elif op == _FLOAT32_TO_FLOAT64:
                store_i64(values[column] + 8 * n, np.float64(load_f32(at)).view(np.int64))
            elif op == _FIXED:
                copy(values[column] + size * n, at, size)
            elif op == _DECIMAL_FIXED:
                width = code[pc, ARG]
                if not store_decimal(values[column] + width * n, width, at, size):
                    status = _DECIMAL_RANGE
                    break
            at += size
            pc += 1
        elif op == _END:
            used[0] += 1
            row_at = at
            if used[0] >= most_rows or at >= enough:
                break
            for counter in range(counters):
                saved[counter] = used[counter]
            lists[0, 0] = used[0]
            pc = 0
        elif op == _SET_VALID:
            if valid[column] != 0:
                store_u8(valid[column] + n, np.uint8(1))
            pc += 1
        elif op == _SET_BRANCH:
            store_u8(values[column] + n, np.uint8(code[pc, ARG]))
            pc += 1
        elif op == _GOTO:
            pc = code[pc, JUMP]
        elif op == _FAIL:
            status = _UNRESOLVED
            break
        else:
            pc += 1
    span[0] = row_at
    if status != _OK:
        span[4] = pc
        if status != _NEED_MORE:
            span[0] = here
        for counter in range(counters):
            used[counter] = saved[counter]
    return status
