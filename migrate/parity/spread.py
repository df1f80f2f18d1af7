"""How often which values are there, in at most 16,384 buckets whose width the values choose.

Values are whole numbers of 64 bits in their order; a bucket holds those that agree in all but their
last ``shift`` bits. The shift is the least that leaves no more than :data:`MOST` buckets with a
value in them: few values have a bucket each, an outlier costs one bucket and blurs no other, and
whoever adds the parts up, in whatever order, has the same buckets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

#: Buckets of one side.
MOST: Final = 1 << 14
_SIGN: Final = np.int64(0x7FFF_FFFF_FFFF_FFFF)


def _none() -> Any:
    return np.zeros(0, np.int64)


@dataclass(slots=True)
class Spread:
    """``keys``: the buckets in order, as int64 shifted by ``shift``; ``counts`` belong to them."""

    shift: int = 0
    keys: Any = field(default_factory=_none)
    counts: Any = field(default_factory=_none)

    def add(self, values: Any) -> None:
        """Count an int64 array."""
        if len(values):
            shifted = values >> self.shift if self.shift else values
            self._join(*np.unique(shifted, return_counts=True))

    def merge(self, other: Spread) -> None:
        """Count what ``other`` has counted."""
        shift = max(self.shift, other.shift)
        self.coarsen(shift)
        self._join(other.keys >> (shift - other.shift), other.counts)

    def coarsen(self, shift: int) -> None:
        """Make buckets of ``2 ** shift`` values, no fewer than now."""
        by, self.shift = shift - self.shift, shift
        if by > 0:
            self.keys, self.counts = _added(self.keys >> by, self.counts)

    def _join(self, keys: Any, counts: Any) -> None:
        joined = np.concatenate([self.keys, keys]), np.concatenate([self.counts, counts])
        self.keys, self.counts = _added(*joined)
        if len(self.keys) > MOST:
            self.coarsen(self.shift + _needed(self.keys))


def _added(keys: Any, counts: Any) -> tuple[Any, Any]:
    """Every key once, in order, with its counts added up."""
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    starts = np.flatnonzero(np.diff(keys, prepend=keys[:1] - 1)) if len(keys) else _none()
    return keys[starts], np.add.reduceat(counts, starts) if len(keys) else _none()


def _needed(keys: Any) -> int:
    """By how many bits sorted keys have to be cut until few enough are left.

    Two neighbours fall into one bucket once all bits in which they differ are cut.
    """
    apart = (keys[1:] ^ keys[:-1]).view(np.uint64)
    high, low = apart >> np.uint64(32), apart & np.uint64(0xFFFF_FFFF)
    bits = np.where(high > 0, 32 + np.frexp(high)[1], np.frexp(low)[1])
    return int(np.sort(bits)[-MOST])


def together(left: Spread, right: Spread) -> tuple[Any, Any, Any]:
    """The buckets of both sides, and how often each side is in them."""
    both = Spread()
    both.merge(left)
    both.merge(right)
    counts = [_counts_in(side, both) for side in (left, right)]
    return both, counts[0], counts[1]


def _counts_in(side: Spread, both: Spread) -> Any:
    found = np.zeros(len(both.keys), np.int64)
    places = np.searchsorted(both.keys, side.keys >> (both.shift - side.shift))
    np.add.at(found, places, side.counts)
    return found


def of_doubles(values: Any) -> Any:
    """Doubles as int64 in the same order; -0.0 is 0.0."""
    bits = (values + 0.0).view(np.int64)
    return np.where(bits < 0, bits ^ _SIGN, bits)


def to_doubles(keys: Any) -> Any:
    """The doubles again."""
    return np.where(keys < 0, keys ^ _SIGN, keys).view(np.float64)
