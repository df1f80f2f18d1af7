"""JVM arithmetic on Python numbers: wrap-around, truncation, saturation, 32-bit rounding.

``Int`` and ``Long`` are Python ints within their range, ``Char`` its UTF-16 code, ``Float`` a
Python float that 24 bits can hold. Rules: Java Language Specification 17, chapters 4, 5 and 15.
"""

from __future__ import annotations

import ctypes
import math
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from bridges.featran.getters.raised import by_zero
from bridges.featran.getters.types import (
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    Prim,
)

BITS: Mapping[Prim, int] = MappingProxyType({BYTE: 8, SHORT: 16, CHAR: 16, INT: 32, LONG: 64})
"""Width of the integral types; all but ``Char`` are signed."""


def wrap(x: int, bits: int) -> int:
    """The two's complement value of the lowest ``bits`` of ``x``."""
    half = 1 << (bits - 1)
    return ((x + half) & ((1 << bits) - 1)) - half


def to_float(x: float) -> float:
    """The nearest ``Float``, ties to even."""
    return ctypes.c_float(x).value


def _saturate(x: float, bits: int) -> int:
    """``Double.toInt`` or ``toLong``: towards zero, NaN is 0, out of range is the nearest end."""
    if x != x:
        return 0
    half = 1 << (bits - 1)
    if x >= half:
        return half - 1
    return int(x) if x > -half else -half


def _narrow(x: int, target: Prim) -> int:
    return x & 0xFFFF if target == CHAR else wrap(x, BITS[target])


def converter(source: Prim, target: Prim) -> Callable[[Any], Any]:
    """The conversion from one numeric type to another (JLS 5.1.2 and 5.1.3)."""
    if source == target:
        return lambda x: x
    if target == DOUBLE:
        return float
    if target == FLOAT:
        return to_float if source in (DOUBLE, INT) else _to_float_exactly
    if source in (FLOAT, DOUBLE):
        bits = 64 if target == LONG else 32
        return lambda x: _narrow(_saturate(x, bits), target)
    return lambda x: _narrow(x, target)


def _to_float_exactly(x: int) -> float:
    """From 64 bits in one rounding: by way of a double it would round twice."""
    return float(np.int64(x).astype(np.float32))


def divide_int(a: int, b: int) -> int:
    """Towards zero; raises ArithmeticException for 0."""
    if b == 0:
        raise by_zero()
    quotient = abs(a) // abs(b)
    return quotient if (a < 0) == (b < 0) else -quotient


def remainder_int(a: int, b: int) -> int:
    """With the sign of ``a``; raises ArithmeticException for 0."""
    if b == 0:
        raise by_zero()
    rest = abs(a) % abs(b)
    return -rest if a < 0 else rest


def divide(a: float, b: float) -> float:
    """IEEE 754 division."""
    if b:
        return a / b
    if a != a or a == 0 or b != b:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def remainder(a: float, b: float) -> float:
    """``a % b``: the exact rest of truncating division."""
    if b == 0 or math.isinf(a):
        return math.nan
    return math.fmod(a, b)


_FLOATING: Mapping[str, Callable[..., float]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": divide,
        "%": remainder,
        "neg": operator.neg,
    }
)
_INTEGRAL: Mapping[str, Callable[..., int]] = MappingProxyType(
    {
        "+": operator.add,
        "-": operator.sub,
        "*": operator.mul,
        "/": divide_int,
        "%": remainder_int,
        "neg": operator.neg,
        "~": operator.invert,
        "&": operator.and_,
        "|": operator.or_,
        "^": operator.xor,
    }
)
ARITHMETIC = frozenset(_INTEGRAL)


def arithmetic(name: str, kind: Prim) -> Callable[..., Any]:
    """The operation ``name`` on ``Int``, ``Long``, ``Float``, ``Double`` or ``Boolean``."""
    if kind == DOUBLE:
        return _FLOATING[name]
    if kind == FLOAT:
        exact = _FLOATING[name]
        return lambda *xs: to_float(exact(*xs))
    plain = _INTEGRAL[name]
    if kind not in BITS:
        return plain
    bits = BITS[kind]
    return lambda *xs: wrap(plain(*xs), bits)


def shift(name: str, kind: Prim) -> Callable[[int, int], int]:
    """``<<``, ``>>`` or ``>>>``; the distance counts modulo the width (JLS 15.19)."""
    bits = BITS[kind]
    distance = bits - 1
    if name == "<<":
        return lambda x, n: wrap(x << (n & distance), bits)
    if name == ">>":
        return lambda x, n: x >> (n & distance)
    return lambda x, n: wrap((x & ((1 << bits) - 1)) >> (n & distance), bits)
