"""From inputs to the column of one feature: getter, default, refusal of missing required values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridges.featran import columns as numpy_columns
from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.getters.ast import Getter, walk
from bridges.featran.getters.types import OptionOf, RecordOf, TupleOf, Type
from bridges.featran.model import Crossing, Feature
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.tf.columns import Column
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.field_columns import field_column
from bridges.featran.tf.getters.evaluate import evaluate
from bridges.featran.tf.getters.of_strings import cuts_pairs
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.texts import shown
from bridges.featran.tf.getters.values import Fields, Items, Opt, concat, gather, keep_items
from bridges.featran.tf.input_features import WRAPPED
from bridges.featran.tf.inputs import Row
from bridges.featran.tf.raw import batch_size
from bridges.featran.tf.rows import ragged


def column_of(feature: Feature, inputs: Mapping[str, Any]) -> Column:
    """The column of a feature's getter, without its default.

    Raises
    ------
    NoRule
        If the getter is neither a field of the record nor an expression.
    """
    getter, kind = feature.getter, feature.transformer.kind
    if isinstance(getter, Field):
        return required(feature, field_column(getter, inputs))
    expression = getattr(getter, "getter", None)
    if not isinstance(expression, Getter):
        raise NoRule(f"a getter of {type(getter).__name__}", where=feature.name)
    flavour = getattr(getter, "flavour", DEFAULT)
    return required(feature, column_from(expression, kind, inputs, flavour))


def required(feature: Feature, column: Column) -> Column:
    """The column; the batch fails where a required value is missing."""
    import tensorflow as tf

    if not feature.required:
        return column
    message = f"required feature {feature.name!r} has no value"
    check = exact.check(tf.reduce_all(column.present), [message])
    with tf.control_dependencies([check] if check is not None else []):
        return _without(column, tf.identity(column.present))


def cross(crossing: Crossing, left: Tensor, right: Tensor, added: Tensor) -> Tensor:
    """The crossing's function of float64 ``[n]``; what it raises counts where both were added.

    Raises
    ------
    NoRule
        If the function has no TensorFlow rule.
    """
    function = crossing.function
    if hasattr(function, "apply_tf"):
        return function.apply_tf(left, right)
    expression = getattr(function, "getter", None)
    if not isinstance(expression, Getter):
        raise NoRule("this crossing's function", where=str(crossing.source or ""))
    pair = Fields({"_1": left, "_2": right})
    scope = scope_of(expression, pair, added, getattr(function, "flavour", DEFAULT))
    value = evaluate(expression.body, scope)
    return _once_checked(value, scope, expression)


def scope_of(getter: Getter, row: Any, active: Tensor, flavour: Flavour) -> Scope:
    """Where the body of a getter is evaluated."""
    halves = any(map(cuts_pairs, walk(getter.body)))
    return Scope({getter.row.name: row}, active, flavour=flavour, halves=halves)


def column_from(
    getter: Getter, kind: Kind, inputs: Mapping[str, Any], flavour: Flavour = DEFAULT
) -> Column:
    """The column of a getter; what its evaluation would have raised fails the batch.

    Raises
    ------
    NoRule
        If the getter has no rule, or an input is not there.
    """
    import tensorflow as tf

    rows = batch_size(inputs)
    scope = scope_of(getter, _row(getter.row.type, inputs), tf.fill([rows], True), flavour)
    value = evaluate(getter.body, scope)
    if isinstance(value, Row):
        value = value.whole(getter.body.type, scope)
    return _checked(as_column(value, getter.body.type, kind, flavour), scope, getter)


def _row(kind: Type, inputs: Mapping[str, Any]) -> Any:
    """The record; a spec of plain values reads them from the one field that their schema has."""
    row = Row(inputs)
    if isinstance(kind, RecordOf | TupleOf):
        return row
    return row.read(WRAPPED, kind, Scope({}, None))


def as_column(value: Any, kind_of: Type, kind: Kind, flavour: Flavour = DEFAULT) -> Column:
    """A getter's value as a column; a ``None`` is a missing row."""
    import tensorflow as tf

    if isinstance(kind_of, OptionOf):
        assert isinstance(value, Opt)
        inner = as_column(value.value, kind_of.item, kind, flavour)
        return _without(inner, value.defined & inner.present)
    lanes = value.splits[1:] if isinstance(value, Items) else _first_tensor(value)
    present = tf.fill([tf.shape(lanes)[0]], True)
    match kind:
        case Kind.DOUBLE:
            return tensors.Doubles(value, present)
        case Kind.STRING:
            return tensors.Strings(value, present)
        case Kind.MDL:
            label = _label(value, kind_of, flavour)
            return tensors.MdlRecords(value.fields["value"], present, label)
    assert isinstance(value, Items)
    match kind:
        case Kind.STRINGS:
            return tensors.StringLists(_ragged(value, value.item), present)
        case Kind.VECTOR:
            return tensors.Vectors(_ragged(value, value.item), present)
    fields: Any = value.item.fields  # type: ignore[union-attr]
    names, weights = _ragged(value, fields["name"]), _ragged(value, fields["value"])
    return tensors.WeightedLists(names, weights, present)


