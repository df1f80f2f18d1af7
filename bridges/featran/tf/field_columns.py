"""A field of the record as the column that its transformer takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.getters.types import DOUBLE, LONG, STRING, WEIGHTED_LABEL
from bridges.featran.tf import columns
from bridges.featran.tf.columns import Column
from bridges.featran.tf.getters.values import Fields, Opt
from bridges.featran.tf.raw import listed, single
from bridges.featran.tf.rows import ragged
from bridges.features.names import child


def field_column(getter: Field, inputs: Mapping[str, Any]) -> Column:
    """A field of the record as the column its transformer takes; an absent feature is missing."""
    path = reduce(child, getter.path, "")
    match getter.kind:
        case Kind.DOUBLE:
            number = _number(inputs, path)
            return columns.Doubles(number.value, number.defined)
        case Kind.STRING:
            text = single(inputs, path, STRING)
            return columns.Strings(text.value, text.defined)
        case Kind.MDL:
            number = _number(inputs, child(path, "value"))
            label = single(inputs, child(path, "label"), STRING)
            return columns.MdlRecords(number.value, number.defined, label.value)
    return _list_column(getter.kind, path, inputs)


def _number(inputs: Mapping[str, Any], path: str) -> Opt:
    """A float feature, or an int64 one, as float64."""
    import tensorflow as tf

    if path in inputs and inputs[path].dtype.is_integer:
        number = single(inputs, path, LONG)
        return Opt(number.defined, tf.cast(number.value, tf.float64))
    return single(inputs, path, DOUBLE)


def _list_column(kind: Kind, path: str, inputs: Mapping[str, Any]) -> Column:
    if kind is Kind.WEIGHTED:
        items = listed(inputs, path, WEIGHTED_LABEL)
        assert isinstance(items.item, Fields)
        names, weights = (ragged(items.splits, items.item.fields[n]) for n in ("name", "value"))
        return columns.WeightedLists(names, weights, items.lengths > 0)
    items = listed(inputs, path, STRING if kind is Kind.STRINGS else DOUBLE)
    flat = ragged(items.splits, items.item)
    if kind is Kind.STRINGS:
        return columns.StringLists(flat, items.lengths > 0)
    return columns.Vectors(flat, items.lengths > 0)
