"""Protobuf varints: seven bits a byte, least significant first."""

from __future__ import annotations

import numba as nb

from bridges.kernels.jit import inlined
from bridges.kernels.memory import load_u8, store_u8


@inlined
def varint_size(value: int) -> int:
    """Return how many bytes the unsigned ``value`` takes."""
    size = 1
    while value >= 128:
        value >>= nb.uint64(7)
        size += 1
    return size


@inlined
def write_varint(at: int, value: int) -> int:
    """Write the unsigned ``value`` and return the address after it."""
    while value >= 128:
        store_u8(at, nb.uint8((value & nb.uint64(127)) | nb.uint64(128)))
        at += 1
        value >>= nb.uint64(7)
    store_u8(at, nb.uint8(value))
    return at + 1


@inlined
def read_varint(at: int, end: int) -> tuple[int, int]:
    """Return the address after the varint and its 64 bits; address -1 when it is malformed."""
    value = nb.uint64(0)
    shift = nb.uint64(0)
    while at < end and shift < 64:
        byte = nb.uint64(load_u8(at))
        at += 1
        value |= (byte & nb.uint64(127)) << shift
        if byte < 128:
            return at, value
        shift += nb.uint64(7)
    return -1, nb.uint64(0)
