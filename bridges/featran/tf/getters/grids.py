"""Decimal digits of numbers in columns, where what remains of one is compared with another.

C's ``printf``, which writes text for TensorFlow, gives every decimal digit of a double.
"""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.tf.exact import Tensor

#: No number has more digits that count than this many columns from its first on.
STOP = 20
#: Digits after the first of any double from 2^-968 on, and of M; of those within 2^70.
_LONG, _SHORT = 770, 110


@dataclass(frozen=True, eq=False)
class Grid:
    """Digits int32 ``[n, columns]`` of x and M; column 1 has the first digit of x.

    ``exponent`` int64 is that digit's, ``first`` int64 the column of M's first digit.
    """

    x: Tensor
    m: Tensor
    exponent: Tensor
    first: Tensor


def grid_of(value: Tensor, margin: Tensor, *, near: Tensor) -> Grid:
    """The digits of positive float64 x and M, each ``[n]``; ``near``: all are within 2^70."""
    import tensorflow as tf

    precision = tf.where(near, _SHORT, _LONG)
    m, below = _printed(margin, precision)
    x, exponent = _printed(value, precision)
    first = 1 + exponent - below
    width = tf.cast(precision, tf.int64) + 2
    from_m = tf.range(width)[None, :] - first[:, None] + 1
    held = (from_m > 0) & (from_m < width)
    padded = tf.pad(m, [[0, 0], [1, 0]])
    shifted = entry(padded, tf.where(held, from_m, 0))
    return Grid(tf.pad(x, [[0, 0], [1, 0]]), shifted, exponent, first)


def _printed(value: Tensor, precision: Tensor) -> tuple[Tensor, Tensor]:
    """Decimal digits int32 ``[n, precision + 1]`` and the exponent of the first, int64."""
    import tensorflow as tf

    text = tf.strings.as_string(value, precision=_LONG, scientific=True)
    rows = tf.shape(text)
    after = tf.strings.substr(text, tf.fill(rows, 2), tf.fill(rows, precision))
    mantissa = tf.strings.join([tf.strings.substr(text, 0, 1), after])
    digits = tf.io.decode_raw(mantissa, tf.uint8, fixed_length=precision + 1)
    power = tf.strings.regex_replace(tf.strings.substr(text, _LONG + 3, 5), r"\+", "")
    return tf.cast(digits, tf.int32) - ord("0"), tf.strings.to_number(power, tf.int64)


def tests(grid: Grid, narrow: Tensor) -> tuple[Tensor, Tensor]:
    """Bool ``[n, columns]``: what remains right of a column is less than M; with M it fills it."""
    import tensorflow as tf

    both = grid.x + grid.m
    less, _ = _first_right(grid.x - grid.m)
    more, place = _first_right(both - 9)
    filled = tf.reverse(tf.not_equal(both, 0), [1])
    end = tf.shape(both)[1] - 1 - tf.argmax(filled, axis=1, output_type=tf.int32)
    over = grid.first[:, None] <= tf.range(STOP, dtype=tf.int64)
    exactly = tf.equal(place, end[:, None]) & (tf.equal(entry(both, end), 10) & narrow)[:, None]
    return over | (less < 0), over | ((more > 0) & ~exactly)


def _first_right(digits: Tensor) -> tuple[Tensor, Tensor]:
    """The first entry that is not 0 right of each column, and its place: int32 ``[n, columns]``."""
    import tensorflow as tf

    near, far = digits[:, :STOP], digits[:, STOP:]
    at = tf.argmax(tf.not_equal(far, 0), axis=1, output_type=tf.int32)
    values = tf.concat([near, entry(far, at)[:, None]], axis=1)
    right = tf.range(STOP + 1)[None, :] > tf.range(STOP)[:, None]
    candidates = tf.not_equal(values, 0)[:, None, :] & right[None, :, :]
    found = tf.argmax(candidates, axis=2, output_type=tf.int32)
    found = tf.where(tf.reduce_any(candidates, axis=2), found, STOP)
    place = tf.where(found < STOP, found, STOP + at[:, None])
    return tf.gather(values, found, axis=1, batch_dims=1), place


def entry(columns: Tensor, place: Tensor) -> Tensor:
    """The entry of each row at its place."""
    import tensorflow as tf

    return tf.gather(columns, place, axis=1, batch_dims=1)
