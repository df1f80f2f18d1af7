"""Arithmetic of JVM scalars on tensors: wrap-around, truncation, saturation, NaN."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

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
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import dtype_of

FLOATING = (FLOAT, DOUBLE)
_BITS = {INT: 32, SHORT: 32, BYTE: 32, CHAR: 32, LONG: 64}


def arithmetic(name: str, left: Tensor, right: Tensor, kind: Prim, scope: Scope) -> Tensor:
    """``+ - * / %`` on two operands of one type."""
    import tensorflow as tf

    match name:
        case "+":
            return exact.add(left, right)
        case "-":
            return exact.sub(left, right)
        case "*":
            return exact.mul(left, right)
    if kind in FLOATING:
        return exact.div(left, right) if name == "/" else tf.raw_ops.TruncateMod(x=left, y=right)
    scope.throws(tf.equal(right, 0), "ArithmeticException: / by zero")
    return _divide(left, right) if name == "/" else left - _divide(left, right) * right


def _divide(left: Tensor, right: Tensor) -> Tensor:
    """Quotient towards zero; MIN / -1 wraps, which the processor's own instruction refuses."""
    import tensorflow as tf

    plain = tf.where((right == 0) | (right == -1), tf.ones_like(right), right)
    return tf.where(right == -1, -left, tf.raw_ops.TruncateDiv(x=left, y=plain))


def shift(name: str, left: Tensor, by: Tensor, kind: Prim) -> Tensor:
    """``<< >> >>>``; only the low 5 or 6 bits of the distance count."""
    import tensorflow as tf

    distance = tf.cast(by, left.dtype) & (_BITS[kind] - 1)
    match name:
        case "<<":
            return tf.bitwise.left_shift(left, distance)
        case ">>":
            return tf.bitwise.right_shift(left, distance)
    unsigned = tf.uint64 if kind == LONG else tf.uint32
    moved = tf.bitwise.right_shift(tf.bitcast(left, unsigned), tf.cast(distance, unsigned))
    return tf.bitcast(moved, left.dtype)


def compare(name: str, left: Tensor, right: Tensor, kind: Prim) -> Tensor:
    """``< <= > >=`` of one numeric type."""
    if name in (">", ">="):
        return compare("<" if name == ">" else "<=", right, left, kind)
    if kind in FLOATING:
        test = exact.less if name == "<" else exact.less_equal
        return test(_double(left), _double(right))
    return left < right if name == "<" else left <= right


def equals(left: Tensor, right: Tensor, kind: Prim) -> Tensor:
    """``==`` of one scalar type."""
    import tensorflow as tf

    if kind in FLOATING:
        return exact.equal(_double(left), _double(right))
    return tf.equal(left, right)


def convert(value: Tensor, source: Prim, target: Prim) -> Tensor:
    """A JVM numeric conversion: narrowing wraps, from floating point it saturates."""
    import tensorflow as tf

    if source == target:
        return value
    if target in FLOATING:
        return tf.cast(value, dtype_of(target))
    if source in FLOATING:
        value = _saturate(_double(value), LONG if target == LONG else INT)
    match target:
        case _ if target == BYTE:
            return tf.cast(tf.cast(value, tf.int8), tf.int32)
        case _ if target == SHORT:
            return tf.cast(tf.cast(value, tf.int16), tf.int32)
        case _ if target == CHAR:
            return tf.cast(value, tf.int32) & 0xFFFF
        case _:
            return tf.cast(value, dtype_of(target))


def _saturate(value: Tensor, target: Prim) -> Tensor:
    """double to Int or Long: towards zero, NaN is 0, what is too large is the nearest limit."""
    import tensorflow as tf

    dtype = dtype_of(target)
    high, low = tf.constant(dtype.max, dtype), tf.constant(dtype.min, dtype)
    limit = 2.0 ** (_BITS[target] - 1)
    inside = exact.less(value, limit) & exact.less(-limit, value)
    number = tf.cast(tf.where(inside, value, tf.zeros_like(value)), dtype)
    beyond = tf.where(exact.bits(value) < 0, low, high)
    return tf.where(inside, number, tf.where(exact.is_nan(value), tf.zeros_like(number), beyond))


def _double(value: Tensor) -> Tensor:
    import tensorflow as tf

    return tf.cast(value, tf.float64)


def absolute(value: Tensor, kind: Prim) -> Tensor:
    """``math.abs``; the least integer stays."""
    import tensorflow as tf

    return exact.absolute(value) if kind == DOUBLE else tf.abs(value)


def signum(value: Tensor, kind: Prim) -> Tensor:
    """``math.signum``."""
    import tensorflow as tf

    if kind in FLOATING:
        return tf.cast(exact.signum(_double(value)), value.dtype)
    return tf.sign(value)