def _label(record: Any, kind: Type, flavour: Flavour) -> Tensor | None:
    """The label's text; None where it has no rule, for only training needs it."""
    label = dict(kind.fields)["label"] if isinstance(kind, RecordOf) else None
    try:
        return shown(record.fields["label"], label, flavour) if label is not None else None
    except NoRule:
        return None


def _first_tensor(value: Any) -> Tensor:
    return next(iter(value.fields.values())) if hasattr(value, "fields") else value


def _ragged(items: Items, flat: Tensor) -> Tensor:
    return ragged(items.splits, flat)


def _without(column: Column, present: Tensor) -> Column:
    """The column with other rows present; missing ragged rows become empty."""
    match column:
        case tensors.Doubles(values):
            return tensors.Doubles(values, present)
        case tensors.Strings(texts):
            return tensors.Strings(texts, present)
        case tensors.MdlRecords(values, _, labels):
            return tensors.MdlRecords(values, present, labels)
        case tensors.StringLists(items):
            return tensors.StringLists(_emptied(items, present), present)
        case tensors.Vectors(values):
            return tensors.Vectors(_emptied(values, present), present)
        case tensors.WeightedLists(items, weights):
            names, numbers = _emptied(items, present), _emptied(weights, present)
            return tensors.WeightedLists(names, numbers, present)


def _emptied(ragged: Tensor, keep: Tensor) -> Tensor:
    items = Items(ragged.row_splits, ragged.flat_values)
    import tensorflow as tf

    kept = keep_items(items, tf.gather(keep, items.rows))
    return _ragged(kept, kept.item)


def with_default(column: Column, kind: Kind, default: Any) -> Column:
    """The column with its missing rows replaced by the default of ``optional``."""
    import tensorflow as tf

    if default is None:
        return column
    spare = constant_column(kind, [default])
    rows = tf.shape(column.present)[0]
    pick = tf.where(column.present, tf.range(rows), rows)
    present = tf.fill([rows], True)
    match column, spare:
        case tensors.Doubles(a), tensors.Doubles(b):
            return tensors.Doubles(tf.gather(tf.concat([a, b], 0), pick), present)
        case tensors.Strings(a), tensors.Strings(b):
            return tensors.Strings(tf.gather(tf.concat([a, b], 0), pick), present)
        case tensors.MdlRecords(a, _, v), tensors.MdlRecords(b, _, w):
            labels = None if v is None else tf.gather(tf.concat([v, w], 0), pick)
            return tensors.MdlRecords(tf.gather(tf.concat([a, b], 0), pick), present, labels)
        case tensors.StringLists(a), tensors.StringLists(b):
            return tensors.StringLists(_picked(a, b, pick), present)
        case tensors.Vectors(a), tensors.Vectors(b):
            return tensors.Vectors(_picked(a, b, pick), present)
        case tensors.WeightedLists(a, v), tensors.WeightedLists(b, w):
            return tensors.WeightedLists(_picked(a, b, pick), _picked(v, w, pick), present)
    raise NoRule(f"a default of kind {kind.value}")


def _picked(rows: Tensor, spare: Tensor, pick: Tensor) -> Tensor:
    both = concat(
        Items(rows.row_splits, rows.flat_values), Items(spare.row_splits, spare.flat_values)
    )
    chosen = gather(both, pick)
    assert isinstance(chosen, Items)
    return _ragged(chosen, chosen.item)


def constant_column(kind: Kind, rows: list[Any]) -> Column:
    """A column of Python values, None for missing: for defaults and for tests."""
    import tensorflow as tf

    column: Any = numpy_columns.column_of(kind, rows)
    present = tf.constant(column.present)
    match kind:
        case Kind.DOUBLE:
            return tensors.Doubles(tf.constant(column.values, tf.float64), present)
        case Kind.STRING:
            return tensors.Strings(_texts(["" if r is None else r for r in rows]), present)
        case Kind.MDL:
            labels = _texts(["" if r is None else r[0] for r in rows])
            return tensors.MdlRecords(tf.constant(column.values, tf.float64), present, labels)
    splits = tf.constant(column.offsets, tf.int64)
    items = [item for row in rows for item in (row or ())]

    def rows_of(flat: Tensor) -> Tensor:
        return ragged(splits, flat)

    match kind:
        case Kind.STRINGS:
            return tensors.StringLists(rows_of(_texts(items)), present)
        case Kind.VECTOR:
            return tensors.Vectors(rows_of(tf.constant(column.values, tf.float64)), present)
    names = rows_of(_texts([name for name, _ in items]))
    return tensors.WeightedLists(names, rows_of(tf.constant(column.weights, tf.float64)), present)


def _texts(strings: list[str]) -> Tensor:
    import tensorflow as tf

    return tf.constant([s.encode("utf-8", "surrogatepass") for s in strings], tf.string)


def _checked(column: Column, scope: Scope, getter: Getter) -> Column:
    """The column, whose values are there only if nothing was raised."""
    return _without(column, _once_checked(column.present, scope, getter))


def _once_checked(value: Tensor, scope: Scope, getter: Getter) -> Tensor:
    """The value, which fails the batch if an active lane raised."""
    import tensorflow as tf

    place = getter.location or getter.source
    checks = [
        exact.check(~tf.reduce_any(mask), [f"{place}: {message}"]) for mask, message in scope.raised
    ]
    with tf.control_dependencies([check for check in checks if check is not None]):
        return tf.identity(value)
