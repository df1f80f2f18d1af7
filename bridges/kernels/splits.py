"""Framed records that the encoder wrote: where they lie, a feature of each, copies in an order."""

from __future__ import annotations

import numba as nb

from bridges.kernels.frames import FOOTER, HEADER
from bridges.kernels.jit import Array, kernel
from bridges.kernels.memory import copy, load_u8, load_u32, load_u64
from bridges.kernels.varint import read_varint

_FRAME = HEADER + FOOTER


@kernel
def walk_frames(at: int, end: int, starts: Array, sizes: Array, keys: Array) -> int:
    """Note address, size (of the whole frame) and checksum of all records; return their number."""
    count = 0
    while at < end:
        size = nb.int64(load_u64(at)) + _FRAME
        starts[count] = at
        sizes[count] = size
        keys[count] = load_u32(at + size - FOOTER)
        count += 1
        at += size
    return count


@kernel
def _is_name(at: int, name: int, size: int) -> bool:
    differing = 0
    for i in range(size):
        differing |= load_u8(at + i) ^ load_u8(name + i)
    return differing == 0


@kernel
def find_feature(
    starts: Array, sizes: Array, count: int, name: int, size: int, begins: Array, lengths: Array
) -> int:
    """Note where each record's serialized Feature of a name lies; return how many have it.

    The search ends at the first record without it.
    """
    for row in range(count):
        end = starts[row] + sizes[row] - FOOTER
        # The one field of an Example is its map, and each entry is a name and a Feature.
        at, _ = read_varint(starts[row] + HEADER + 1, end)
        found = False
        while at < end and not found:
            at, entry = read_varint(at + 1, end)
            next_entry = at + nb.int64(entry)
            at, length = read_varint(at + 1, end)
            found = nb.int64(length) == size and _is_name(at, name, size)
            if found:
                at, length = read_varint(at + size + 1, end)
                begins[row] = at
                lengths[row] = nb.int64(length)
            at = next_entry
        if not found:
            return row
    return count


@kernel
def copy_frames(starts: Array, sizes: Array, order: Array, out: int) -> int:
    """Copy records one behind the other in an order; return the address after the last."""
    for i in order:
        copy(out, starts[i], sizes[i])
        out += sizes[i]
    return out
