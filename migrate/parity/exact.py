"""Sums of doubles without rounding: the same total in whatever order and parts they are added.

A total is a whole number of 2**-1074, the smallest double; so merging two partial sums is adding
two integers, and every engine that saw the same values has the same bits.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

import numpy as np

#: The exponent of the smallest positive double.
_UNIT: Final = 1074
_MANTISSA: Final = 53
_LOW_BITS: Final = 26
#: So many 27-bit parts still add up exactly in a double.
_CHUNK: Final = 1 << 24


def exact_sum(values: Any) -> int:
    """The sum of finite doubles (a numpy array), in units of 2**-1074."""
    total = 0
    for start in range(0, len(values), _CHUNK):
        total += _chunk(values[start : start + _CHUNK])
    return total


def _chunk(values: Any) -> int:
    fraction, exponent = np.frexp(values)
    mantissa = (fraction * 2.0**_MANTISSA).astype(np.int64)
    low = mantissa & ((1 << _LOW_BITS) - 1)
    high = mantissa >> _LOW_BITS
    base = int(exponent.min()) if len(exponent) else 0
    place = exponent - base
    lows = np.bincount(place, weights=low)
    highs = np.bincount(place, weights=high)
    total = 0
    for index in np.flatnonzero((lows != 0) | (highs != 0)):
        part = (int(highs[index]) << _LOW_BITS) + int(lows[index])
        shift = base + int(index) - _MANTISSA + _UNIT
        total += part << shift if shift >= 0 else part >> -shift
    return total


def as_fraction(total: int) -> Fraction:
    """The number that a total stands for."""
    return Fraction(total, 1 << _UNIT)


def product(a: Any, b: Any) -> tuple[Any, Any]:
    """``a * b`` as a rounded product and its error (Dekker 1971): together they are exact."""
    high = a * b
    a1, a2 = _split(a)
    b1, b2 = _split(b)
    return high, ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2


def _split(value: Any) -> tuple[Any, Any]:
    scaled = value * 134217729.0  # 2**27 + 1
    high = scaled - (scaled - value)
    return high, value - high
