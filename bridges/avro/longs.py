"""Avro's longs, zigzag in groups of seven bits, read inside other kernels."""

from __future__ import annotations

from typing import Any

import numpy as np

from bridges.avro.opcodes import Status
from bridges.kernels.jit import inlined
from bridges.kernels.memory import load_u8, load_u64, store_i64
from bridges.kernels.varint import ends_in, gathered, masked

_TRUNCATED, _BAD_LONG = Status.TRUNCATED.value, Status.BAD_LONG.value


@inlined
def read_long(at: Any, end: Any) -> Any:
    """Position behind the long (or minus a status) and its value."""
    if at < end and load_u8(at) < 128:
        raw = np.uint64(load_u8(at))
        return at + 1, np.int64(raw >> np.uint64(1)) ^ -np.int64(raw & np.uint64(1))
    if end - at >= 8:
        word = load_u64(at)
        size = ends_in(word)
        if size <= 8:
            long = np.uint64(gathered(masked(word, size)))
            return at + size, np.int64(long >> np.uint64(1)) ^ -np.int64(long & np.uint64(1))
    return _read_bytes(at, end)


@inlined
def _read_bytes(at: Any, end: Any) -> Any:
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


@inlined
def read_longs(at: Any, end: Any, target: Any, count: Any) -> Any:
    """Position behind ``count`` longs (or minus a status), which are stored at ``target``."""
    for index in range(count):
        at, long = read_long(at, end)
        if at < 0:
            break
        store_i64(target + 8 * index, long)
    return at
