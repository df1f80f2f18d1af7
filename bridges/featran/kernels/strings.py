"""Java's and Scala's hashes of strings, from UTF-8 bytes with surrogates kept."""

from __future__ import annotations

import numba as nb
import numpy as np

from bridges.kernels.jit import Array, inlined, kernel


@inlined
def _code_point(data: Array, at: int) -> tuple[int, int]:
    """Return the code point at a byte and how many bytes it takes."""
    a = nb.int64(data[at])
    if a < 0x80:
        return a, 1
    if a < 0xE0:
        return (a & 0x1F) << 6 | nb.int64(data[at + 1]) & 0x3F, 2
    if a < 0xF0:
        b, c = nb.int64(data[at + 1]) & 0x3F, nb.int64(data[at + 2]) & 0x3F
        return (a & 0x0F) << 12 | b << 6 | c, 3
    b, c = nb.int64(data[at + 1]) & 0x3F, nb.int64(data[at + 2]) & 0x3F
    return (a & 0x07) << 18 | b << 12 | c << 6 | nb.int64(data[at + 3]) & 0x3F, 4


@kernel
def _units(data: Array, at: int, end: int, units: Array) -> int:
    """Write the UTF-16 code units of some bytes and return their number."""
    n = 0
    while at < end:
        point, size = _code_point(data, at)
        at += size
        if point < 0x10000:
            units[n] = point
            n += 1
        else:
            units[n] = 0xD800 + ((point - 0x10000) >> 10)
            units[n + 1] = 0xDC00 + ((point - 0x10000) & 0x3FF)
            n += 2
    return n


@inlined
def _rotl(x: int, r: int) -> int:
    return nb.uint32(nb.uint32(x << nb.uint32(r)) | (x >> nb.uint32(32 - r)))


@inlined
def _mix_last(h: int, d: int) -> int:
    k = nb.uint32(nb.uint32(d) * nb.uint32(0xCC9E2D51))
    return nb.uint32(h ^ nb.uint32(_rotl(k, 15) * nb.uint32(0x1B873593)))


@kernel
def _murmur(units: Array, n: int) -> int:
    h = nb.uint32(0xF7CA7FD2)
    i = 0
    while i + 1 < n:
        h = _rotl(_mix_last(h, nb.uint32(nb.uint32(units[i]) << nb.uint32(16)) + units[i + 1]), 13)
        h = nb.uint32(h * nb.uint32(5) + nb.uint32(0xE6546B64))
        i += 2
    if n & 1:
        h = _mix_last(h, units[n - 1])
    h = nb.uint32(h ^ nb.uint32(n))
    h = nb.uint32(nb.uint32(h ^ (h >> nb.uint32(16))) * nb.uint32(0x85EBCA6B))
    h = nb.uint32(nb.uint32(h ^ (h >> nb.uint32(13))) * nb.uint32(0xC2B2AE35))
    return nb.uint32(h ^ (h >> nb.uint32(16)))


@kernel
def scala_hashes(offsets: Array, data: Array) -> Array:
    """Return int32[k]: Scala's ``MurmurHash3.stringHash``, which pairs up UTF-16 code units."""
    out = np.empty(len(offsets) - 1, dtype=np.int32)
    longest = 1
    for i in range(len(out)):
        longest = max(longest, offsets[i + 1] - offsets[i])
    units = np.empty(longest, dtype=np.uint32)
    for i in range(len(out)):
        out[i] = nb.int32(_murmur(units, _units(data, offsets[i], offsets[i + 1], units)))
    return out


@kernel
def java_hashes(offsets: Array, data: Array) -> Array:
    """Return uint32[k]: ``String.hashCode``."""
    out = np.empty(len(offsets) - 1, dtype=np.uint32)
    longest = 1
    for i in range(len(out)):
        longest = max(longest, offsets[i + 1] - offsets[i])
    units = np.empty(longest, dtype=np.uint32)
    for i in range(len(out)):
        h = nb.uint32(0)
        for j in range(_units(data, offsets[i], offsets[i + 1], units)):
            h = nb.uint32(h * nb.uint32(31) + units[j])
        out[i] = h
    return out
