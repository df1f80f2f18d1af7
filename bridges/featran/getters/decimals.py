"""``BigDecimal`` of a ``Double``, which Scala makes from the digits that print it."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from bridges.featran.flavour import Flavour
from bridges.featran.getters.raised import JvmException
from bridges.featran.jvm.doubles import to_string

MODES = {
    "UP": decimal.ROUND_UP,
    "DOWN": decimal.ROUND_DOWN,
    "CEILING": decimal.ROUND_CEILING,
    "FLOOR": decimal.ROUND_FLOOR,
    "HALF_UP": decimal.ROUND_HALF_UP,
    "HALF_DOWN": decimal.ROUND_HALF_DOWN,
    "HALF_EVEN": decimal.ROUND_HALF_EVEN,
    "UNNECESSARY": decimal.ROUND_DOWN,
}
"""The modes of ``BigDecimal.RoundingMode``, by name."""
PLACES = 400
"""How many decimal places there may be before or behind the point."""
_EXACT = decimal.Context(prec=3 * PLACES, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN)


def of(x: float) -> float:
    """``BigDecimal(x).toDouble``: there is no -0.0; raises NumberFormatException."""
    if not math.isfinite(x):
        raise JvmException("java.lang.NumberFormatException", str(x))
    return x + 0.0


def set_scale(x: float, places: int, mode: str, jdk: int) -> float:
    """``BigDecimal(x).setScale(places, mode).toDouble``, with one rounding to binary.

    Raises ArithmeticException for digits that ``UNNECESSARY`` would drop.
    """
    exact = Decimal(to_string(x, jdk))
    unit = Decimal((0, (1,), -places))
    found = exact.quantize(unit, MODES[mode], _EXACT)
    if mode == "UNNECESSARY" and found != exact:
        raise JvmException("java.lang.ArithmeticException", "Rounding necessary")
    return float(found) + 0.0


def method(name: str, flavour: Flavour) -> Callable[..., Any]:
    """``Decimal.name``."""
    if name == "of":
        return of
    return lambda x, places, mode: set_scale(x, places, mode, flavour.jdk)
