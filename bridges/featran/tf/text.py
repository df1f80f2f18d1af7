"""Java strings in a graph: UTF-16 code units, ``MurmurHash3.stringHash``, UTF-16 order.

Strings of TensorFlow are bytes, as ``bridges.featran.tf.utf16`` describes them.
"""

from __future__ import annotations

from typing import Any

from bridges.featran.errors import require
from bridges.featran.tf import exact, utf16
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.rows import ragged

#: Above this ``(h % c + c) % c`` overflows Java's int.
LARGEST = 1 << 30

_SEED = 0xF7CA7FD2


def utf16_units(texts: Tensor) -> tuple[Tensor, Tensor]:
    """Code units of each string, and how many: ``[n] -> (int64 [n, longest], int64 [n])``.

    Rows are filled up with 0.
    """
    import tensorflow as tf

    splits, units = utf16.units_of(texts)
    return ragged(splits, tf.cast(units, tf.int64)).to_tensor(), splits[1:] - splits[:-1]


def string_hash(texts: Tensor) -> Tensor:
    """Scala's ``MurmurHash3.stringHash``: ``string [n] -> int32 [n]``.

    Two code units make one 32-bit word; an odd last unit is mixed in at the end.
    """
    import tensorflow as tf

    units, lengths = utf16_units(texts)
    units = tf.pad(units, [[0, 0], [0, tf.shape(units)[1] % 2]])
    words = tf.cast(units[:, 0::2] * 0x10000 + units[:, 1::2], tf.uint32)
    start = tf.fill(tf.shape(lengths), tf.constant(_SEED, tf.uint32))

    def step(i: Tensor, state: Tensor) -> tuple[Tensor, Tensor]:
        mixed = _mix(state, words[:, i])
        return i + 1, tf.where(tf.cast(2 * i + 2, tf.int64) <= lengths, mixed, state)

    rounds = tf.shape(words)[1]
    state = tf.while_loop(lambda i, _: i < rounds, step, (tf.constant(0), start))[1]
    never_empty = tf.pad(units, [[0, 0], [0, 1]])
    last = tf.gather(never_empty, tf.maximum(lengths - 1, 0), axis=1, batch_dims=1)
    odd = lengths % 2 == 1
    state = tf.where(odd, _mix_last(state, tf.cast(last, tf.uint32)), state)
    return tf.bitcast(_finish(state, lengths), tf.int32)


def bucket(texts: Tensor, buckets: int) -> Tensor:
    """Floor-mod of the hash: int32 ``[n]`` in ``[0, buckets)``; without buckets any value fails.

    Raises
    ------
    IllegalArgument
        For a number of buckets whose Java arithmetic would overflow.
    """
    import tensorflow as tf

    require(buckets <= LARGEST, f"{buckets} hash buckets are more than {LARGEST}")
    if buckets == 0:
        return no_buckets(texts)
    distinct, numbers = tf.unique(texts)
    hashes = tf.math.floormod(string_hash(distinct), tf.constant(buckets, tf.int32))
    return tf.gather(hashes, numbers)


def utf16_rank(texts: Tensor) -> Tensor:
    """The place of each string in the order of Java's ``compareTo``: ``[n] -> int32 [n]``.

    Equal strings get different places; use it on distinct ones. A prefix comes first because its
    filling, counted as -1, is less than any unit.
    """
    import tensorflow as tf

    units, lengths = utf16_units(texts)
    columns = tf.shape(units)[1]
    held = tf.sequence_mask(lengths, columns)
    units = tf.where(held, units, tf.constant(-1, tf.int64))

    def step(i: Tensor, order: Tensor) -> tuple[Tensor, Tensor]:
        again = tf.argsort(tf.gather(units[:, columns - 1 - i], order), stable=True)
        return i + 1, tf.gather(order, again)

    start = tf.range(tf.shape(units)[0])
    order = tf.while_loop(lambda i, _: i < columns, step, (tf.constant(0), start))[1]
    return tf.math.invert_permutation(order)


def _rotate(value: Tensor, count: int) -> Tensor:
    import tensorflow as tf

    left = tf.bitwise.left_shift(value, tf.constant(count, tf.uint32))
    return left | tf.bitwise.right_shift(value, tf.constant(32 - count, tf.uint32))


def _mix_last(state: Tensor, word: Tensor) -> Tensor:
    import tensorflow as tf

    mixed = _rotate(word * tf.constant(0xCC9E2D51, tf.uint32), 15)
    return tf.bitwise.bitwise_xor(state, mixed * tf.constant(0x1B873593, tf.uint32))


def _mix(state: Tensor, word: Tensor) -> Tensor:
    import tensorflow as tf

    rotated = _rotate(_mix_last(state, word), 13)
    return rotated * tf.constant(5, tf.uint32) + tf.constant(0xE6546B64, tf.uint32)


def _finish(state: Tensor, lengths: Tensor) -> Any:
    import tensorflow as tf

    state = tf.bitwise.bitwise_xor(state, tf.cast(lengths, tf.uint32))
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        state = _fold(state, shift) * tf.constant(factor, tf.uint32)
    return _fold(state, 16)


def _fold(state: Tensor, shift: int) -> Tensor:
    import tensorflow as tf

    moved = tf.bitwise.right_shift(state, tf.constant(shift, tf.uint32))
    return tf.bitwise.bitwise_xor(state, moved)


def no_buckets(texts: Tensor) -> Tensor:
    """Fails the batch where a value meets no buckets at all, as ``% 0`` does; int32 ``[n]``."""
    import tensorflow as tf

    none = exact.check(tf.equal(tf.size(texts), 0), ["ArithmeticException: / by zero"])
    with tf.control_dependencies([none] if none is not None else []):
        return tf.fill(tf.shape(texts), tf.constant(-1, tf.int32))
