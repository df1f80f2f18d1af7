"""Scala's implicit orderings: keys of int64 that sort as they do, and what is made by sorting."""

from __future__ import annotations

from bridges.featran.getters.types import (
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    SHORT,
    STRING,
    Boxed,
    OptionOf,
    Prim,
    RecordOf,
    TupleOf,
    Type,
)
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections
from bridges.featran.tf.getters.values import Fields, Items, Opt, Value, gather, types_of
from bridges.featran.tf.text import utf16_rank
from bridges.featran.tf.utf16 import units_of


def keys_of(value: Value, kind: Type) -> list[Tensor]:
    """int64 ``[n]`` each, the most significant first.

    Doubles in total order, strings by UTF-16 units, None before Some, tuples by their parts.
    """
    import tensorflow as tf

    match value, kind:
        case Opt(), OptionOf(item) | Boxed(item):
            inner = keys_of(value.value, item)
            here = tf.cast(value.defined, tf.int64)
            return [here, *(key * here for key in inner)]
        case Fields(fields), TupleOf() | RecordOf():
            return [key for name, k in types_of(kind) for key in keys_of(fields[name], k)]
        case _, Prim():
            return [_key(value, kind)]
    raise NoRule(f"the order of {kind}")


def _key(value: Tensor, kind: Prim) -> Tensor:
    import tensorflow as tf

    if kind in (FLOAT, DOUBLE):
        return exact.order_key(tf.cast(value, tf.float64))
    if kind != STRING:
        return tf.cast(value, tf.int64)
    words, places = tf.unique(value)
    return tf.cast(tf.gather(utf16_rank(words), places), tf.int64)


def order_of(keys: list[Tensor], rows: Tensor) -> Tensor:
    """The places in their order, lane by lane; equal ones keep theirs."""
    import tensorflow as tf

    order = tf.range(tf.size(rows))
    for key in (*reversed(keys), tf.cast(rows, tf.int64)):
        order = tf.gather(order, tf.argsort(tf.gather(key, order), stable=True))
    return order


def sorted_by(items: Items, keys: list[Tensor]) -> Items:
    """The items of each lane by their keys."""
    return Items(items.splits, gather(items.item, order_of(keys, items.rows)))


def ranks(keys: list[Tensor], rows: Tensor) -> Tensor:
    """The place of each key among all, one place for equal ones: int32 ``[n]``."""
    import tensorflow as tf

    order = order_of(keys, tf.zeros_like(rows))
    changed = tf.zeros([tf.size(rows)], tf.bool)
    for key in keys:
        moved = tf.gather(key, order)
        changed |= tf.concat([moved[:1], moved[:-1]], axis=0) != moved
    dense = tf.cumsum(tf.cast(changed, tf.int32))
    return tf.scatter_nd(order[:, None], dense, tf.shape(rows))


def extreme_place(name: str, items: Items, keys: list[Tensor]) -> Tensor:
    """The place in its lane of the first greatest, or least, item, or -1: int32 ``[n]``."""
    import tensorflow as tf

    rank = ranks(keys, items.rows)
    rank = rank if name.startswith("max") else -rank
    lanes = tf.shape(items.lengths)[0]
    best = tf.math.unsorted_segment_max(rank, items.rows, lanes)
    return collections.first_place(items, tf.equal(rank, tf.gather(best, items.rows)))


def compare(left: Value, right: Value, kind: Type) -> Tensor:
    """``compare``: below, at or above 0, int32 ``[n]``; of strings and small types how much."""
    import tensorflow as tf

    if kind == STRING:
        return _compare_strings(left, right)
    if kind in (BYTE, SHORT, CHAR):
        return left - right  # type: ignore[operator]
    result = tf.zeros_like(keys_of(left, kind)[0])
    for a, b in zip(keys_of(left, kind), keys_of(right, kind), strict=True):
        result = tf.where(
            tf.equal(result, 0), tf.cast(a > b, tf.int64) - tf.cast(a < b, tf.int64), result
        )
    return tf.cast(result, tf.int32)


def _compare_strings(left: Tensor, right: Tensor) -> Tensor:
    """The difference of the first units that differ, else of the lengths."""
    import tensorflow as tf

    (starts, letters), (others, rivals) = (units_of(text) for text in (left, right))
    first, second = (s[1:] - s[:-1] for s in (starts, others))
    places = tf.ragged.range(tf.minimum(first, second))
    rows = tf.cast(places.value_rowids(), tf.int32)
    a = tf.gather(letters, tf.gather(starts[:-1], rows) + places.flat_values)
    b = tf.gather(rivals, tf.gather(others[:-1], rows) + places.flat_values)
    common = Items(tf.cast(places.row_splits, tf.int64), a - b)
    at = collections.first_place(common, tf.not_equal(a, b))
    padded = tf.pad(a - b, [[0, 1]])
    spot = tf.where(at >= 0, common.splits[:-1] + tf.cast(at, tf.int64), common.splits[-1])
    return tf.where(at >= 0, tf.gather(padded, spot), tf.cast(first - second, tf.int32))
