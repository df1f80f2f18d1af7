"""``java.util.Formatter`` for one conversion: ``%d``, ``%5s``, ``%.2f``, ``%04x`` …

The default locale is taken to be one with a decimal point and commas between thousands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from bridges.featran.flavour import Flavour
from bridges.featran.getters.printing import printer
from bridges.featran.getters.types import BYTE, DOUBLE, FLOAT, INT, LONG, SHORT, Prim, Type
from bridges.featran.jvm.doubles import shortest_digits
from bridges.featran.jvm.floating_decimal import legacy_digits

_SPEC = re.compile(r"%([-0+ ,]*)(\d+)?(?:\.(\d+))?([dsfxX])")
_WHOLE = {BYTE: 8, SHORT: 16, INT: 32, LONG: 64}


@dataclass(frozen=True, slots=True)
class Conversion:
    """One conversion: flags, width (0: none), precision (-1: none) and its letter."""

    flags: str
    width: int
    precision: int
    letter: str


def parse(spec: str) -> Conversion | None:
    """The conversion that ``spec`` is, or None where it is another kind."""
    found = _SPEC.fullmatch(spec)
    if not found:
        return None
    flags, width, precision, letter = found.groups()
    return Conversion(flags, int(width or 0), int(precision or -1) if precision else -1, letter)


def takes(conversion: Conversion, kind: Type) -> bool:
    """Whether Java formats a ``kind`` so, and it is known here how."""
    plain = len(set(conversion.flags)) == len(conversion.flags)
    if conversion.letter == "s":
        return plain and set(conversion.flags) <= {"-"}
    if "-" in conversion.flags and "0" in conversion.flags:
        return False
    if set(conversion.flags) & {"-", "0"} and not conversion.width:
        return False
    if {"+", " "} <= set(conversion.flags):
        return False
    if conversion.letter == "f":
        return plain and kind in (FLOAT, DOUBLE)
    if conversion.precision >= 0 or kind not in _WHOLE:
        return False
    return plain and (conversion.letter == "d" or set(conversion.flags) <= {"-", "0"})


def formatter(conversion: Conversion, kind: Type, flavour: Flavour) -> Callable[[object], str]:
    """The text of values of ``kind``."""
    if conversion.letter == "s":
        show = printer(kind, flavour)
        return lambda x: _padded(_cut(show(x), conversion.precision), conversion)
    if conversion.letter == "f":
        return lambda x: _floating(float(x), conversion, flavour.jdk)  # type: ignore[arg-type]
    if conversion.letter in "xX":
        mask = (1 << (_WHOLE[kind] if isinstance(kind, Prim) else 0)) - 1
        return lambda x: _hexadecimal(int(x) & mask, conversion)  # type: ignore[call-overload]
    return lambda x: _signed(int(x) < 0, str(abs(int(x))), conversion)  # type: ignore[call-overload]


def _cut(text: str, precision: int) -> str:
    from bridges.featran.getters.text import join_pairs, split_pairs

    return text if precision < 0 else join_pairs(split_pairs(text)[:precision])


def _padded(text: str, conversion: Conversion) -> str:
    from bridges.featran.getters.text import length

    blanks = " " * max(0, conversion.width - length(text))
    return text + blanks if "-" in conversion.flags else blanks + text


def _hexadecimal(value: int, conversion: Conversion) -> str:
    text = format(value, conversion.letter)
    if "0" in conversion.flags:
        return text.rjust(conversion.width, "0")
    return _padded(text, conversion)


def _signed(negative: bool, digits: str, conversion: Conversion) -> str:
    """A number with its sign, its commas, and zeros or blanks up to the width."""
    whole, point, rest = digits.partition(".")
    if "," in conversion.flags:
        whole = f"{int(whole):,}"
    body = whole + point + rest
    sign = "-" if negative else next((f for f in "+ " if f in conversion.flags), "")
    if "0" in conversion.flags:
        body = body.rjust(conversion.width - len(sign), "0")
    return _padded(sign + body, conversion)


def _floating(x: float, conversion: Conversion, jdk: int) -> str:
    if not math.isfinite(x):
        text = "NaN" if x != x else "Infinity"
        plain = Conversion(
            conversion.flags.replace("0", "").replace(",", ""), conversion.width, -1, "f"
        )
        return _padded(text, plain) if x != x else _signed(x < 0, text, plain)
    precision = 6 if conversion.precision < 0 else conversion.precision
    negative = math.copysign(1.0, x) < 0
    return _signed(negative, fixed(abs(x), precision, jdk), conversion)


def fixed(x: float, precision: int, jdk: int) -> str:
    """The decimal text of ``x`` ≥ 0: the digits that print it, rounded half up.

    Up to JDK 20 those are FloatingDecimal's without the stop at the first digit.
    """
    if x == 0:
        digits, exponent = "0", 0
    else:
        digits, exponent = shortest_digits(x) if jdk >= 21 else legacy_digits(x, compatible=False)
    places = exponent + 1 + precision
    number = int(digits.ljust(places, "0")[:places] or "0") if places > 0 else 0
    if 0 <= places < len(digits) and digits[places] >= "5":
        number += 1
    text = str(number).rjust(precision + 1, "0")
    return text if not precision else f"{text[:-precision]}.{text[-precision:]}"
