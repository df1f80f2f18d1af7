"""The kernel that turns Arrow buffers into Avro's bytes, one row after the other."""

from __future__ import annotations

from typing import Any

import numpy as np

from bridges.avro.opcodes import ARG, COLUMN, EXTRA, JUMP, LEVEL, NULL_AT, OP, Op, Status
from bridges.kernels.jit import inlined, kernel
from bridges.kernels.memory import (
    copy,
    get_bit,
    load_i8,
    load_i32,
    load_i64,
    load_u8,
    store_i32,
    store_i64,
    store_u8,
)

_INT64, _INT32, _BYTES, _ENUM = Op.INT64.value, Op.INT32.value, Op.BYTES.value, Op.ENUM.value
_DECIMAL_BYTES, _DECIMAL_FIXED = Op.DECIMAL_BYTES.value, Op.DECIMAL_FIXED.value
_UNION, _SET_BRANCH, _BOOLEAN = Op.UNION.value, Op.SET_BRANCH.value, Op.BOOLEAN.value
_FLOAT32, _FLOAT64, _FIXED = Op.FLOAT32.value, Op.FLOAT64.value, Op.FIXED.value
_GOTO, _LIST, _NEXT, _END = Op.GOTO.value, Op.LIST.value, Op.NEXT.value, Op.END.value
_OK, _NEED_MORE = Status.OK.value, Status.NEED_MORE.value
_NULL_VALUE, _BAD_BRANCH = Status.NULL_VALUE.value, Status.BAD_BRANCH.value
_BAD_SYMBOL, _DECIMAL_RANGE = Status.BAD_SYMBOL.value, Status.DECIMAL_RANGE.value
#: No instruction writes more than this beside the bytes of its value: two longs.
_LONGS = 20


@inlined
def write_long(at: Any, value: Any) -> Any:
    """The address behind the zig-zag long."""
    rest = np.uint64((value << 1) ^ (value >> 63))
    while rest > np.uint64(0x7F):
        store_u8(at, np.uint8((rest & np.uint64(0x7F)) | np.uint64(0x80)))
        at += 1
        rest >>= np.uint64(7)
    store_u8(at, np.uint8(rest))
    return at + 1


@kernel
def decimal_size(source: Any, width: Any) -> Any:
    """How few bytes hold the little-endian two's complement number of ``width`` bytes."""
    fill = np.uint8(0xFF if load_u8(source + width - 1) >= 0x80 else 0)
    size = width
    while size > 1 and load_u8(source + size - 1) == fill:
        if (load_u8(source + size - 2) ^ fill) & np.uint8(0x80):
            break
        size -= 1
    return size


@kernel
def write_decimal(target: Any, size: Any, source: Any, width: Any) -> None:
    """Little-endian ``width`` bytes as big-endian ``size``, its sign extended."""
    fill = np.uint8(0xFF if load_u8(source + width - 1) >= 0x80 else 0)
    for index in range(size):
        byte = load_u8(source + index) if index < width else fill
        store_u8(target + size - 1 - index, byte)


@kernel
def encode(
    code: Any,
    tables: Any,
    values: Any,
    offsets: Any,
    valid: Any,
    base: Any,
    lists: Any,
    span: Any,
) -> int:
    """Encode rows from ``span``; ``span`` tells how far it came.

    ``values offsets valid`` are addresses per column, ``base`` the offset of its slice.
    ``lists`` holds per level the current index and the end. ``span``: position, end of the
    output, row, end of rows, stop after this position, then (out) the failed instruction.
    """
    at, end = span[0], span[1]
    row, rows, enough = span[2], span[3], span[4]
    if row >= rows or at >= enough:
        return _OK
    status = _OK
    row_at = at
    pc = 0
    lists[0, 0] = row
    while True:
        op = code[pc, OP]
        column = code[pc, COLUMN]
        n = lists[code[pc, LEVEL], 0] + base[column]
        if end - at < _LONGS:
            status = _NEED_MORE
            break
        null_at = code[pc, NULL_AT]
        if valid[column] != 0 and get_bit(valid[column], n) == 0:
            if null_at < 0:
                status = _NULL_VALUE
                break
            at = write_long(at, null_at)
            pc = code[pc, JUMP]
            continue
        if null_at >= 0 and op != _UNION:
            at = write_long(at, 1 - null_at)
        if op == _INT64:
            at = write_long(at, load_i64(values[column] + 8 * n))
        elif op == _INT32:
            at = write_long(at, np.int64(load_i32(values[column] + 4 * n)))
        elif op == _BYTES:
            first = np.int64(load_i32(offsets[column] + 4 * n))
            size = np.int64(load_i32(offsets[column] + 4 * n + 4)) - first
            if end - at < _LONGS + size:
                status = _NEED_MORE
                break
            at = write_long(at, size)
            copy(at, values[column] + first, size)
            at += size
        elif op == _FLOAT32:
            store_i32(at, load_i32(values[column] + 4 * n))
            at += 4
        elif op == _FLOAT64:
            store_i64(at, load_i64(values[column] + 8 * n))
            at += 8
        elif op == _BOOLEAN:
            store_u8(at, np.uint8(get_bit(values[column], n)))
            at += 1
        elif op == _LIST:
            level = code[pc, ARG]
            first = np.int64(load_i32(offsets[column] + 4 * n))
            last = np.int64(load_i32(offsets[column] + 4 * n + 4))
            lists[level, 0] = first
            lists[level, 1] = last
            if first < last:
                at = write_long(at, last - first)
            else:
                at = write_long(at, np.int64(0))
                pc = code[pc, EXTRA]
        elif op == _NEXT:
            level = code[pc, ARG]
            lists[level, 0] += 1
            if lists[level, 0] < lists[level, 1]:
                pc = code[pc, JUMP]
                continue
            at = write_long(at, np.int64(0))
        elif op == _END:
            row += 1
            row_at = at
            if row >= rows or at >= enough:
                break
            lists[0, 0] = row
            pc = 0
            continue
        elif op == _ENUM:
            symbol = np.int64(load_i32(values[column] + 4 * n))
            if symbol < 0:
                status = _BAD_SYMBOL
                break
            at = write_long(at, symbol)
        elif op == _FIXED:
            size = code[pc, ARG]
            if end - at < _LONGS + size:
                status = _NEED_MORE
                break
            copy(at, values[column] + size * n, size)
            at += size
        elif op == _DECIMAL_BYTES:
            if end - at < _LONGS + 32:
                status = _NEED_MORE
                break
            width = code[pc, ARG]
            size = decimal_size(values[column] + width * n, width)
            at = write_long(at, size)
            write_decimal(at, size, values[column] + width * n, width)
            at += size
        elif op == _DECIMAL_FIXED:
            width, size = code[pc, ARG], code[pc, EXTRA]
            if end - at < _LONGS + size:
                status = _NEED_MORE
                break
            if decimal_size(values[column] + width * n, width) > size:
                status = _DECIMAL_RANGE
                break
            write_decimal(at, size, values[column] + width * n, width)
            at += size
        elif op == _UNION:
            branch = np.int64(load_i8(values[column] + n))
            if branch < 0 or branch >= code[pc, ARG]:
                status = _BAD_BRANCH
                break
            place = code[pc, EXTRA] + 2 * branch
            at = write_long(at, tables[place])
            pc = tables[place + 1]
            continue
        elif op == _SET_BRANCH:
            at = write_long(at, code[pc, ARG])
        elif op == _GOTO:
            pc = code[pc, JUMP]
            continue
        pc += 1
    span[0] = row_at
    span[2] = row
    span[5] = pc
    return status
