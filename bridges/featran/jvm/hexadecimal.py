"""``Double.toHexString``."""

from __future__ import annotations

import math


def to_hex(x: float) -> str:
    """Return a double in hexadecimal as Java writes it: ``0x1.8p0``, ``0x0.0p0``, ``NaN``."""
    if x != x:
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    # Python pads the digits and signs the exponent: -0x1.8000000000000p+0.
    mantissa, _, exponent = x.hex().partition("p")
    head, _, digits = mantissa.partition(".")
    power = int(exponent)
    return f"{head}.{digits.rstrip('0') or '0'}p{power}"
