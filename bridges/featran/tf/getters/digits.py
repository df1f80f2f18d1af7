"""The digits that ``Double.toString`` gave before JDK 19, without big numbers.

``bridges.featran.jvm.floating_decimal`` has the rule: take digits of x until what remains is less
than M, half a unit in the last place, or more than a digit less M. C's ``printf``, which writes
text for TensorFlow, gives every decimal digit of x and of M; on a common grid of places the JDK's
tests compare columns of digits, exactly.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.tf import exact
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.grids import STOP, Grid, entry, grid_of, tests

#: The exponents, as powers of 2, up to which a short grid has all digits.
_NEAR = 70
_TENS = [10**i for i in range(19)]


@dataclass(frozen=True, eq=False)
class Parts:
    """Positive numbers taken apart, each ``[n]``: bit 52 of ``fraction`` is the highest.

    ``binary`` is the exponent of that bit; ``significant`` how many bits the type has, 53 or 24;
    ``value`` the number as float64.
    """

    value: Tensor
    fraction: Tensor
    binary: Tensor
    significant: int

    @property
    def tail(self) -> Tensor:
        """How many zero bits end the fraction."""
        import tensorflow as tf

        return _exponent(tf.cast(self.fraction & -self.fraction, tf.float64))


@dataclass(frozen=True, eq=False)
class Digits:
    """Whole numbers int64 and the decimal exponent, int64, of their first digit: both ``[n]``."""

    number: Tensor
    exponent: Tensor


def parts_of(value: Tensor, significant: int) -> Parts:
    """Normal positive float64 taken apart; what is not such gives something."""

    pattern = exact.bits(value)
    return Parts(value, pattern & (2**52 - 1) | 2**52, _exponent(value), significant)


def _exponent(value: Tensor) -> Tensor:
    import tensorflow as tf

    return (tf.bitwise.right_shift(exact.bits(value), 52) & 0x7FF) - 1023


def legacy(parts: Parts) -> Digits:
    """The digits of each number; zeros at their end do not count."""
    import tensorflow as tf

    size = 53 - parts.tail
    whole = (size - parts.binary - 1 <= 0) & (parts.binary <= 62)
    first, second = _whole(parts), _developed(parts, size)
    return Digits(
        tf.where(whole, first.number, second.number),
        tf.where(whole, first.exponent, second.exponent),
    )


def _whole(parts: Parts) -> Digits:
    """Whole numbers: digits that the type does not determine are dropped."""
    import tensorflow as tf

    power = parts.binary - parts.significant - 1
    drop = tf.clip_by_value(tf.where(power > 1, power * 30103 // 100000, 0), 0, 18)
    up = tf.clip_by_value(parts.binary - 52, 0, 10)
    down = tf.clip_by_value(52 - parts.binary, 0, 62)
    moved = tf.bitwise.left_shift(parts.fraction, up)
    number = tf.bitwise.right_shift(moved, down)
    unit = tf.gather(tf.constant(_TENS, tf.int64), drop)
    rest = number - number // unit * unit
    rounded = number // unit + tf.cast((drop > 0) & (rest >= unit // 2), tf.int64)
    return Digits(rounded, _length(rounded) - 1 + drop)


def _length(number: Tensor) -> Tensor:
    import tensorflow as tf

    return tf.cast(tf.strings.length(tf.strings.as_string(number)), tf.int64)


def _developed(parts: Parts, size: Tensor) -> Digits:
    """Digits one by one; most numbers need a short grid, some a long one."""
    import tensorflow as tf

    near = tf.reduce_all(tf.abs(parts.binary) <= _NEAR)
    half = parts.binary - parts.significant - tf.cast(tf.equal(size, 1), tf.int64)
    grid = grid_of(parts.value, tf.bitcast((half + 1023) * 2**52, tf.float64), near=near)
    estimate = _estimate(parts)
    low, high = tests(grid, _narrow(parts, size, estimate))
    return _taken(grid, low, high, 1 - (estimate - grid.exponent), estimate)


def _estimate(parts: Parts) -> Tensor:
    """The JDK's guess at the decimal exponent: right, or one too large."""
    import tensorflow as tf

    mantissa = tf.bitcast(parts.fraction & (2**52 - 1) | 1023 << 52, tf.float64)
    c = exact.constant
    slope = exact.mul(exact.sub(mantissa, c(1.5)), c(0.289529654))
    base = exact.add(slope, c(0.176091259))
    power = exact.mul(tf.cast(parts.binary, tf.float64), c(0.301029995663981))
    return tf.cast(tf.floor(exact.add(base, power)), tf.int64)


