"""The record, read from the features of tf.train.Example.

Names and forms are those of ``docs/data-plane.md``: ``user.age`` for a nested field, parallel
lists for a list of records, ``m.key`` and ``m.value`` for a map, ``x@f64`` with the exact bytes of
doubles that float32 cannot say. Inputs come dense, sparse or ragged, as tf.Transform and
``tf.io.parse_example`` give them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

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
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Fields, Items, Opt, Value, gather
from bridges.featran.tf.raw import abreast, listed, members, scalars, single
from bridges.features.names import child


@dataclass(frozen=True, eq=False)
class Row:
    """The record, or a nested one, read where a getter asks.

    ``rows``: for each lane inside a collection's lambda, the row it belongs to.
    """

    inputs: Mapping[str, Any]
    path: str = ""
    rows: Tensor | None = None

    def read(self, name: str, kind: Type, scope: Scope) -> Value | Row:
        """The value of a field in every lane."""
        path = child(self.path, name)
        if isinstance(kind, RecordOf | TupleOf):
            return replace(self, path=path)
        value = _read(self.inputs, path, kind, scope if self.rows is None else None)
        return value if self.rows is None else gather(value, self.rows)

    def whole(self, kind: Type, scope: Scope) -> Value:
        """Every field of the record that features can carry."""
        return _read(self.inputs, self.path, kind, scope)

    def spread(self, rows: Tensor) -> Row:
        """The same record seen from the items of a collection."""
        import tensorflow as tf

        known = rows if self.rows is None else tf.gather(self.rows, rows)
        return replace(self, rows=known)


def _read(inputs: Mapping[str, Any], path: str, kind: Type, scope: Scope | None) -> Value:
    import tensorflow as tf

    match kind:
        case Prim():
            value = single(inputs, path, kind)
            if scope is not None:
                scope.throws(~value.defined, f"NullPointerException: {path} has no value")
            return value.value
        case OptionOf(Prim() as item) | Boxed(item):
            return single(inputs, path, item)
        case OptionOf(SeqOf() as item):
            items = listed(inputs, path, item.item)
            return Opt(items.lengths > 0, items)
        case OptionOf(RecordOf() | TupleOf() as item):
            return _optional_record(inputs, path, item)
        case SeqOf(item):
            return listed(inputs, path, item)
        case MapOf(key, value):
            keys = listed(inputs, f"{path}.key", key)
            values = listed(inputs, f"{path}.value", value)
            splits = abreast([keys, values], path)
            return Items(splits, Fields({"_1": keys.item, "_2": values.item}))
        case RecordOf() | TupleOf():
            fields = members(kind, path)
            return Fields({n: _read(inputs, p, k, scope) for n, p, k in fields})
    raise NoRule(f"a field of type {kind} ({path}), read by {tf.__name__}")


def _optional_record(inputs: Mapping[str, Any], path: str, kind: RecordOf | TupleOf) -> Opt:
    """A nullable record: there where its mask says so, else where one of its required fields is."""
    import tensorflow as tf

    fields = members(kind, path)
    values = {n: _read(inputs, p, k, None) for n, p, k in fields}
    mask = inputs.get(f"{path}@present")
    if mask is not None:
        return Opt(tf.not_equal(scalars(mask)[0], 0), Fields(values))
    for _, place, field in fields:
        if isinstance(field, Prim):
            return Opt(single(inputs, place, field).defined, Fields(values))
    raise NoRule(f"an optional record without a required scalar ({path})")
