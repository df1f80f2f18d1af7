"""The column of a feature's name: the one after the last, else by a hash table."""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.decode_layout import (
    COLUMNS,
    META,
    NAME,
    NAME_SIZE,
    SLOT_SIZE,
    TABLE,
    TABLE_MASK,
)
from bridges.kernels.jit import Array, inlined, kernel
from bridges.kernels.memory import load_i64, load_u8, load_u64

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
def find_column(state: int, guess: int, at: int, size: int) -> int:
    """Return the column of a name, -1 if there is none; ``guess`` is tried first."""
    meta = load_i64(state + META)
    if guess < load_i64(state + COLUMNS):
        slot = meta + guess * SLOT_SIZE
        if load_i64(slot + NAME_SIZE) == size and _same(load_i64(slot + NAME), at, size):
            return guess
    table, mask = load_i64(state + TABLE), nb.uint64(load_i64(state + TABLE_MASK))
    place = name_hash(at, size) & mask
    j = load_i64(table + 8 * nb.int64(place))
    while j >= 0:
        slot = meta + j * SLOT_SIZE
        if load_i64(slot + NAME_SIZE) == size and _same(load_i64(slot + NAME), at, size):
            return j
        place = (place + nb.uint64(1)) & mask
        j = load_i64(table + 8 * nb.int64(place))
    return -1


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
