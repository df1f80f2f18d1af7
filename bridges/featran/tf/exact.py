"""Arithmetic that a graph computes as it is written.

TensorFlow rewrites graphs before it runs them: ``x / 7.3`` becomes ``x * (1 / 7.3)``,
``(x + a) + b`` becomes ``x + (a + b)``, ``x / sqrt(y)`` becomes ``x * rsqrt(y)``. Each moves the
last bit. Here every result passes a ``PlaceholderWithDefault``, an identity that no rewrite looks
through.

Comparisons read the bits: threads of TensorFlow treat subnormal operands as zero, so
``4.9e-324 > 0`` is false there. Subnormal *results* of arithmetic do become zero; nothing in a
graph can prevent it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from bridges.featran.tf.search import not_above

Tensor: TypeAlias = Any

_NAN_BITS = 0x7FF8_0000_0000_0000
_MAGNITUDE = 0x7FFF_FFFF_FFFF_FFFF
_INF_BITS = 0x7FF0_0000_0000_0000


def barrier(value: Tensor) -> Tensor:
    """``value``, opaque to every rewrite of the graph."""
    import tensorflow as tf

    return tf.raw_ops.PlaceholderWithDefault(input=value, shape=value.shape)


def constant(value: float | Sequence[Any] | np.ndarray[Any, Any]) -> Tensor:
    """A float64 constant that is never folded into a neighbour."""
    import tensorflow as tf

    return barrier(tf.constant(value, tf.float64))


def add(left: Tensor, right: Tensor) -> Tensor:
    return barrier(left + right)


def sub(left: Tensor, right: Tensor) -> Tensor:
    return barrier(left - right)


def mul(left: Tensor, right: Tensor) -> Tensor:
    return barrier(left * right)


def div(left: Tensor, right: Tensor) -> Tensor:
    return barrier(left / right)


def check(condition: Tensor, message: list[str]) -> Any:
    """An op that fails the batch where the condition, one bool, is false; None where it ran.

    ``tf.debugging.Assert`` would wrap it in a conditional of a dozen nodes.
    """
    import tensorflow as tf

    return tf.raw_ops.Assert(condition=condition, data=message)


def bits(value: Tensor) -> Tensor:
    """The IEEE bits of float64 as int64."""
    import tensorflow as tf

    return tf.bitcast(value, tf.int64)


def is_nan(value: Tensor) -> Tensor:
    return (bits(value) & _int64(_MAGNITUDE)) > _int64(_INF_BITS)


def order_key(value: Tensor) -> Tensor:
    """An int64 that sorts as ``Double.compare`` does: -0.0 before 0.0, one NaN, last."""
    import tensorflow as tf

    pattern = tf.where(is_nan(value), _int64(_NAN_BITS), bits(value))
    return pattern ^ (_shift_sign(pattern) & _int64(_MAGNITUDE))


def order_keys(values: Sequence[float] | np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The same keys for constants."""
    array = np.asarray(values, np.float64)
    pattern = np.where(np.isnan(array), np.int64(_NAN_BITS), array.view(np.int64))
    return np.asarray(pattern ^ ((pattern >> np.int64(63)) & np.int64(_MAGNITUDE)), np.int64)


def _ieee_key(value: Tensor | float) -> Tensor:
    """As :func:`order_key`, but both zeros are one; a constant's key is a constant."""
    import tensorflow as tf

    if isinstance(value, float | int):
        return tf.constant(order_keys([value + 0.0 if value == 0 else value])[0], tf.int64)
    key = order_key(value)
    return tf.where(key == _int64(-1), _int64(0), key)


#: The key of NaN, which no other value exceeds.
_NAN_KEY = _NAN_BITS


def less(left: Tensor | float, right: Tensor | float) -> Tensor:
    """IEEE ``left < right``, subnormals included; false where one is NaN."""
    a, b = _ieee_key(left), _ieee_key(right)
    return (a < b) & (b < _int64(_NAN_KEY))


def less_equal(left: Tensor | float, right: Tensor | float) -> Tensor:
    a, b = _ieee_key(left), _ieee_key(right)
    return (a <= b) & (b < _int64(_NAN_KEY))


