"""The digits that ``Double.toString`` gave before JDK 19.

The JDK computes B / S = x / 10^e in whole numbers and takes digits until what remains is less than
M, half a unit in the last place. Its stopping test takes both neighbours to be equally far, runs on
32 or 64 bits where B and S fit (M may overflow them), and for large whole numbers drops digits by
a table; each of the three shows in the output, so each is repeated here.
"""

from __future__ import annotations

import math
import struct

#: Bits of 5**i for i = 0..26.
_BITS_OF_5 = [0, *((5**i).bit_length() for i in range(1, 27))]
_SIGNIFICANT = 53


def legacy_digits(x: float, *, compatible: bool = True) -> tuple[str, int]:
    """Return the digits d.ddd and the decimal exponent of a positive finite double (JDK < 19).

    ``compatible`` is how numbers print; without it, as for formats, one digit is never enough.
    """
    return digits_of(*_parts(x), compatible)


def digits_of(
    fraction: int, binary: int, significant: int, compatible: bool = True
) -> tuple[str, int]:
    """Return the digits of a number taken apart: bit 52 of ``fraction`` is its highest.

    ``binary`` is the exponent of that bit, ``significant`` how many bits the type gave it: 53 for a
    normal double, 24 for a normal float.
    """
    tail = (fraction & -fraction).bit_length() - 1
    size = _SIGNIFICANT - tail
    if size - binary - 1 <= 0 and binary <= 62:
        return _whole(fraction, binary, significant)
    return _develop(fraction, binary, significant, tail, compatible)


def _parts(x: float) -> tuple[int, int, int]:
    """Return the fraction with its highest bit at 52, its binary exponent, and significant bits."""
    (bits,) = struct.unpack("<q", struct.pack("<d", x))
    exponent, fraction = bits >> 52, bits & ((1 << 52) - 1)
    if exponent:
        return fraction | 1 << 52, exponent - 1023, _SIGNIFICANT
    shift = _SIGNIFICANT - fraction.bit_length()
    return fraction << shift, 1 - shift - 1023, fraction.bit_length()


def _whole(fraction: int, binary: int, significant: int) -> tuple[str, int]:
    power = binary - significant - 1
    # Decimal digits that the type does not determine: the JDK's table is floor(power · log10 2).
    drop = power * 30103 // 100000 if power > 1 else 0
    value = fraction << (binary - 52) if binary >= 52 else fraction >> (52 - binary)
    if drop:
        value, rest = divmod(value, 10**drop)
        value += rest >= 10**drop >> 1
    text = str(value)
    return text.rstrip("0"), len(text) - 1 + drop


def _estimate(fraction: int, binary: int) -> int:
    raw = struct.pack("<q", 1023 << 52 | fraction & ((1 << 52) - 1))
    mantissa: float = struct.unpack("<d", raw)[0]
    return math.floor(
        (mantissa - 1.5) * 0.289529654 + 0.176091259 + float(binary) * 0.301029995663981
    )


def _bits_of_5(power: int) -> int:
    return _BITS_OF_5[power] if power < len(_BITS_OF_5) else power * 3


def _develop(
    fraction: int, binary: int, significant: int, tail: int, compatible: bool
) -> tuple[str, int]:
    size = _SIGNIFICANT - tail
    tiny = max(0, size - binary - 1)
    decimal = _estimate(fraction, binary)
    b5, s5 = max(0, -decimal), max(0, decimal)
    b2, s2 = b5 + tiny + binary, s5 + tiny
    m2 = b2 - significant
    b2 -= size - 1
    common = min(b2, s2)
    b2, s2, m2 = b2 - common, s2 - common, m2 - common
    if size == 1:
        m2 -= 1
    if m2 < 0:
        b2, s2, m2 = b2 - m2, s2 - m2, 0
    needed = max(size + b2 + _bits_of_5(b5), s2 + 1 + _bits_of_5(s5 + 1))
    width = next((w for w in (32, 64) if needed < w), 0)
    b = (fraction >> tail) * 5**b5 << b2
    return _digits(b, 5**s5 << s2, 5**b5 << m2, decimal, width, compatible)


def _stops(b: int, m: int, tens: int, width: int) -> tuple[bool, bool]:
    """Whether what remains is within M of zero, and of one more in the last digit.

    Numbers of ``width`` bits ask for more than the tie, and take an M that overflowed for larger
    than all; big numbers (0) ask for the tie too.
    """
    if not width:
        return b < m, b + m >= tens
    m = _signed(m, width)
    return (b < m, _signed(b + m, width) > tens) if m > 0 else (True, True)


def _signed(x: int, width: int) -> int:
    half = 1 << (width - 1)
    return ((x + half) & ((1 << width) - 1)) - half


def _digits(b: int, s: int, m: int, decimal: int, width: int, compatible: bool) -> tuple[str, int]:
    tens = s * 10
    digits: list[int] = []
    first = True
    low = high = False
    while first or not (low or high):
        q, b = divmod(b, s)
        b, m = b * 10, m * 10
        low, high = _stops(b, m, tens, width)
        if first and q == 0 and not high:
            decimal -= 1
        else:
            digits.append(q)
        if first and (not compatible or decimal < -3 or decimal >= 8):
            low = high = False
        first = False
    if high and (not low or _rounds_up(2 * b - tens, digits[-1])):
        decimal += _round_up(digits)
    text = "".join(map(str, digits)).rstrip("0")
    return text or "0", decimal


def _rounds_up(difference: int, last: int) -> bool:
    return difference > 0 or (difference == 0 and last % 2 == 1)


def _round_up(digits: list[int]) -> int:
    """Add one to the last digit; return 1 if the number grew by a digit."""
    at = len(digits) - 1
    while at >= 0 and digits[at] == 9:
        digits[at] = 0
        at -= 1
    if at >= 0:
        digits[at] += 1
        return 0
    digits[0] = 1
    return 1
