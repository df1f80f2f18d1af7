"""``java.util.Random``."""

from __future__ import annotations

from typing import Any

import numpy as np

_MULTIPLIER = 0x5DEECE66D
_MASK = (1 << 48) - 1


class Random:
    """The linear congruential generator of Java, 48 bits wide."""

    def __init__(self, seed: int) -> None:
        self.state = (seed ^ _MULTIPLIER) & _MASK

    def _next(self, bits: int) -> int:
        self.state = (self.state * _MULTIPLIER + 0xB) & _MASK
        return self.state >> (48 - bits)

    def next_int(self) -> int:
        """Return a signed int of 32 bits."""
        value = self._next(32)
        return value - (1 << 32) if value >> 31 else value

    def next_double(self) -> float:
        """Return a double in [0, 1)."""
        return ((self._next(26) << 27) + self._next(27)) * 2.0**-53

    def next_doubles(self, count: int) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return that many doubles."""
        from bridges.featran.kernels.random import next_doubles

        out = np.empty(count)
        self.state = int(next_doubles(self.state, out))
        return out
