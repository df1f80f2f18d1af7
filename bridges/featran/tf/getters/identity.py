"""Numbers that say which values are equal, as Scala's ``==`` has it: for sets and maps."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.types import (
    DOUBLE,
    FLOAT,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    SeqOf,
    Type,
)
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.values import (
    Fields,
    Items,
    Opt,
    Value,
    gather,
    keep_items,
    keyed,
    types_of,
)


def numbers_of(value: Value, kind: Type) -> Tensor:
    """int64 ``[n]``, equal where the values are; a NaN equals nothing."""
    import tensorflow as tf

    match value, kind:
        case Opt(), OptionOf(item) | Boxed(item):
            inner = tf.where(value.defined, numbers_of(value.value, item), 0)
            return paired(tf.cast(value.defined, tf.int64), inner)
        case Fields(fields), _:
            parts = [numbers_of(fields[name], k) for name, k in types_of(kind)]
            made = parts[0]
            for part in parts[1:]:
                made = paired(made, part)
            return made
        case _, Prim():
            return _of_scalars(value, kind)
    raise NoRule(f"equality of a {kind} in a set, a map or distinct")


def _of_scalars(value: Tensor, kind: Prim) -> Tensor:
    import tensorflow as tf

    if kind in (FLOAT, DOUBLE):
        wide = tf.cast(value, tf.float64)
        plain = tf.where(exact.is_zero(wide), tf.zeros_like(wide), wide)
        known = _unique(exact.bits(plain))
        apart = tf.range(tf.size(value, tf.int64)) + tf.size(value, tf.int64)
        return tf.where(exact.is_nan(wide), apart, known)
    return _unique(value if kind == STRING else tf.cast(value, tf.int64))


def paired(first: Tensor, second: Tensor) -> Tensor:
    """Numbers that are equal where both are: int64 ``[n]``, none above 2n."""
    import tensorflow as tf

    return _unique(_unique(first) * tf.size(first, tf.int64) + _unique(second))


def _unique(value: Tensor) -> Tensor:
    import tensorflow as tf

    return tf.unique(value, tf.int64)[1]


def in_lanes(items: Items, kind: Type) -> Tensor:
    """As :func:`numbers_of` for items; those of different lanes are never equal."""
    import tensorflow as tf

    return paired(tf.cast(items.rows, tf.int64), numbers_of(items.item, kind))


def firsts(numbers: Tensor) -> Tensor:
    """Whether a number stands at a place for the first time: bool ``[n]``."""
    import tensorflow as tf

    places = tf.range(tf.size(numbers))
    first = tf.math.unsorted_segment_min(places, numbers, tf.size(numbers))
    return tf.equal(tf.gather(first, numbers), places)


def distinct(items: Items, kind: Type) -> Items:
    """``distinct``: each item where it comes first."""
    return keep_items(items, firsts(in_lanes(items, kind)))


def declared(value: Any, kind: Type) -> Any:
    """The value, where its type is a set or a map with equal keys taken together."""
    match value, kind:
        case Items(), SeqOf(item, "Set"):
            return keyed(distinct(value, item))
        case Items(), MapOf(key, _):
            return keyed(last_wins(value, key))
        case Opt(defined, inner), OptionOf(item):
            return Opt(defined, declared(inner, item))
    return value


def last_wins(pairs: Items, key: Type) -> Items:
    """Pairs with distinct keys: each key where it came first, with the value that came last."""
    import tensorflow as tf

    assert isinstance(pairs.item, Fields)
    fields = pairs.item.fields
    same = in_lanes(Items(pairs.splits, fields["_1"]), key)
    places = tf.range(tf.size(same))
    last = tf.gather(tf.math.unsorted_segment_max(places, same, tf.size(same)), same)
    latest = Fields({"_1": fields["_1"], "_2": gather(fields["_2"], last)})
    return keep_items(Items(pairs.splits, latest), firsts(same))