def _narrow(parts: Parts, size: Tensor, estimate: Tensor) -> Tensor:
    """Where the JDK computes on 64 bits, which decides ties another way."""
    import tensorflow as tf

    b5, s5 = tf.maximum(-estimate, 0), tf.maximum(estimate, 0)
    tiny = tf.maximum(size - parts.binary - 1, 0)
    b2, s2 = b5 + tiny + parts.binary, s5 + tiny
    m2 = b2 - parts.significant
    b2 -= size - 1
    common = tf.minimum(b2, s2)
    b2, s2, m2 = b2 - common, s2 - common, m2 - common
    m2 -= tf.cast(tf.equal(size, 1), tf.int64)
    more = tf.maximum(-m2, 0)
    b2, s2 = b2 + more, s2 + more
    return (size + b2 + _bits_of_5(b5) < 64) & (s2 + 1 + _bits_of_5(s5 + 1) < 64)


def _bits_of_5(power: Tensor) -> Tensor:
    import tensorflow as tf

    table = [0, *((5**i).bit_length() for i in range(1, 27))]
    known = tf.gather(tf.constant(table, tf.int64), tf.minimum(power, 26))
    return tf.where(power < 27, known, power * 3)


def _taken(grid: Grid, low: Tensor, high: Tensor, begin: Tensor, estimate: Tensor) -> Digits:
    """The digits up to the column where a test holds, rounded."""
    import tensorflow as tf

    columns = tf.range(STOP, dtype=tf.int64)[None, :]
    dropped = tf.equal(entry(grid.x, begin), 0) & ~entry(high, begin)
    exponent = estimate - tf.cast(dropped, tf.int64)
    longer = ((exponent < -3) | (exponent >= 8))[:, None]
    from_here = columns >= begin[:, None] + tf.cast(longer, tf.int64)
    end = tf.argmax((low | high) & from_here, axis=1)
    start = begin + tf.cast(dropped, tf.int64)
    within = (columns >= start[:, None]) & (columns <= end[:, None])
    tens = tf.constant(_TENS, tf.int64)
    weights = tf.gather(tens, tf.clip_by_value(end[:, None] - columns, 0, 18))
    digits = tf.cast(grid.x[:, :STOP], tf.int64)
    number = tf.reduce_sum(tf.where(within, digits * weights, 0), axis=1)
    up = entry(high, end) & (~entry(low, end) | _rounds_up(grid.x, end, number))
    number += tf.cast(up, tf.int64)
    grown = tf.equal(number, tf.gather(tens, end - start + 1))
    return Digits(number, exponent + tf.cast(grown, tf.int64))


def _rounds_up(x: Tensor, end: Tensor, number: Tensor) -> Tensor:
    """Whether what remains is more than half of the last digit, or half and the digit is odd."""
    import tensorflow as tf

    following = entry(x, end + 1)
    right = tf.range(tf.shape(x, tf.int64)[1])[None, :] > end[:, None] + 1
    more = tf.reduce_any(right & tf.not_equal(x, 0), axis=1)
    odd = tf.equal(number % 2, 1)
    return (following > 5) | (tf.equal(following, 5) & (more | odd))
