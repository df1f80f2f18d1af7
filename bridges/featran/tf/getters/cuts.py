"""Java's strings by position: a string is the collection of its UTF-16 code units."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bridges.featran.getters.types import CHAR
from bridges.featran.tf import utf16
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items, blank

_OUTSIDE = "StringIndexOutOfBoundsException"


def units(text: Tensor) -> Items:
    """The code units of each string, int32."""
    return Items(*utf16.units_of(text))


def joined(items: Items) -> Tensor:
    """The strings of code units."""
    return utf16.text_of(items.splits, items.item)


def part(name: str, text: Tensor, count: Tensor) -> Tensor:
    """``take``, ``drop``, ``takeRight`` and ``dropRight``; counts outside are moved inside."""
    return joined(collections.part(name, units(text), count))


def substring(text: Tensor, bounds: Sequence[Tensor], scope: Scope) -> Tensor:
    """``substring`` from a place, or between two."""
    import tensorflow as tf

    items = units(text)
    start, *rest = (tf.cast(bound, tf.int64) for bound in bounds)
    end = rest[0] if rest else items.lengths
    inside = (start >= 0) & (start <= end) & (end <= items.lengths)
    scope.throws(~inside, _OUTSIDE)
    return joined(collections.cut(items, start, end))


def char_at(text: Tensor, place: Tensor, scope: Scope) -> Tensor:
    """``charAt``."""
    import tensorflow as tf

    found = collections.at(units(text), place, blank(CHAR, tf.constant(1)))
    scope.throws(~found.defined, _OUTSIDE)
    return found.value


def reverse(text: Tensor, scope: Scope) -> Tensor:
    """``reverse``: as from Scala 2.13 on, pairs of surrogates keep their order."""
    import tensorflow as tf

    items = collections.reverse(units(text))
    if scope.flavour.scala == "2.12":
        return joined(items)
    low = _begins_turned_pair(items)
    high = tf.pad(low, [[1, 0]])[:-1]
    moved = tf.range(tf.size(items.item)) + tf.where(low, 1, tf.where(high, -1, 0))
    return joined(Items(items.splits, tf.gather(items.item, moved)))


def _begins_turned_pair(items: Items) -> Tensor:
    """Whether a unit is the low half of a pair, and the next one the high half."""
    import tensorflow as tf

    letters: Tensor = items.item
    following = tf.pad(letters, [[0, 1]])[1:]
    row = tf.pad(items.rows, [[0, 1]], constant_values=-1)
    low, high = tf.equal(letters & 0xFC00, 0xDC00), tf.equal(following & 0xFC00, 0xD800)
    return low & high & tf.equal(row[1:], row[:-1])


def repeat(text: Tensor, count: Tensor, scope: Scope) -> Tensor:
    """``text * count``."""
    import tensorflow as tf

    times = tf.where(scope.active, tf.maximum(tf.cast(count, tf.int64), 0), 0)
    splits = tf.pad(tf.cumsum(times), [[1, 0]])
    copies = Items(splits, tf.zeros([splits[-1]], tf.int32))
    words = tf.gather(text, copies.rows)
    made = tf.strings.unsorted_segment_join(words, copies.rows, scope.lanes)
    return utf16.rejoined(made) if scope.halves else made


def search(text: Tensor, wanted: Tensor) -> tuple[Items, Tensor]:
    """Where a string occurs in another: a flag for each place from 0 to the length.

    Returns the places ``[n, (length + 1)]``, counted from 0, and the flags.
    """
    import tensorflow as tf

    held, parts = units(text), units(wanted)
    places = tf.ragged.range(held.lengths + 1)
    rows = tf.cast(places.value_rowids(), tf.int32)
    spots = Items(tf.cast(places.row_splits, tf.int64), places.flat_values)
    begin = tf.gather(held.splits[:-1], rows) + spots.item
    size = tf.gather(parts.lengths, rows)
    fits = spots.item + size <= tf.gather(held.lengths, rows)
    letters, pattern = (_ended(i.item) for i in (held, parts))
    first = tf.gather(parts.splits[:-1], rows)

    def step(i: Tensor, same: Tensor) -> tuple[Tensor, Tensor]:
        within = fits & (i < size)
        letter = tf.gather(letters, tf.where(within, begin + i, 0))
        other = tf.gather(pattern, tf.where(within, first + i, 0))
        return i + 1, same & (~within | tf.equal(letter, other))

    longest = tf.reduce_max(tf.pad(parts.lengths, [[0, 1]]))
    start = (tf.constant(0, tf.int64), fits)
    shapes = (tf.TensorShape([]), tf.TensorShape([None]))
    found = tf.while_loop(lambda i, _: i < longest, step, start, shape_invariants=shapes)[1]
    return spots, found


def _ended(letters: Tensor) -> Tensor:
    import tensorflow as tf

    return tf.pad(letters, [[0, 1]])


def index_of(text: Tensor, wanted: Tensor, start: Tensor | None = None) -> Tensor:
    """``indexOf``, -1 where there is none: int32."""
    import tensorflow as tf

    spots, found = search(text, wanted)
    if start is not None:
        least = tf.minimum(tf.cast(start, tf.int64), spots.lengths - 1)
        found &= spots.item >= tf.gather(least, spots.rows)
    return collections.first_place(spots, found)


def last_index_of(text: Tensor, wanted: Tensor) -> Tensor:
    """``lastIndexOf``, -1 where there is none: int32."""
    import tensorflow as tf

    spots, found = search(text, wanted)
    places = tf.where(found, spots.item, -1)
    last = tf.math.unsorted_segment_max(places, spots.rows, tf.shape(spots.lengths)[0])
    return tf.cast(last, tf.int32)


def tested(name: str, text: Tensor, wanted: Tensor) -> Tensor:
    """``startsWith``, ``endsWith`` and ``contains`` of any other string."""
    import tensorflow as tf

    spots, found = search(text, wanted)
    if name == "String.contains":
        return collections.any_of(spots, found)
    place = tf.zeros_like(spots.lengths)
    if name == "String.endsWith":
        place = spots.lengths - 1 - units(wanted).lengths
    at = tf.gather(spots.splits[:-1], tf.range(tf.shape(place)[0])) + tf.maximum(place, 0)
    return tf.gather(found, at) & (place >= 0)


def stripped(name: str, text: Tensor, wanted: Tensor) -> Tensor:
    """``stripPrefix`` and ``stripSuffix``."""
    import tensorflow as tf

    prefix = name == "String.stripPrefix"
    there = tested("String.startsWith" if prefix else "String.endsWith", text, wanted)
    size = tf.where(there, units(wanted).lengths, 0)
    return part("drop" if prefix else "dropRight", text, size)


def with_first(text: Tensor, change: Callable[[Tensor], Tensor]) -> Tensor:
    """The text with its first code unit, int32, changed."""
    import tensorflow as tf

    items = units(text)
    places = tf.range(tf.size(items.item, tf.int64))
    first = tf.equal(places, tf.gather(items.splits[:-1], items.rows))
    return joined(Items(items.splits, tf.where(first, change(items.item), items.item)))
