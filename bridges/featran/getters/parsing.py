"""Numbers from text as the JVM reads them, and text from numbers as it writes them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from bridges.featran.errors import NumberFormat
from bridges.featran.getters.numbers import BITS
from bridges.featran.getters.raised import JvmException, null_pointer, number_format
from bridges.featran.getters.text import to_boolean
from bridges.featran.getters.types import BOOLEAN, DOUBLE, FLOAT, Prim
from bridges.featran.jvm import doubles

_WHOLE = re.compile(r"[+-]?\d+")


def parse_whole(text: str | None, bits: int) -> int:
    """``Integer.parseInt`` and its kin; raises NumberFormatException, for null too."""
    if text is None:
        raise JvmException("java.lang.NumberFormatException", "null")
    if not _WHOLE.fullmatch(text) or max(text) > "\uffff":
        raise number_format(text)
    value = int(text)
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise number_format(text)
    return value


def parse_double(text: str | None) -> float:
    """``Double.parseDouble``; raises NumberFormatException, NullPointerException for null."""
    if text is None:
        raise null_pointer()
    try:
        return doubles.parse(text)
    except NumberFormat as error:
        raise number_format(text) from error


def parse_float(text: str | None) -> float:
    """``Float.parseFloat``: rounded once, from the decimal."""
    wide = parse_double(text)
    if not math.isfinite(wide):
        return wide
    narrow = np.float32(wide)
    if not np.isfinite(narrow) or float(narrow) == wide:
        return float(narrow)
    return _nearest(Fraction(_decimal(str(text))), narrow) if _decimal(str(text)) else float(narrow)


def _decimal(text: str) -> str:
    """The plain decimal in ``text``, or nothing for the hexadecimal form."""
    bare = text.strip().rstrip("fFdD")
    return "" if "x" in bare.lower() else bare


def _nearest(exact: Fraction, guess: np.float32) -> float:
    """Whichever of ``guess`` and its neighbours is nearest to ``exact``; ties to even."""
    near = [np.nextafter(guess, np.float32(side), dtype=np.float32) for side in (-np.inf, np.inf)]
    choices = [c for c in (guess, *near) if np.isfinite(c)]
    best = min(choices, key=lambda c: (abs(Fraction(float(c)) - exact), c.view(np.uint32) & 1))
    return math.copysign(float(best), float(guess))


def parser(target: Prim) -> Callable[[str | None], Any]:
    """``text.toInt``, ``toDouble``, ``toBoolean`` … by the type that it gives."""
    if target == DOUBLE:
        return parse_double
    if target == FLOAT:
        return parse_float
    if target == BOOLEAN:
        return to_boolean
    bits = BITS[target]
    return lambda text: parse_whole(text, bits)


def optional_parser(target: Prim) -> Callable[[str | None], tuple[Any, ...]]:
    """``text.toIntOption`` … of Scala 2.13: None where the text is not a number."""
    parse = parser(target)

    def read(text: str | None) -> tuple[Any, ...]:
        if text is None:
            raise null_pointer()
        try:
            return (parse(text),)
        except JvmException:
            return ()

    return read
