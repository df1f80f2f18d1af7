"""The frames of a TFRecord file: finds records in a buffer and checks their sums."""

from __future__ import annotations

from enum import IntEnum

import numba as nb

from bridges.kernels.crc32c import masked_crc32c
from bridges.kernels.jit import Array, kernel
from bridges.kernels.memory import load_u32, load_u64

#: Bytes of a record beside its payload, before and after.
HEADER = 12
FOOTER = 4


class Frame(IntEnum):
    """Why a scan ended."""

    COMPLETE = 0
    PARTIAL = 1
    BAD_LENGTH = 2
    BAD_DATA = 3


_COMPLETE, _PARTIAL, _BAD_LENGTH, _BAD_DATA = 0, 1, 2, 3


@kernel
def scan_frames(at: int, end: int, starts: Array, sizes: Array, found: Array) -> int:
    """Find records until the buffer ends, ``starts`` is full, or a sum is wrong.

    ``found`` receives the number of records and the address after the last good one.
    """
    count = 0
    status = _COMPLETE
    while count < starts.shape[0] and at < end:
        if end - at < HEADER:
            status = _PARTIAL
            break
        size = load_u64(at)
        if masked_crc32c(at, 8) != load_u32(at + 8):
            status = _BAD_LENGTH
            break
        if size > nb.uint64(end - at) or nb.int64(size) + HEADER + FOOTER > end - at:
            status = _PARTIAL
            break
        payload = at + HEADER
        if masked_crc32c(payload, nb.int64(size)) != load_u32(payload + nb.int64(size)):
            status = _BAD_DATA
            break
        starts[count] = payload
        sizes[count] = nb.int64(size)
        count += 1
        at = payload + nb.int64(size) + FOOTER
    found[0] = count
    found[1] = at
    return status
