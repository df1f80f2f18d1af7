"""Scala's collections over lanes: what needs no lambda."""

from __future__ import annotations

from bridges.featran.tf.exact import Tensor
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


def part(name: str, items: Items, count: Tensor) -> Items:
    """``take``, ``drop``, ``takeRight`` and ``dropRight`` of a count per lane."""
    import tensorflow as tf

    length, none = items.lengths, tf.zeros_like(items.lengths)
    count = tf.maximum(tf.cast(count, tf.int64), 0)
    match name:
        case "take":
            return cut(items, none, count)
        case "drop":
            return cut(items, count, length)
        case "takeRight":
            return cut(items, length - count, length)
        case _:
            return cut(items, none, length - count)


def first_place(items: Items, flags: Tensor) -> Tensor:
    """The place in its lane of the first item whose flag is true, or -1: int32 ``[n]``."""
    import tensorflow as tf

    places = tf.range(items.splits[-1]) - tf.gather(items.splits[:-1], items.rows)
    beyond = tf.gather(items.lengths, items.rows)
    lanes = tf.shape(items.lengths)[0]
    first = tf.math.unsorted_segment_min(tf.where(flags, places, beyond), items.rows, lanes)
    return tf.cast(tf.where(first < items.lengths, first, -1), tf.int32)


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


def windows(items: Items, size: Tensor, step: Tensor) -> Items:
    """``sliding``: runs of ``size`` items, every ``step``; the last may be shorter.

    A run after the first has an item that the one before it did not have.
    """
    import tensorflow as tf

    size, step = (tf.maximum(tf.cast(n, tf.int64), 1) for n in (size, step))
    fresh = items.lengths - tf.maximum(size - step, 0)
    counts = tf.where(items.lengths > 0, tf.maximum((fresh + step - 1) // step, 1), 0)
    begin = items.splits[:-1]
    starts = tf.ragged.range(begin, begin + counts * step, step)
    rows = tf.cast(starts.value_rowids(), tf.int32)
    ends = tf.minimum(starts.flat_values + tf.gather(size, rows), tf.gather(items.splits[1:], rows))
    places = tf.ragged.range(starts.flat_values, ends)
    inner = Items(tf.cast(places.row_splits, tf.int64), gather(items.item, places.flat_values))
    return Items(tf.cast(starts.row_splits, tf.int64), inner)


def zipped_length(left: Items, right: Items) -> tuple[Items, Items]:
    """Both collections cut to the shorter length."""
    import tensorflow as tf

    length = tf.minimum(left.lengths, right.lengths)
    none = tf.zeros_like(length)
    return cut(left, none, length), cut(right, none, length)


def any_of(items: Items, flags: Tensor) -> Tensor:
    """Whether a flag of each lane's items is true."""
    return count(items, flags) > 0


def count(items: Items, flags: Tensor) -> Tensor:
    """How many flags of each lane's items are true: int32."""
    import tensorflow as tf

    ones = ragged(items.splits, tf.cast(flags, tf.int32))
    return tf.reduce_sum(ones, axis=1)


def text(words: Items, start: str, separator: str, end: str) -> Tensor:
    """``mkString`` of strings with constant marks.

    Separators are put before every item, and the first one cut off: TensorFlow's own joining of
    ragged rows leaves them out after empty strings.
    """
    import tensorflow as tf

    marks = [mark.encode("utf-8", "surrogatepass") for mark in (start, separator, end)]
    parts = tf.strings.join([marks[1], words.item])
    lanes = tf.shape(words.lengths)[0]
    joined_words = tf.strings.unsorted_segment_join(parts, words.rows, lanes)
    length = tf.strings.length(joined_words)
    first_mark = tf.minimum(len(marks[1]), length)
    return tf.strings.join(
        [marks[0], tf.strings.substr(joined_words, first_mark, length), marks[2]]
    )
