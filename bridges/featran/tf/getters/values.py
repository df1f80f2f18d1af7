"""Values of a getter over n lanes at once, and the moves that lanes make.

A scalar is a tensor ``[n]``; an option carries a mask, a collection row splits and the values of
all its items, a record its fields. At the top a lane is a row of the batch; inside a lambda over a
collection it is an item. What stands in a lane that is not active is never looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    STRING,
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
from bridges.featran.tf.rows import kept, row_ids


@dataclass(frozen=True, eq=False)
class Opt:
    """``Option`` or a boxed scalar: ``defined`` bool ``[n]`` and a value over the same lanes."""

    defined: Tensor
    value: Value


@dataclass(frozen=True, eq=False)
class Items:
    """A collection: int64 row splits ``[n + 1]`` and the items of all lanes, one after another."""

    splits: Tensor
    item: Value

    @property
    def lengths(self) -> Tensor:
        """int64 ``[n]``."""
        return self.splits[1:] - self.splits[:-1]

    @cached_property
    def rows(self) -> Tensor:
        """The lane of each item."""
        return row_ids(self.splits)


@dataclass(frozen=True, eq=False)
class Fields:
    """A case class instance or a tuple."""

    fields: dict[str, Value]


@dataclass(frozen=True, eq=False)
class Keyed:
    """A set, or a map as pairs: distinct keys in the order in which they were inserted.

    ``hashed`` bool ``[n]``: lanes that a hash trie orders whatever their size.
    """

    items: Items
    hashed: Tensor


Value: TypeAlias = Tensor | Opt | Items | Keyed | Fields

_DTYPES = {
    BOOLEAN: "bool",
    BYTE: "int32",
    SHORT: "int32",
    CHAR: "int32",
    INT: "int32",
    LONG: "int64",
    FLOAT: "float32",
    DOUBLE: "float64",
    STRING: "string",
}


def dtype_of(scalar: Prim) -> Any:
    """TensorFlow's type of a JVM scalar; narrow integers are int32 as on the JVM."""
    import tensorflow as tf

    if scalar not in _DTYPES:
        raise NoRule(f"a value of type {scalar}")
    return tf.as_dtype(_DTYPES[scalar])


def gather(value: Value, lanes: Tensor) -> Value:
    """The value of each of some lanes, which may repeat."""
    import tensorflow as tf

    match value:
        case Opt(defined, inner):
            return Opt(tf.gather(defined, lanes), gather(inner, lanes))
        case Fields(fields):
            return Fields({name: gather(field, lanes) for name, field in fields.items()})
        case Keyed(items, hashed):
            return Keyed(_items(gather(items, lanes)), tf.gather(hashed, lanes))
        case Items():
            starts, ends = tf.gather(value.splits[:-1], lanes), tf.gather(value.splits[1:], lanes)
            places = tf.ragged.range(starts, ends)
            return Items(
                tf.cast(places.row_splits, tf.int64), gather(value.item, places.flat_values)
            )
        case _:
            return tf.gather(value, lanes)


def concat(first: Value, second: Value) -> Value:
    """The lanes of the first, then those of the second."""
    import tensorflow as tf

    match first, second:
        case Opt(), Opt():
            defined = tf.concat([first.defined, second.defined], axis=0)
            return Opt(defined, concat(first.value, second.value))
        case Fields(), Fields():
            names = first.fields
            return Fields({n: concat(first.fields[n], second.fields[n]) for n in names})
        case Items(), Items():
            splits = tf.concat([first.splits, second.splits[1:] + first.splits[-1]], axis=0)
            return Items(splits, concat(first.item, second.item))
        case Keyed(), Keyed():
            hashed = tf.concat([first.hashed, second.hashed], axis=0)
            return Keyed(_items(concat(first.items, second.items)), hashed)
        case _ if any(
            isinstance(v, Opt | Fields | Items | Keyed) or hasattr(v, "read")
            for v in (first, second)
        ):
            # A record of the data is read field by field: it has no lanes to put beside others.
            raise NoRule("a record of the data put together with others")
        case _:
            return tf.concat([first, second], axis=0)


def select(test: Tensor, then: Value, other: Value) -> Value:
    """``then`` in the lanes where the test holds, else ``other``."""
    import tensorflow as tf

    match then, other:
        case Opt(), Opt():
            defined = tf.where(test, then.defined, other.defined)
            return Opt(defined, select(test, then.value, other.value))
        case Fields(), Fields():
            names = then.fields
            return Fields({n: select(test, then.fields[n], other.fields[n]) for n in names})
        case (Items(), Items()) | (Keyed(), Keyed()):
            lanes = tf.shape(test)[0]
            chosen = tf.range(lanes) + tf.where(test, 0, lanes)
            return gather(concat(then, other), chosen)
        case _:
            return tf.where(test, then, other)


def blank(kind: Type, lanes: Tensor) -> Value:
    """Some value of a type for lanes that will not be looked at."""
    import tensorflow as tf

    match kind:
        case Prim():
            return tf.zeros(tf.reshape(lanes, [1]), dtype_of(kind))
        case OptionOf(item) | Boxed(item):
            return Opt(tf.zeros(tf.reshape(lanes, [1]), tf.bool), blank(item, lanes))
        case SeqOf(item, seq):
            splits = tf.zeros(tf.reshape(lanes + 1, [1]), tf.int64)
            empty = Items(splits, blank(item, tf.constant(0)))
            return keyed(empty) if seq == "Set" else empty
        case MapOf(key, value):
            return keyed(_items(blank(SeqOf(TupleOf((key, value))), lanes)))
        case RecordOf(_, fields):
            return Fields({name: blank(field, lanes) for name, field in fields})
        case TupleOf(items):
            return Fields({f"_{i}": blank(item, lanes) for i, item in enumerate(items, 1)})
        case _:
            raise NoRule(f"a value of type {kind}")


def _items(value: Value) -> Items:
    assert isinstance(value, Items)
    return value


def keyed(items: Items) -> Keyed:
    """Distinct items as a set or a map that was just made."""
    import tensorflow as tf

    return Keyed(items, tf.zeros_like(items.lengths, tf.bool))


def types_of(kind: Type) -> list[tuple[str, Type]]:
    """The names and types of a record's or a tuple's fields."""
    if isinstance(kind, RecordOf):
        return list(kind.fields)
    if isinstance(kind, TupleOf):
        return [(f"_{i}", item) for i, item in enumerate(kind.items, 1)]
    raise NoRule(f"the fields of a {kind}")


def keep_items(items: Items, keep: Tensor) -> Items:
    """The items whose flag is true."""
    splits, places = kept(items.splits, keep)
    return Items(splits, gather(items.item, places))
