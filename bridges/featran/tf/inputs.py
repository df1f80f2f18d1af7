"""The record as features of tf.train.Example: which ones a type needs, and reading them.

Names and forms are those of ``docs/data-plane.md``: ``user.age`` for a nested field, parallel
lists for a list of records, ``m.key`` and ``m.value`` for a map, ``x@f64`` with the exact bytes of
doubles that float32 cannot say. Inputs come dense, sparse or ragged, as tf.Transform and
``tf.io.parse_example`` give them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import reduce
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INTEGRAL,
    LONG,
    STRING,
    WEIGHTED_LABEL,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.tf import columns
from bridges.featran.tf.columns import Column
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Fields, Items, Opt, Value, dtype_of, gather
from bridges.featran.tf.rows import of_sparse, ragged
from bridges.featran.tf.utf16 import well_formed
from bridges.features.names import child

EXACT = "@f64"
#: The field of an Avro schema that is no record.
WRAPPED = "value"


class Shape(Enum):
    """How many values of a feature an example has."""

    ONE = "one"
    OPTIONAL = "optional"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Input:
    """One key of tf.train.Example: its list (``int64``, ``float`` or ``bytes``) and shape."""

    name: str
    kind: str
    shape: Shape


def inputs_of(kind: Type, path: str, shape: Shape = Shape.ONE) -> Iterator[Input]:
    """The features that carry a value of a type.

    Raises
    ------
    NoRule
        If features cannot be read back into that type without its lengths and masks.
    """
    match kind:
        case Prim():
            yield from _scalar_inputs(kind, path, shape)
        case OptionOf(item) | Boxed(item):
            if shape is Shape.LIST:
                raise NoRule(f"a list with missing items ({path})")
            yield from inputs_of(item, path, Shape.OPTIONAL)
        case RecordOf() if shape is Shape.LIST:
            yield from _list_inputs(kind, path)
        case RecordOf(_, fields):
            for name, field in fields:
                yield from inputs_of(field, child(path, name), shape)
        case TupleOf(items):
            for i, item in enumerate(items, 1):
                yield from inputs_of(item, child(path, f"_{i}"), shape)
        case SeqOf(item):
            if shape is Shape.LIST:
                raise NoRule(f"a list of lists ({path})")
            yield from inputs_of(item, path, Shape.LIST)
        case MapOf(key, value):
            yield from inputs_of(key, f"{path}.key", Shape.LIST)
            yield from inputs_of(value, f"{path}.value", Shape.LIST)


def _list_inputs(kind: RecordOf, path: str) -> Iterator[Input]:
    """The parallel lists of a list of records; a field that has none is left out."""
    for name, field in kind.fields:
        try:
            yield from list(inputs_of(field, child(path, name), Shape.LIST))
        except NoRule:
            continue


def _scalar_inputs(kind: Prim, path: str, shape: Shape) -> Iterator[Input]:
    if kind == STRING:
        yield Input(path, "bytes", shape)
    elif kind in (*INTEGRAL, BOOLEAN):
        yield Input(path, "int64", shape)
    elif kind in (FLOAT, DOUBLE):
        yield Input(path, "float", shape)
        if kind == DOUBLE:
            yield Input(path + EXACT, "bytes", Shape.OPTIONAL)
    else:
        raise NoRule(f"a field of type {kind} ({path})")


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
            value = _single(inputs, path, kind)
            if scope is not None:
                scope.throws(~value.defined, f"NullPointerException: {path} has no value")
            return value.value
        case OptionOf(Prim() as item) | Boxed(item):
            return _single(inputs, path, item)
        case OptionOf(SeqOf() as item):
            items = _list(inputs, path, item.item)
            return Opt(items.lengths > 0, items)
        case OptionOf(RecordOf() | TupleOf() as item):
            return _optional_record(inputs, path, item)
        case SeqOf(item):
            return _list(inputs, path, item)
        case MapOf(key, value):
            keys = _list(inputs, f"{path}.key", key)
            values = _list(inputs, f"{path}.value", value)
            return Items(keys.splits, Fields({"_1": keys.item, "_2": values.item}))
        case RecordOf() | TupleOf():
            members = _members(kind, path)
            return Fields({n: _read(inputs, p, k, scope) for n, p, k in members})
    raise NoRule(f"a field of type {kind} ({path}), read by {tf.__name__}")


def _members(kind: RecordOf | TupleOf, path: str) -> list[tuple[str, str, Type]]:
    fields = kind.fields if isinstance(kind, RecordOf) else _numbered(kind)
    return [(name, child(path, name), field) for name, field in fields]


def _numbered(kind: TupleOf) -> tuple[tuple[str, Type], ...]:
    return tuple((f"_{i}", item) for i, item in enumerate(kind.items, 1))


def _optional_record(inputs: Mapping[str, Any], path: str, kind: RecordOf | TupleOf) -> Opt:
    """A nullable record: there where its mask says so, else where one of its required fields is."""
    import tensorflow as tf

    members = _members(kind, path)
    values = {n: _read(inputs, p, k, None) for n, p, k in members}
    mask = inputs.get(f"{path}@present")
    if mask is not None:
        return Opt(tf.not_equal(_scalars(mask)[0], 0), Fields(values))
    for _, place, field in members:
        if isinstance(field, Prim):
            return Opt(_single(inputs, place, field).defined, Fields(values))
    raise NoRule(f"an optional record without a required scalar ({path})")


def _feature(inputs: Mapping[str, Any], name: str) -> Any:
    if name not in inputs:
        raise NoRule(f"the column {name!r}, which is not among the inputs", where=name)
    return inputs[name]


def _single(inputs: Mapping[str, Any], path: str, kind: Prim) -> Opt:
    import tensorflow as tf

    raw, present = _scalars(_feature(inputs, path))
    if kind != DOUBLE or path + EXACT not in inputs:
        return Opt(present, _as(raw, kind))
    packed, exactly = _scalars(inputs[path + EXACT])
    value = tf.where(exactly, _unpacked(packed, exactly), _as(raw, kind))
    return Opt(present | exactly, value)


def _unpacked(packed: Tensor, there: Tensor) -> Tensor:
    """Eight little-endian bytes per string as float64, 0.0 where there are none."""
    import tensorflow as tf

    filled = tf.where(there, packed, tf.constant(b"\0" * 8))
    return tf.io.decode_raw(filled, tf.float64)[:, 0]


def _as(raw: Tensor, kind: Prim) -> Tensor:
    import tensorflow as tf

    if kind == BOOLEAN:
        return raw if raw.dtype == tf.bool else tf.not_equal(raw, tf.zeros([], raw.dtype))
    return well_formed(raw) if kind == STRING else tf.cast(raw, dtype_of(kind))


def _scalars(feature: Any) -> tuple[Tensor, Tensor]:
    """The one value of each row, and whether there is one: from dense, sparse or ragged."""
    import tensorflow as tf

    if isinstance(feature, tf.sparse.SparseTensor):
        feature = of_sparse(feature) if feature.shape.rank == 2 else feature
    if isinstance(feature, tf.sparse.SparseTensor):
        raise NoRule("a sparse input of rank other than 2")
    if isinstance(feature, tf.RaggedTensor):
        there = feature.row_lengths() > 0
        filled = tf.concat([feature.flat_values, tf.zeros([1], feature.dtype)], axis=0)
        last = tf.where(there, feature.row_splits[1:] - 1, feature.row_splits[-1])
        return tf.gather(filled, last), there
    flat = tf.reshape(feature, [-1])
    return flat, tf.ones_like(flat, tf.bool)


def _list(inputs: Mapping[str, Any], path: str, item: Type) -> Items:
    """A list of scalars, or of records whose fields are parallel lists."""
    import tensorflow as tf

    if isinstance(item, RecordOf | TupleOf):
        columns = _parallel(inputs, path, item)
        first = next(iter(columns.values()))
        return Items(first.splits, Fields({n: c.item for n, c in columns.items()}))
    if not isinstance(item, Prim):
        raise NoRule(f"a list of {item} ({path})")
    ragged = as_ragged(_feature(inputs, path))
    splits = tf.cast(ragged.row_splits, tf.int64)
    if item != DOUBLE or path + EXACT not in inputs:
        return Items(splits, _as(ragged.flat_values, item))
    return _exact_list(Items(splits, _as(ragged.flat_values, item)), inputs[path + EXACT])


def _parallel(inputs: Mapping[str, Any], path: str, record: RecordOf | TupleOf) -> dict[str, Items]:
    """The fields of a list of records that lists can carry; a getter of another one is refused."""
    found = {}
    for name, place, kind in _members(record, path):
        try:
            found[name] = _list(inputs, place, kind)
        except NoRule:
            continue
    if not found:
        raise NoRule(f"a list of {record} ({path})")
    return found


def _exact_list(items: Items, companion: Any) -> Items:
    """The list with the rows that have exact bytes taken from them."""
    import tensorflow as tf

    packed, there = _scalars(companion)
    bytes_of = tf.strings.length(packed)
    held = tf.where(there, bytes_of // 8, 0)
    joined = tf.strings.reduce_join(tf.where(there, packed, ""))
    exactly = tf.io.decode_raw(joined, tf.float64)
    starts = tf.cumsum(tf.cast(held, tf.int64), exclusive=True)
    ranks = tf.range(items.splits[-1]) - tf.gather(items.splits[:-1], items.rows)
    use = tf.gather(there, items.rows)
    filled = tf.concat([exactly, tf.zeros([1], tf.float64)], axis=0)
    spare = tf.shape(exactly, tf.int64)[0]
    places = tf.where(use, tf.gather(starts, items.rows) + ranks, spare)
    return Items(items.splits, tf.where(use, tf.gather(filled, places), items.item))


def as_ragged(feature: Any) -> Any:
    """A ragged tensor ``[batch, (items)]`` of a dense, sparse or ragged feature."""
    import tensorflow as tf

    if isinstance(feature, tf.RaggedTensor):
        return feature
    if isinstance(feature, tf.sparse.SparseTensor):
        return of_sparse(feature)
    dense = feature if feature.shape.rank == 2 else tf.reshape(feature, [tf.shape(feature)[0], -1])
    return tf.RaggedTensor.from_tensor(dense)


def batch_size(inputs: Mapping[str, Any]) -> Tensor:
    """How many rows the inputs have: scalar int32."""
    import tensorflow as tf

    feature = next(iter(inputs.values()))
    if isinstance(feature, tf.RaggedTensor):
        return tf.cast(feature.nrows(), tf.int32)
    if isinstance(feature, tf.sparse.SparseTensor):
        return tf.cast(feature.dense_shape[0], tf.int32)
    return tf.shape(feature)[0]


def field_column(getter: Field, inputs: Mapping[str, Any]) -> Column:
    """A field of the record as the column its transformer takes; an absent feature is missing."""
    path = reduce(child, getter.path, "")
    match getter.kind:
        case Kind.DOUBLE:
            number = _number(inputs, path)
            return columns.Doubles(number.value, number.defined)
        case Kind.STRING:
            text = _single(inputs, path, STRING)
            return columns.Strings(text.value, text.defined)
        case Kind.MDL:
            number = _number(inputs, child(path, "value"))
            label = _single(inputs, child(path, "label"), STRING)
            return columns.MdlRecords(number.value, number.defined, label.value)
    return _list_column(getter.kind, path, inputs)


def _number(inputs: Mapping[str, Any], path: str) -> Opt:
    """A float feature, or an int64 one, as float64."""
    import tensorflow as tf

    if path in inputs and inputs[path].dtype.is_integer:
        number = _single(inputs, path, LONG)
        return Opt(number.defined, tf.cast(number.value, tf.float64))
    return _single(inputs, path, DOUBLE)


def _list_column(kind: Kind, path: str, inputs: Mapping[str, Any]) -> Column:
    if kind is Kind.WEIGHTED:
        items = _list(inputs, path, WEIGHTED_LABEL)
        assert isinstance(items.item, Fields)
        names, weights = (ragged(items.splits, items.item.fields[n]) for n in ("name", "value"))
        return columns.WeightedLists(names, weights, items.lengths > 0)
    items = _list(inputs, path, STRING if kind is Kind.STRINGS else DOUBLE)
    flat = ragged(items.splits, items.item)
    if kind is Kind.STRINGS:
        return columns.StringLists(flat, items.lengths > 0)
    return columns.Vectors(flat, items.lengths > 0)
