"""Algebird's MurmurHash128: x64_128 with a 64-bit seed and sign-extended bytes in the tail.

The sign extension is a slip of the Java port that Cassandra and Algebird share; bytes from 0x80 up
in the last, incomplete block of 16 set all higher bits too.
"""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, inlined, kernel

_C1 = np.uint64(0x87C37B91114253D5)
_C2 = np.uint64(0x4CF5AD432745937F)


@inlined
def _rotl(x: int, r: int) -> int:
    return (x << nb.uint64(r)) | (x >> nb.uint64(64 - r))


@inlined
def _mix(k: int) -> int:
    k = (k ^ (k >> nb.uint64(33))) * nb.uint64(0xFF51AFD7ED558CCD)
    k = (k ^ (k >> nb.uint64(33))) * nb.uint64(0xC4CEB9FE1A85EC53)
    return k ^ (k >> nb.uint64(33))


@inlined
def _word(data: Array, at: int) -> int:
    word = nb.uint64(0)
    for i in range(8):
        word |= nb.uint64(data[at + i]) << nb.uint64(8 * i)
    return word


@inlined
def _tail(data: Array, at: int, end: int) -> int:
    word = nb.uint64(0)
    for i in range(end - at):
        word ^= nb.uint64(nb.int64(nb.int8(data[at + i]))) << nb.uint64(8 * i)
    return word


@kernel
def murmur128(data: Array, at: int, end: int, seed: int) -> tuple[int, int]:
    """Return both halves of the hash of some bytes."""
    h1 = nb.uint64(seed)
    h2 = nb.uint64(seed)
    size = end - at
    while at + 16 <= end:
        h1 ^= _rotl(_word(data, at) * _C1, 31) * _C2
        h1 = (_rotl(h1, 27) + h2) * nb.uint64(5) + nb.uint64(0x52DCE729)
        h2 ^= _rotl(_word(data, at + 8) * _C2, 33) * _C1
        h2 = (_rotl(h2, 31) + h1) * nb.uint64(5) + nb.uint64(0x38495AB5)
        at += 16
    if end > at + 8:
        h2 ^= _rotl(_tail(data, at + 8, end) * _C2, 33) * _C1
    if end > at:
        h1 ^= _rotl(_tail(data, at, min(end, at + 8)) * _C1, 31) * _C2
    h1 ^= nb.uint64(size)
    h2 ^= nb.uint64(size)
    h1 += h2
    h2 += h1
    h1 = _mix(h1)
    h2 = _mix(h2)
    h1 += h2
    h2 += h1
    return h1, h2


@kernel
def hashes(offsets: Array, data: Array, seed: int) -> Array:
    """Return uint64[k, 2] for k strings; the seed is sign-extended to 64 bits."""
    out = np.empty((len(offsets) - 1, 2), dtype=np.uint64)
    for i in range(len(out)):
        h1, h2 = murmur128(data, offsets[i], offsets[i + 1], nb.int64(seed))
        out[i, 0] = h1
        out[i, 1] = h2
    return out
