"""``Float.toString``: the rules of :mod:`bridges.featran.jvm.doubles` with 24 bits."""

from __future__ import annotations

import math
import struct

import numpy as np

from bridges.featran.jvm.doubles import format_digits
from bridges.featran.jvm.floating_decimal import digits_of

_SIGNIFICANT = 24


def to_string(x: float, jdk: int = 17) -> str:
    """Return ``Float.toString`` of a JDK for a Python float that 24 bits can hold."""
    if x != x:
        return "NaN"
    sign = "-" if math.copysign(1.0, x) < 0 else ""
    if math.isinf(x):
        return f"{sign}Infinity"
    if x == 0:
        return f"{sign}0.0"
    digits, exponent = _shortest(abs(x)) if jdk >= 19 else digits_of(*_parts(abs(x)))
    return sign + format_digits(digits, exponent)


def _shortest(x: float) -> tuple[str, int]:
    """The shortest digits that read back; of the two-digit ones the closest (JDK ≥ 19)."""
    text = np.format_float_scientific(np.float32(x), unique=True, trim="-")
    mantissa, _, exponent = text.partition("e")
    digits = mantissa.replace(".", "")
    if len(digits) == 1:
        mantissa, _, exponent = f"{x:.1e}".partition("e")
        digits = mantissa.replace(".", "").rstrip("0")
    return digits, int(exponent)


def _parts(x: float) -> tuple[int, int, int]:
    (bits,) = struct.unpack("<i", struct.pack("<f", x))
    exponent, fraction = bits >> 23, bits & ((1 << 23) - 1)
    if exponent:
        return (fraction | 1 << 23) << 29, exponent - 127, _SIGNIFICANT
    shift = _SIGNIFICANT - fraction.bit_length()
    return (fraction << shift) << 29, 1 - shift - 127, fraction.bit_length()
