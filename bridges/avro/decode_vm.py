"""The kernel that turns a block's bytes into Arrow buffers, one row after the other.

Value ``n`` of a column is value ``n`` of its level, so a null, or a branch not taken,
needs no code: buffers begin zeroed, and zero is null, no bytes, no items. A row that does
not fit is undone and done again when the caller has made room; the writes are the same.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from bridges.avro.longs import read_long, read_longs
from bridges.avro.opcodes import (
    ARG,
    BULK,
    BULK_LONGS,
    COLUMN,
    EXTRA,
    JUMP,
    LEVEL,
    NULL_AT,
    OP,
    Op,
    Status,
)
from bridges.avro.words import field_of, set_word, word
from bridges.kernels.jit import kernel
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
    # Plain loads: an index of an array would be tested for being negative each time.
    program, table_at = code.ctypes.data, tables.ctypes.data
    value_at, length_at, valid_at = values.ctypes.data, lengths.ctypes.data, valid.ctypes.data
    buffer_at, used_at, room_at = buffers.ctypes.data, used.ctypes.data, room.ctypes.data
    list_at = lists.ctypes.data
    if used[0] >= most_rows or at >= enough:
        return _OK
    for counter in range(counters):
        saved[counter] = used[counter]
    lists[0, 0] = used[0]
    while True:
        op = field_of(program, pc, OP)
        column = field_of(program, pc, COLUMN)
        n = word(list_at, 3 * field_of(program, pc, LEVEL))
        here = at
        null_at = field_of(program, pc, NULL_AT)
        if null_at >= 0:
            at, long = read_long(at, end)
            if at < 0:
                status = -at
                break
            if long == null_at:
                pc = field_of(program, pc, JUMP)
                continue
            if long != 1 - null_at:
                status = _BAD_BRANCH
                break
            if word(valid_at, column) != 0:
                store_u8(word(valid_at, column) + n, np.uint8(1))
        if op < _BOOLEAN:
            at, long = read_long(at, end)
            if at < 0:
                status = -at
                break
            if op == _INT64:
                store_i64(word(value_at, column) + 8 * n, long)
            elif op == _INT32:
                if long < -2147483648 or long > 2147483647:
                    status = _INT_RANGE
                    break
                store_i32(word(value_at, column) + 4 * n, np.int32(long))
            elif op == _BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                counter = field_of(program, pc, ARG)
                position = word(used_at, counter)
                if position + long > word(room_at, counter):
                    status = _NEED_MORE
                    span[5] = counter
                    span[6] = position + long
                    break
                target = word(buffer_at, counter) + position
                if (
                    long <= SHORT
                    and position + long + SLACK <= word(room_at, counter)
                    and at + long + SLACK <= end
                ):
                    copy_short(target, at, long)
                else:
                    copy(target, at, long)
                set_word(used_at, counter, position + long)
                store_i32(word(length_at, column) + 4 * n + 4, np.int32(long))
                at += long
            elif op == _ENUM:
                if long < 0 or long >= field_of(program, pc, EXTRA):
                    status = _BAD_SYMBOL
                    break
                symbol = word(table_at, field_of(program, pc, ARG) + long)
                if symbol < 0:
                    status = _UNRESOLVED
                    break
                store_i32(word(value_at, column) + 4 * n, np.int32(symbol))
            elif op == _UNION:
                if long < 0 or long >= field_of(program, pc, ARG):
                    status = _BAD_BRANCH
                    break
                pc = word(table_at, field_of(program, pc, JUMP) + long)
                continue
            elif op == _DECIMAL_BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                width = field_of(program, pc, ARG)
                if not store_decimal(word(value_at, column) + width * n, width, at, long):
                    status = _DECIMAL_RANGE
                    break
                at += long
            elif op == _INTEGER_TO_FLOAT32:
                store_f32(word(value_at, column) + 4 * n, np.float32(long))
            elif op == _INTEGER_TO_FLOAT64:
                store_i64(word(value_at, column) + 8 * n, np.float64(long).view(np.int64))
            elif op == _SKIP_BYTES:
                if long < 0 or long > end - at:
                    status = _BAD_LENGTH
                    break
                at += long
            pc += 1
        elif op == _NEXT:
            level = field_of(program, pc, ARG)
            count = word(list_at, 3 * level + 2)
            if count == 0:
                at, count = read_long(at, end)
                if at >= 0 and count < 0:
                    count = -count
                    at, long = read_long(at, end)
                if at < 0:
                    status = -at
                    break
                if count == 0:
                    if word(length_at, column) != 0:
                        items = word(used_at, level) - word(list_at, 3 * level + 1)
                        store_i32(word(length_at, column) + 4 * n + 4, np.int32(items))
                    pc += 1
                    continue
                least = field_of(program, pc, EXTRA)
                too_many = (
                    MOST_EMPTY_ITEMS - word(used_at, level) if least == 0 else (end - at) // least
                )
                if count < 0 or count > too_many:
                    status = _BAD_COUNT
                    break
                set_word(list_at, 3 * level + 2, count)
            bulk = field_of(program, pc, BULK)
            if bulk != 0:
                items = word(used_at, level)
                if items + count > word(room_at, level):
                    status = _NEED_MORE
                    span[5] = level
                    span[6] = items + count
                    break
                column = field_of(program, field_of(program, pc, JUMP), COLUMN)
                target = word(value_at, column)
                if bulk == BULK_LONGS:
                    at = read_longs(at, end, target + 8 * items, count)
                    if at < 0:
                        status = -at
                        break
                else:
                    copy(target + bulk * items, at, bulk * count)
                    at += bulk * count
                set_word(used_at, level, items + count)
                set_word(list_at, 3 * level + 2, 0)
                continue
            if word(used_at, level) >= word(room_at, level):
                status = _NEED_MORE
                span[5] = level
                span[6] = word(used_at, level) + 1
                break
            set_word(list_at, 3 * level + 2, word(list_at, 3 * level + 2) - 1)
            set_word(list_at, 3 * level + 0, word(used_at, level))
            set_word(used_at, level, word(used_at, level) + 1)
            pc = field_of(program, pc, JUMP)
        elif op == _LIST:
            level = field_of(program, pc, ARG)
            set_word(list_at, 3 * level + 1, word(used_at, level))
            set_word(list_at, 3 * level + 2, 0)
            # NULL_AT and LIST share JUMP: a list's NEXT is in EXTRA.
            pc = field_of(program, pc, EXTRA)
        elif op <= _SKIP_FIXED:
            size = 8
            if op == _BOOLEAN:
                size = 1
            elif op in (_FLOAT32, _FLOAT32_TO_FLOAT64):
                size = 4
            elif op in (_FIXED, _SKIP_FIXED):
                size = field_of(program, pc, ARG)
            elif op == _DECIMAL_FIXED:
                size = field_of(program, pc, EXTRA)
            if size > end - at:
                status = _TRUNCATED
                break
            if op == _FLOAT64:
                store_i64(word(value_at, column) + 8 * n, load_i64(at))
            elif op == _FLOAT32:
                store_i32(word(value_at, column) + 4 * n, load_i32(at))
            elif op == _BOOLEAN:
                if load_u8(at) > 1:
                    status = _BAD_BOOLEAN
                    break
                store_u8(word(value_at, column) + n, load_u8(at))
            elif op == _FLOAT32_TO_FLOAT64:
                store_i64(word(value_at, column) + 8 * n, np.float64(load_f32(at)).view(np.int64))
            elif op == _FIXED:
                copy(word(value_at, column) + size * n, at, size)
            elif op == _DECIMAL_FIXED:
                width = field_of(program, pc, ARG)
                if not store_decimal(word(value_at, column) + width * n, width, at, size):
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
            if word(valid_at, column) != 0:
                store_u8(word(valid_at, column) + n, np.uint8(1))
            pc += 1
        elif op == _SET_BRANCH:
            store_u8(word(value_at, column) + n, np.uint8(field_of(program, pc, ARG)))
            pc += 1
        elif op == _GOTO:
            pc = field_of(program, pc, JUMP)
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