def greater(left: Tensor | float, right: Tensor | float) -> Tensor:
    return less(right, left)


def equal(left: Tensor | float, right: Tensor | float) -> Tensor:
    """IEEE ``left == right``: the zeros are equal, NaN is not."""
    a, b = _ieee_key(left), _ieee_key(right)
    return (a == b) & (b < _int64(_NAN_KEY))


def is_zero(value: Tensor) -> Tensor:
    """Either zero, and no subnormal."""
    return (bits(value) & _int64(_MAGNITUDE)) == _int64(0)


def minimum(left: Tensor, right: Tensor) -> Tensor:
    """``Math.min``: NaN if either is, and -0.0 is less than 0.0."""
    import tensorflow as tf

    smaller = tf.where(order_key(left) <= order_key(right), left, right)
    return tf.where(is_nan(left), left, tf.where(is_nan(right), right, smaller))


def maximum(left: Tensor, right: Tensor) -> Tensor:
    """``Math.max``: NaN if either is, and 0.0 is more than -0.0."""
    import tensorflow as tf

    return tf.where(order_key(left) >= order_key(right), left, right)


def choose(test: Tensor, then: Tensor, other: Tensor | float) -> Tensor:
    """``then`` where the test holds, else ``other``, which may be a plain number."""
    import tensorflow as tf

    if isinstance(other, float | int):
        other = barrier(tf.constant(other, then.dtype))
    return tf.where(test, then, other)


def capped(value: Tensor, limit: int) -> Tensor:
    """Integers, at most the limit."""
    import tensorflow as tf

    return tf.minimum(value, tf.constant(limit, value.dtype))


def integers(values: Sequence[int]) -> Tensor:
    """Constant int64."""
    import tensorflow as tf

    return tf.constant(values, tf.int64)


def pick(table: Tensor, places: Tensor) -> Tensor:
    """The entry of a table at each place."""
    import tensorflow as tf

    return tf.gather(table, places)


def number(test: Tensor) -> Tensor:
    """1.0 where the test holds, else 0.0."""
    import tensorflow as tf

    return tf.cast(test, tf.float64)


def signum(value: Tensor) -> Tensor:
    """``Math.signum``: NaN and both zeros stay as they are."""
    import tensorflow as tf

    sign = tf.where(bits(value) < _int64(0), constant(-1.0), constant(1.0))
    return tf.where(is_nan(value) | is_zero(value), value, sign)


def absolute(value: Tensor) -> Tensor:
    """The value without its sign bit."""
    import tensorflow as tf

    return tf.bitcast(bits(value) & _int64(_MAGNITUDE), tf.float64)


def sequential_sum(values: Tensor) -> Tensor:
    """Sums of rows, ``((0.0 + v0) + v1) + …`` in this order: ``[batch, n] -> [batch]``."""
    import tensorflow as tf

    count = tf.shape(values)[1]
    start = (tf.constant(0), tf.zeros(tf.shape(values)[:1], tf.float64))
    total = tf.while_loop(
        lambda i, _: i < count,
        lambda i, so_far: (i + 1, add(so_far, tf.gather(values, i, axis=1))),
        start,
        shape_invariants=(tf.TensorShape([]), tf.TensorShape([None])),
    )[1]
    return tf.ensure_shape(total, values.shape[:1])


def place(value: Tensor, sorted_keys: Sequence[float] | np.ndarray[Any, Any]) -> Tensor:
    """Index of the first key strictly greater than the value under ``Double.compare``.

    ``len(sorted_keys)`` where there is none. The keys are constants in that order; the result is
    int32 ``[batch]``.
    """
    import tensorflow as tf

    return not_above(tf.constant(order_keys(sorted_keys), tf.int64), order_key(value))


def _int64(value: int) -> Tensor:
    import tensorflow as tf

    return tf.constant(value, tf.int64)


def _shift_sign(pattern: Tensor) -> Tensor:
    """All ones where the sign bit is set."""
    import tensorflow as tf

    return tf.where(pattern < _int64(0), _int64(-1), _int64(0))
