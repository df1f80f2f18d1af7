"""Scala's collections over lanes: what needs no lambda."""

from __future__ import annotations

from bridges.featran.getters.types import DOUBLE, FLOAT, INT, LONG, STRING, Prim
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import numbers
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items, Opt, Value, concat, gather
from bridges.featran.tf.rows import ragged


def size(items: Items) -> Tensor:
    """``size`` as an Int."""
    import tensorflow as tf

    return tf.cast(items.lengths, tf.int32)


def at(items: Items, place: Tensor, blank: Value) -> Opt:
    """The item at a place of each lane, where there is one; ``blank`` is one spare item."""
    import tensorflow as tf

    place = tf.cast(place, tf.int64)
    inside = (place >= 0) & (place < items.lengths)
    spare = items.splits[-1]
    flat = tf.where(inside, items.splits[:-1] + place, spare)
    return Opt(inside, gather(concat(items.item, blank), flat))


def first(items: Items, blank: Value) -> Opt:
    """``headOption``."""
    import tensorflow as tf

    return at(items, tf.zeros_like(items.lengths), blank)


def last(items: Items, blank: Value) -> Opt:
    """``lastOption``."""
    return at(items, items.lengths - 1, blank)


def cut(items: Items, start: Tensor, end: Tensor) -> Items:
    """The items from ``start`` until ``end`` of each lane; bounds outside are moved inside."""
    import tensorflow as tf

    length = items.lengths
    start = tf.clip_by_value(tf.cast(start, tf.int64), 0, length)
    end = tf.clip_by_value(tf.cast(end, tf.int64), start, length)
    begin = items.splits[:-1]
    places = tf.ragged.range(begin + start, begin + end)
    return Items(tf.cast(places.row_splits, tf.int64), gather(items.item, places.flat_values))


def reverse(items: Items) -> Items:
    """The items of each lane, last first."""
    import tensorflow as tf

    places = tf.range(items.splits[-1])
    rows = items.rows
    mirrored = tf.gather(items.splits[:-1], rows) + tf.gather(items.splits[1:], rows) - 1 - places
    return Items(items.splits, gather(items.item, mirrored))


def joined(left: Items, right: Items) -> Items:
    """``++``."""
    import tensorflow as tf

    lanes = tf.shape(left.splits)[0] - 1
    both = concat(left, right)
    assert isinstance(both, Items)
    order = tf.reshape(tf.stack([tf.range(lanes), tf.range(lanes) + lanes], axis=1), [-1])
    woven = gather(both, order)
    assert isinstance(woven, Items)
    return Items(woven.splits[::2], woven.item)


def single(item: Value, lanes: Tensor) -> Items:
    """A collection of one item per lane."""
    import tensorflow as tf

    return Items(tf.range(tf.cast(lanes, tf.int64) + 1), item)


def of_option(option: Opt) -> Items:
    """``toSeq`` of an option."""
    import tensorflow as tf

    ends = tf.cumsum(tf.cast(option.defined, tf.int64))
    splits = tf.concat([tf.zeros([1], tf.int64), ends], axis=0)
    return Items(splits, gather(option.value, tf.where(option.defined)[:, 0]))


def zipped_length(left: Items, right: Items) -> tuple[Items, Items]:
    """Both collections cut to the shorter length."""
    import tensorflow as tf

    length = tf.minimum(left.lengths, right.lengths)
    none = tf.zeros_like(length)
    return cut(left, none, length), cut(right, none, length)


def total(items: Items, kind: Prim) -> Tensor:
    """``sum``: floating point from left to right, from 0.0."""
    import tensorflow as tf

    if kind == DOUBLE:
        return exact.sequential_sum(_ragged(items).to_tensor(0.0))
    if kind in (INT, LONG):
        return tf.reduce_sum(_ragged(items), axis=1)
    raise NoRule(f"Seq.sum of {kind}")


def extreme(name: str, items: Items, kind: Prim, scope: Scope) -> Tensor:
    """``max`` and ``min`` of a number; raises on an empty collection."""
    import tensorflow as tf

    scope.throws(items.lengths == 0, "UnsupportedOperationException: empty." + name)
    if kind in (INT, LONG):
        reduce = tf.reduce_max if name == "max" else tf.reduce_min
        return reduce(_ragged(items), axis=1)
    raise NoRule(f"Seq.{name} of {kind}")


def contains(items: Items, value: Tensor, kind: Prim) -> Tensor:
    """``contains`` of a scalar."""
    same = numbers.equals(items.item, gather(value, items.rows), kind)
    return any_of(items, same)


def any_of(items: Items, flags: Tensor) -> Tensor:
    """Whether a flag of each lane's items is true."""
    return count(items, flags) > 0


def count(items: Items, flags: Tensor) -> Tensor:
    """How many flags of each lane's items are true: int32."""
    import tensorflow as tf

    ones = ragged(items.splits, tf.cast(flags, tf.int32))
    return tf.reduce_sum(ones, axis=1)


def text(items: Items, kind: Prim, start: str, separator: str, end: str) -> Tensor:
    """``mkString`` with constant marks.

    Separators are put before every item, and the first one cut off: TensorFlow's own joining of
    ragged rows leaves them out after empty strings.
    """
    import tensorflow as tf

    words = tf.strings.join([separator, numbers.text_of(items.item, kind)])
    joined_words = tf.strings.reduce_join(ragged(items.splits, words), axis=1, separator="")
    length = tf.strings.length(joined_words)
    first_mark = tf.minimum(len(separator.encode("utf-8")), length)
    return tf.strings.join([start, tf.strings.substr(joined_words, first_mark, length), end])


def distinct(items: Items, kind: Prim) -> Items:
    """``distinct``: each item where it comes first."""
    import tensorflow as tf

    from bridges.featran.tf.getters.values import keep_items

    if kind in (FLOAT, DOUBLE):
        raise NoRule(f"distinct of {kind}")
    words = items.item if kind == STRING else tf.strings.as_string(items.item)
    keys = tf.strings.join([tf.strings.as_string(items.rows), words], separator=":")
    _, places = tf.unique(keys)
    firsts = tf.math.unsorted_segment_min(
        tf.range(tf.shape(places)[0]), places, tf.shape(places)[0]
    )
    return keep_items(items, tf.gather(firsts, places) == tf.range(tf.shape(places)[0]))


def _ragged(items: Items) -> Tensor:

    return ragged(items.splits, items.item)
