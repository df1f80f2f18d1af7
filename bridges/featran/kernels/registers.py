"""The registers of Algebird's HyperLogLog with 12 bits."""

from __future__ import annotations

import numba as nb

from bridges.featran.kernels.murmur128 import murmur128
from bridges.kernels.jit import Array, inlined, kernel

_SEED = 12345678


@inlined
def _leading_zeros(x: int) -> int:
    n = 0
    while n < 64 and (x >> nb.uint64(63 - n)) & nb.uint64(1) == nb.uint64(0):
        n += 1
    return n


@kernel
def observe(offsets: Array, data: Array, chosen: Array, registers: Array) -> None:
    """Raise uint8[4096] registers by the chosen strings.

    The register is the first 12 bits of the hash read backwards (b0 is the lowest); its rank is the
    place of the first 1 among the 116 bits that follow, 0 if there is none.
    """
    for i in range(len(chosen)):
        if not chosen[i]:
            continue
        h1, h2 = murmur128(data, offsets[i], offsets[i + 1], nb.int64(_SEED))
        register = 0
        for bit in range(12):
            register |= nb.int64((h1 >> nb.uint64(63 - bit)) & nb.uint64(1)) << bit
        rest = h1 << nb.uint64(12)
        rank = 1 + _leading_zeros(rest)
        if rest == nb.uint64(0):
            rank = 0 if h2 == nb.uint64(0) else 53 + _leading_zeros(h2)
        registers[register] = max(registers[register], rank)
