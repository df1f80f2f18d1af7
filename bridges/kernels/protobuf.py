"""Fields of protobuf messages: where a value ends, and how to get past one."""

from __future__ import annotations

import numba as nb

from bridges.kernels.jit import kernel
from bridges.kernels.varint import read_varint


@kernel
def skip_field(at: int, end: int) -> int:
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
def span(at: int, end: int) -> tuple[int, int]:
    """Return where a length-delimited field begins and ends; -1 when it is malformed."""
    at, size = read_varint(at, end)
    if at < 0 or size > nb.uint64(end - at):
        return -1, -1
    return at, at + nb.int64(size)