def extreme(name: str, left: Tensor, right: Tensor, kind: Prim) -> Tensor:
    """``math.max`` and ``math.min``."""
    import tensorflow as tf

    largest = name == "math.max"
    if kind == DOUBLE:
        return (exact.maximum if largest else exact.minimum)(left, right)
    if kind == FLOAT:
        return tf.cast(extreme(name, _double(left), _double(right), DOUBLE), tf.float32)
    return (tf.maximum if largest else tf.minimum)(left, right)


def rounded(value: Tensor, kind: Prim) -> Tensor:
    """``math.round``: half up; Float gives Int, Double gives Long."""
    import tensorflow as tf

    wide = _double(value)
    below = tf.floor(wide)
    up = tf.where(exact.sub(wide, below) >= 0.5, below + 1.0, below)
    return _saturate(up, INT if kind == FLOAT else LONG)


def floored(name: str, left: Tensor, right: Tensor, scope: Scope) -> Tensor:
    """``math.floorMod`` and ``math.floorDiv``."""
    import tensorflow as tf

    scope.throws(tf.equal(right, 0), "ArithmeticException: / by zero")
    quotient = _divide(left, right)
    rest = left - quotient * right
    below = (rest != 0) & ((rest < 0) != (right < 0))
    if name == "math.floorDiv":
        return quotient - tf.cast(below, left.dtype)
    # A divisor of 0 has no remainder: what stands there was thrown away.
    return tf.where(below, rest + right, rest)


def _cube_root(value: Tensor) -> Tensor:
    """``Math.cbrt``: a power, and one step of Newton's."""
    import tensorflow as tf

    size = tf.abs(value)
    plain = exact.barrier(tf.pow(size, exact.constant(1.0 / 3.0)))
    square = exact.mul(plain, plain)
    step = exact.div(exact.sub(plain, exact.div(size, square)), exact.constant(3.0))
    better = tf.where(tf.math.is_finite(step), exact.sub(plain, step), plain)
    return tf.where(exact.bits(value) < 0, -better, better)


def _hypotenuse(left: Tensor, right: Tensor) -> Tensor:
    """``Math.hypot``: no overflow on the way; infinite if one side is, even beside NaN."""
    import tensorflow as tf

    a, b = tf.abs(left), tf.abs(right)
    large, small = exact.maximum(a, b), exact.minimum(a, b)
    ratio = tf.where(exact.is_zero(large), large, exact.div(small, large))
    root = exact.barrier(tf.sqrt(exact.add(exact.mul(ratio, ratio), exact.constant(1.0))))
    endless = tf.math.is_inf(a) | tf.math.is_inf(b)
    return tf.where(endless, exact.constant(math.inf), exact.mul(large, root))


def _unary() -> dict[str, Callable[[Any], Any]]:
    import tensorflow as tf

    return {
        "math.floor": tf.floor,
        "math.ceil": tf.math.ceil,
        "math.rint": tf.math.rint,
        "math.sqrt": tf.sqrt,
        "math.cbrt": _cube_root,
        "math.exp": tf.exp,
        "math.expm1": tf.math.expm1,
        "math.log": tf.math.log,
        "math.log1p": tf.math.log1p,
        "math.log10": lambda x: exact.div(tf.math.log(x), exact.constant(math.log(10.0))),
        "math.sin": tf.sin,
        "math.cos": tf.cos,
        "math.tan": tf.tan,
        "math.asin": tf.asin,
        "math.acos": tf.acos,
        "math.atan": tf.atan,
        "math.sinh": tf.sinh,
        "math.cosh": tf.cosh,
        "math.tanh": tf.tanh,
        "math.toRadians": lambda x: exact.mul(x, exact.constant(0.017453292519943295)),
        "math.toDegrees": lambda x: exact.mul(x, exact.constant(57.29577951308232)),
    }


#: Of these the last bits come from the C library or Eigen, not from the JVM's: 1e-12 relative.
INEXACT = frozenset(
    f"math.{name}"
    for name in (
        *("exp", "expm1", "log", "log1p", "log10", "sin", "cos", "tan", "asin", "acos", "atan"),
        *("sinh", "cosh", "tanh", "pow", "atan2", "cbrt", "hypot"),
    )
)


def _power(base: Tensor, exponent: Tensor) -> Tensor:
    """``Math.pow``: NaN where C says 1, for 1 to NaN and for 1 or -1 to an infinity."""
    import tensorflow as tf

    one = exact.equal(exact.absolute(base), 1.0)
    odd = exact.is_nan(exponent) | (one & tf.math.is_inf(exponent))
    return exact.choose(odd, exact.constant(math.nan), exact.barrier(tf.pow(base, exponent)))


def function(name: str, args: list[Tensor]) -> Tensor:
    """A function of ``scala.math`` on doubles."""
    import tensorflow as tf

    match name:
        case "math.pow":
            return _power(*args)
        case "math.atan2":
            return exact.barrier(tf.atan2(*args))
        case "math.hypot":
            return _hypotenuse(*args)
    known = _unary()
    if name not in known:
        raise NoRule(name)
    return exact.barrier(known[name](args[0]))
