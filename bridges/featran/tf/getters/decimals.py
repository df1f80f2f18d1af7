"""``Double.toString`` and ``Float.toString`` as Java lays them out."""

from __future__ import annotations

from bridges.featran.getters.types import DOUBLE, Prim
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import digits
from bridges.featran.tf.getters.digits import Digits

#: Below these, half a unit in the last place is no normal number: float64, float32.
_LEAST = 2.0**-968, 2.0**-126
_SHORTEST_SINCE = 19


def shown(value: Tensor, kind: Prim, jdk: int) -> Tensor:
    """The text of each float64 or float32.

    The batch fails at numbers nearer to zero than 2^-968, or 2^-126 of a Float.

    Raises
    ------
    NoRule
        For a JDK that prints other digits.
    """
    import tensorflow as tf

    if jdk >= _SHORTEST_SINCE:
        raise NoRule(f"the text of a {kind} as of JDK {jdk}")
    wide, tiny = _widened(value, kind)
    size = exact.absolute(wide)
    plain = ~(exact.is_nan(wide) | tf.math.is_inf(wide) | exact.is_zero(wide) | tiny)
    check = exact.check(~tf.reduce_any(tiny), ["the text of a number this near to zero"])
    with tf.control_dependencies([check] if check is not None else []):
        usual = tf.where(plain, size, tf.ones_like(size))
    text = laid_out(digits.legacy(digits.parts_of(usual, 53 if kind == DOUBLE else 24)))
    text = tf.where(exact.is_zero(wide), "0.0", tf.where(tf.math.is_inf(wide), "Infinity", text))
    signed = tf.strings.join([tf.where(exact.bits(wide) < 0, "-", ""), text])
    return tf.where(exact.is_nan(wide), "NaN", signed)


def _widened(value: Tensor, kind: Prim) -> tuple[Tensor, Tensor]:
    """The values as float64, and which are too near to zero; of subnormals the bits tell it."""
    import tensorflow as tf

    if kind == DOUBLE:
        size = exact.absolute(value)
        return value, exact.less(0.0, size) & exact.less(size, _LEAST[0])
    pattern = tf.bitcast(value, tf.int32) & 0x7FFFFFFF
    least = tf.bitcast(tf.constant(_LEAST[1], tf.float32), tf.int32)
    return tf.cast(value, tf.float64), (pattern > 0) & (pattern < least)


def laid_out(found: Digits) -> Tensor:
    """Digits in Java's plain form from 10^-3 to 10^7, else in its scientific one."""
    import tensorflow as tf

    text = tf.strings.regex_replace(tf.strings.as_string(found.number), "0+$", "")
    exponent = tf.cast(found.exponent, tf.int32)
    zeros = tf.gather(tf.constant(["", "0", "00"]), tf.clip_by_value(-exponent - 1, 0, 2))
    small = tf.strings.join(["0.", zeros, text])
    plain = _pointed(text, tf.clip_by_value(exponent, 0, 6))
    scientific = tf.strings.join(
        [_pointed(text, tf.zeros_like(exponent)), "E", tf.strings.as_string(exponent)]
    )
    inside = tf.where(exponent < 0, small, plain)
    return tf.where((exponent >= -3) & (exponent < 7), inside, scientific)


def _pointed(text: Tensor, exponent: Tensor) -> Tensor:
    """The digits with a point after the first ``exponent + 1``; a zero where none follows."""
    import tensorflow as tf

    filled = tf.strings.join([text, "00000000"])
    rest = tf.strings.substr(filled, exponent + 1, tf.fill(tf.shape(exponent), 40))
    shortened = tf.strings.regex_replace(rest, "^([0-9]+?)0*$", r"\1")
    return tf.strings.join(
        [tf.strings.substr(filled, tf.zeros_like(exponent), exponent + 1), ".", shortened]
    )
