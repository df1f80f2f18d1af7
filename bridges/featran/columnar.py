"""Getters that only read a field, taken from Arrow as whole columns.

Most getters of most specs are ``_.x``, ``_.x.toDouble`` or ``_.x.map(_.toDouble)``. Where the batch
has the field in the very type that Scala declares, and no null that Scala would trip over, its
column is the answer; in any other case the getter itself is evaluated, record by record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridges.featran.columns import Column, Kind
from bridges.featran.field import column_of_arrow
from bridges.featran.getters.ast import Expr, Field, Fn, Op, Var
from bridges.featran.getters.feature import ScalaGetter
from bridges.featran.getters.types import DOUBLE, STRING, OptionOf, Prim, SeqOf, Type
from bridges.featran.model import FeatureSpec

_TYPES: dict[str, Callable[[Any], bool]] = {
    "Boolean": pa.types.is_boolean,
    "Byte": pa.types.is_int8,
    "Short": pa.types.is_int16,
    "Int": pa.types.is_int32,
    "Long": pa.types.is_int64,
    "Float": pa.types.is_float32,
    "Double": pa.types.is_float64,
    "String": lambda kind: pa.types.is_string(kind) or pa.types.is_large_string(kind),
}


@dataclass(frozen=True)
class ColumnGetter:
    """A field at a path, of a scalar type, optional or a list; ``getter`` knows the rest."""

    path: tuple[str, ...]
    scalar: str
    kind: Kind
    optional: bool
    listed: bool
    getter: ScalaGetter = field(compare=False)

    def evaluate(self, batch: pa.RecordBatch) -> Column:
        """Return the field's column, or what the getter computes."""
        array = self._array(batch)
        if array is None:
            return self.getter.evaluate(batch)
        return column_of_arrow(array, self.kind)

    def _array(self, batch: pa.RecordBatch) -> Any:
        """Return the field if it is exactly as Scala declares it."""
        place = batch.schema.get_field_index(self.path[0])
        if place < 0:
            return None
        array = batch.column(place)
        for name in self.path[1:]:
            if not pa.types.is_struct(array.type) or array.null_count:
                return None
            at = array.type.get_field_index(name)
            if at < 0:
                return None
            array = pc.struct_field(array, [at])
        return array if self._fits(array) else None

    def _fits(self, array: Any) -> bool:
        if array.null_count and not self.optional:
            return False
        if not self.listed:
            return _TYPES[self.scalar](array.type)
        if not (pa.types.is_list(array.type) or pa.types.is_large_list(array.type)):
            return False
        return _TYPES[self.scalar](array.type.value_type) and not array.flatten().null_count


def columnar(spec: FeatureSpec) -> FeatureSpec:
    """Return the spec with its getters that only read a field as column getters."""
    features = tuple(replace(f, getter=quick(f.getter)) for f in spec.features)
    return replace(spec, features=features)


def quick(getter: Any) -> Any:
    """Return a getter's column form, or the getter itself."""
    if not isinstance(getter, ScalaGetter):
        return getter
    found = _field_of(getter.getter.body, getter.getter.row)
    if found is None:
        return getter
    path, kind = found
    optional, listed = isinstance(kind, OptionOf), isinstance(kind, SeqOf)
    scalar = kind.item if isinstance(kind, OptionOf | SeqOf) else kind
    if not isinstance(scalar, Prim) or scalar.name not in _TYPES:
        return getter
    return ColumnGetter(path, scalar.name, getter.kind, optional, listed, getter)


def _field_of(body: Expr, row: Var) -> tuple[tuple[str, ...], Type] | None:
    """Return path and declared type of the field whose values a getter's body gives."""
    match body:
        case Field():
            path = _path(body, row)
            return (path, body.type) if path and _plain(body.type) else None
        case Op("convert" | "asDouble", (Field() as read,), kind) if kind == DOUBLE:
            path = _path(read, row)
            return (path, read.type) if path and isinstance(read.type, Prim) else None
        case Op("Option.map" | "Seq.map", (Field() as read, Fn((item,), inner))):
            path = _path(read, row)
            return (path, read.type) if path and _converts(inner, item) else None
        case Op("Option", (Field() as read,)) if read.type == STRING:
            path = _path(read, row)
            return (path, OptionOf(STRING)) if path else None
        case _:
            return None


def _plain(kind: Type) -> bool:
    """Whether values need no conversion: doubles and strings, options and lists of them."""
    scalar = kind.item if isinstance(kind, OptionOf | SeqOf) else kind
    return scalar in (DOUBLE, STRING)


def _converts(body: Expr, item: Var) -> bool:
    """Whether a function turns a scalar into a double and does nothing else."""
    match body:
        case Op("convert" | "asDouble", (only,), kind):
            return kind == DOUBLE and only == item
        case _:
            return False


def _path(node: Expr, row: Var) -> tuple[str, ...]:
    """Return the names from the row to a field; nothing if it starts elsewhere."""
    names: list[str] = []
    while isinstance(node, Field):
        names.append(node.name)
        node = node.of
    return tuple(reversed(names)) if node == row else ()
