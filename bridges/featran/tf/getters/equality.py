"""Scala's ``==``."""

from __future__ import annotations

from bridges.featran.getters.types import (
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, identity, numbers
from bridges.featran.tf.getters.values import Fields, Items, Keyed, Opt, Value, types_of


def same(left: Value, right: Value, kind: Type) -> Tensor:
    """Whether two values of one type are equal, lane by lane."""
    match left, right, kind:
        case Opt(), Opt(), OptionOf(item) | Boxed(item):
            inner = same(left.value, right.value, item)
            return (left.defined & right.defined & inner) | ~(left.defined | right.defined)
        case Fields(), Fields(), RecordOf() | TupleOf():
            return _same_fields(left, right, kind)
        case Items(), Items(), SeqOf(item, seq) if seq != "Array":
            return _same_items(left, right, item)
        case Keyed(), Keyed(), SeqOf(item):
            return _same_sets(left.items, right.items, item)
        case Keyed(), Keyed(), MapOf(key, value):
            return _same_sets(left.items, right.items, TupleOf((key, value)))
        case _, _, Prim():
            return numbers.equals(left, right, kind)
    raise NoRule(f"== on {kind}")


def _same_fields(left: Fields, right: Fields, kind: Type) -> Tensor:
    import tensorflow as tf

    parts = [same(left.fields[n], right.fields[n], k) for n, k in types_of(kind)]
    return tf.reduce_all(tf.stack(parts), axis=0)


def _same_items(left: Items, right: Items, item: Type) -> Tensor:
    import tensorflow as tf

    first, second = collections.zipped_length(left, right)
    other = ~same(first.item, second.item, item)
    return tf.equal(left.lengths, right.lengths) & ~collections.any_of(first, other)


def _same_sets(left: Items, right: Items, item: Type) -> Tensor:
    """Of distinct items: as many on both sides, and no new one on the right."""
    import tensorflow as tf

    together = identity.distinct(collections.joined(left, right), item)
    sizes = tf.equal(left.lengths, right.lengths)
    return sizes & tf.equal(together.lengths, left.lengths)
