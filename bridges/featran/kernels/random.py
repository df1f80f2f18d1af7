"""``java.util.Random`` in bulk."""

from __future__ import annotations

import numba as nb

from bridges.kernels.jit import Array, kernel


@kernel
def next_doubles(state: int, out: Array) -> int:
    """Fill ``out`` with ``nextDouble`` and return the generator's state."""
    s = nb.uint64(state)
    mask = nb.uint64((1 << 48) - 1)
    for i in range(len(out)):
        s = (s * nb.uint64(0x5DEECE66D) + nb.uint64(0xB)) & mask
        high = s >> nb.uint64(22)
        s = (s * nb.uint64(0x5DEECE66D) + nb.uint64(0xB)) & mask
        low = s >> nb.uint64(21)
        out[i] = nb.float64((high << nb.uint64(27)) + low) * 2.0**-53
    return s
