"""``Double.toString`` and ``Double.parseDouble``.

From JDK 19 on, ``toString`` gives the shortest decimal that reads back as the same double, the
closest to it among those, of two digits at least (Giulietti's algorithm). Earlier JDKs ran the code
of ``FloatingDecimal``, which sometimes gives a digit more or another last digit.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal

from bridges.featran.errors import NumberFormat
from bridges.featran.jvm.floating_decimal import legacy_digits

_NUMBER = re.compile(
    r"[+-]?(NaN|Infinity|((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)[fFdD]?"
    r"|0[xX]([0-9a-fA-F]+\.?[0-9a-fA-F]*|\.[0-9a-fA-F]+)[pP][+-]?\d+[fFdD]?)",
    re.ASCII,
)
#: What ``String.trim`` removes: everything up to the blank.
_BLANKS = "".join(map(chr, range(0x21)))


def to_string(x: float, jdk: int = 17) -> str:
    """Return ``Double.toString(x)`` of a JDK."""
    if x != x:
        return "NaN"
    sign = "-" if math.copysign(1.0, x) < 0 else ""
    if math.isinf(x):
        return f"{sign}Infinity"
    if x == 0:
        return f"{sign}0.0"
    digits, exponent = shortest_digits(abs(x)) if jdk >= 19 else legacy_digits(abs(x))
    return sign + format_digits(digits, exponent)


def shortest_digits(x: float) -> tuple[str, int]:
    """Return the digits d.ddd and the decimal exponent of a positive double (JDK ≥ 19)."""
    parts = Decimal(repr(x)).normalize().as_tuple()
    digits, exponent = "".join(map(str, parts.digits)), int(parts.exponent)
    if len(digits) > 1:
        return digits, len(digits) - 1 + exponent
    mantissa, _, power = f"{x:.1e}".partition("e")
    return mantissa.replace(".", "").rstrip("0"), int(power)


def format_digits(digits: str, exponent: int) -> str:
    """Return digits d.ddd times ten to ``exponent`` in Java's plain or scientific form."""
    if -3 <= exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    if 0 <= exponent < 7:
        whole = digits[: exponent + 1].ljust(exponent + 1, "0")
        return f"{whole}.{digits[exponent + 1 :] or '0'}"
    return f"{digits[0]}.{digits[1:] or '0'}E{exponent}"


def parse(text: str) -> float:
    """Return ``Double.parseDouble(text)``: blanks around, type suffixes and hex are accepted.

    Raises
    ------
    NumberFormat
        If Java would not read the text as a double.
    """
    trimmed = text.strip(_BLANKS)
    if not _NUMBER.fullmatch(trimmed):
        shown = f'For input string: "{trimmed}"' if trimmed else "empty String"
        raise NumberFormat(shown)
    bare = trimmed.lstrip("+-").lower()
    if bare.startswith("0x"):
        return float.fromhex(trimmed.rstrip("fFdD") if "p" in bare else trimmed)
    if bare in ("nan", "infinity"):
        return float(trimmed)
    return float(trimmed.rstrip("fFdD"))
