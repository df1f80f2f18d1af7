"""``java.lang.Math`` on Python numbers.

Functions of the C library (``exp``, ``log``, ``pow``, ``sin`` …) may differ from the JVM's own in
the last bit; the rest is exact. Special cases follow the documentation of ``java.lang.Math``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from bridges.featran.getters.numbers import BITS, converter, wrap
from bridges.featran.getters.raised import by_zero
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, LONG, Prim

_LIBRARY = (
    *("exp", "expm1", "log", "log10", "log1p"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh"),
)
INEXACT = frozenset(f"math.{name}" for name in (*_LIBRARY, "cbrt", "pow", "atan2", "hypot"))
"""Operations that may differ from the JVM's result in the last bit."""


def maximum(a: float, b: float) -> float:
    """``Math.max``: NaN wins, and 0.0 is above -0.0."""
    if a != a or b != b:
        return math.nan
    if a == b == 0:
        return a if math.copysign(1.0, a) > 0 else b
    return max(a, b)


def minimum(a: float, b: float) -> float:
    """``Math.min``: NaN wins, and -0.0 is below 0.0."""
    return -maximum(-a, -b)


def signum(x: float) -> float:
    """1.0 with the sign of ``x``; NaN and zeros as they are."""
    return x if x != x or x == 0 else math.copysign(1.0, x)


def round_half_up(x: float) -> int:
    """The nearest whole number, ties upwards; exact, not yet saturated."""
    down = math.floor(x)
    return down + 1 if x - down >= 0.5 else down


def _round(kind: Prim) -> Callable[[float], int]:
    saturate = converter(DOUBLE, INT if kind == FLOAT else LONG)

    def rounded(x: float) -> int:
        whole = x if not math.isfinite(x) or abs(x) >= 1 << 53 else round_half_up(x)
        return int(saturate(whole))

    return rounded


def power(a: float, b: float) -> float:
    """``Math.pow``; unlike C, NaN and an infinite exponent of ±1 give NaN."""
    if b != b or (abs(a) == 1 and math.isinf(b)):
        return math.nan
    try:
        return math.pow(a, b)
    except OverflowError:
        odd = abs(b) < 1 << 53 and b % 2 == 1
        return -math.inf if a < 0 and odd else math.inf
    except ValueError:
        if a != 0:
            return math.nan
        odd = abs(b) < 1 << 53 and b % 2 == 1
        return math.copysign(math.inf, a) if odd else math.inf


def _quiet(name: str) -> Callable[[float], float]:
    """A function of :mod:`math` that answers as IEEE 754 does instead of raising."""
    exact: Callable[[float], float] = getattr(math, name)
    poles = {"log": 0.0, "log10": 0.0, "log1p": -1.0}

    def quiet(x: float) -> float:
        try:
            return exact(x)
        except OverflowError:
            return -math.inf if name == "sinh" and x < 0 else math.inf
        except ValueError:
            return -math.inf if x == poles.get(name) else math.nan

    return quiet


def _exactly(ufunc: Callable[[float], Any]) -> Callable[[float], float]:
    return lambda x: float(ufunc(x))


def _sqrt(x: float) -> float:
    return math.sqrt(x) if x >= 0 else (x if x != x else math.nan)


UNARY: Mapping[str, Callable[[float], float]] = MappingProxyType(
    {
        "math.floor": _exactly(np.floor),
        "math.ceil": _exactly(np.ceil),
        "math.rint": _exactly(np.rint),
        "math.sqrt": _sqrt,
        "math.cbrt": _exactly(np.cbrt),
        "math.toDegrees": lambda x: x * (180.0 / math.pi),
        "math.toRadians": lambda x: x * (math.pi / 180.0),
        **{f"math.{name}": _quiet(name) for name in _LIBRARY},
    }
)
"""Functions of one ``Double``."""

BINARY: Mapping[str, Callable[[float, float], float]] = MappingProxyType(
    {"math.pow": power, "math.atan2": math.atan2, "math.hypot": math.hypot}
)
"""Functions of two ``Double``."""


def _floor_mod(a: int, b: int) -> int:
    if b == 0:
        raise by_zero()
    return a % b


def _floor_div(bits: int) -> Callable[[int, int], int]:
    def divided(a: int, b: int) -> int:
        if b == 0:
            raise by_zero()
        return wrap(a // b, bits)

    return divided


def mathematics(name: str, kind: Prim) -> Callable[..., Any]:
    """The operation ``name`` for a first operand of type ``kind``."""
    if name in UNARY:
        return UNARY[name]
    if name in BINARY:
        return BINARY[name]
    floating = kind in (FLOAT, DOUBLE)
    if name == "math.round":
        return _round(kind)
    if name == "math.abs":
        return abs if floating else lambda x: wrap(abs(x), BITS[kind])
    if name == "math.signum":
        return signum if floating else lambda x: (x > 0) - (x < 0)
    if name == "math.floorMod":
        return _floor_mod
    if name == "math.floorDiv":
        return _floor_div(BITS[kind])
    return _extreme(name, floating)


def _extreme(name: str, floating: bool) -> Callable[..., Any]:
    if floating:
        return maximum if name == "math.max" else minimum
    return max if name == "math.max" else min
