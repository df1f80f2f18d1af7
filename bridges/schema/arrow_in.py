"""Arrow fields to the model.

Types with several layouts of the same values (large, view, fixed-size list, dictionary) become
one; :mod:`bridges.parquet.conform` moves the values.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import cast

import pyarrow as pa
from pyarrow import types as t

from bridges.errors import SchemaError
from bridges.schema.arrow_out import PAVED_TYPE, arrow_type
from bridges.schema.as_json import field_from_json
from bridges.schema.model import (
    Bool,
    Bytes,
    Date,
    Decimal,
    Field,
    Fixed,
    Float,
    Int,
    List,
    Map,
    Null,
    Record,
    String,
    Time,
    Timestamp,
    Type,
    Union,
    Unit,
)

#: Bytes of a month_day_nano interval.
INTERVAL_SIZE = 16


def field_from_arrow(arrow: pa.Field, path: str = "") -> Field:
    """Return the field, as the metadata says it when that still fits the Arrow type."""
    here = f"{path}.{arrow.name}" if path else str(arrow.name)
    plain = plain_field(arrow, here)
    said = (arrow.metadata or {}).get(PAVED_TYPE)
    if said is None:
        return plain
    stored = field_from_json(json.loads(said))
    if arrow_type(stored.type) != arrow_type(plain.type):
        return plain
    return Field(plain.name, stored.type, arrow.nullable, stored.metadata)


def plain_field(arrow: pa.Field, path: str = "") -> Field:
    """Return the field that the Arrow type alone describes."""
    kind = type_from_arrow(arrow.type, path or arrow.name)
    return Field(arrow.name, kind, arrow.nullable or isinstance(kind, Null))


def type_from_arrow(arrow: pa.DataType, path: str) -> Type:
    """Return the type of the model whose values are those of ``arrow``."""
    if isinstance(arrow, pa.BaseExtensionType):
        return type_from_arrow(arrow.storage_type, path)
    for accepts, build in _RULES:
        if accepts(arrow):
            return build(arrow, path)
    raise SchemaError(
        f"the Arrow type {arrow} has no counterpart",
        where=path,
        next_step="leave the column out, or cast it in the source",
    )


def _list(arrow: pa.DataType, path: str) -> Type:
    item = field_from_arrow(arrow.value_field, path)
    return List(Field("item", item.type, item.nullable))


def _map(arrow: pa.DataType, path: str) -> Type:
    if not isinstance(type_from_arrow(arrow.key_type, path), String):
        raise SchemaError(
            f"a map with keys of type {arrow.key_type}; only text keys can become features",
            where=path,
            next_step="write it as a list of records in the source",
        )
    value = field_from_arrow(arrow.item_field, path)
    return Map(Field("value", value.type, value.nullable))


def _record(arrow: pa.DataType, path: str) -> Type:
    children = [arrow[i] for i in range(arrow.num_fields)]
    return Record(tuple(field_from_arrow(child, path) for child in children))


def _union(arrow: pa.DataType, path: str) -> Type:
    children = [arrow[i] for i in range(arrow.num_fields)]
    fields = [field_from_arrow(child, path) for child in children]
    return Union(tuple(Field(f.name, f.type) for f in fields))


def _is(*tests: Callable[[pa.DataType], bool]) -> Callable[[pa.DataType], bool]:
    return lambda arrow: any(test(arrow) for test in tests)


def _named(prefix: str) -> Callable[[pa.DataType], bool]:
    """Accept types that older Arrow releases have no test for."""
    return lambda arrow: str(arrow).startswith(prefix)


def _unit(arrow: pa.DataType) -> Unit:
    """Arrow 10 forgets the attribute where a time type is nested; its name has it."""
    return cast(Unit, str(arrow).partition("[")[2].rstrip("]"))


_RULES: tuple[tuple[Callable[[pa.DataType], bool], Callable[[pa.DataType, str], Type]], ...] = (
    (t.is_null, lambda _a, _p: Null()),
    (t.is_boolean, lambda _a, _p: Bool()),
    (t.is_signed_integer, lambda a, _p: Int(a.bit_width)),
    (t.is_unsigned_integer, lambda a, _p: Int(a.bit_width, signed=False)),
    (t.is_floating, lambda a, _p: Float(a.bit_width)),
    (_is(t.is_string, t.is_large_string, _named("string_view")), lambda _a, _p: String()),
    (t.is_fixed_size_binary, lambda a, _p: Fixed(a.byte_width)),
    (_is(t.is_binary, t.is_large_binary, _named("binary_view")), lambda _a, _p: Bytes()),
    (t.is_decimal, lambda a, _p: Decimal(a.precision, a.scale)),
    (t.is_date32, lambda _a, _p: Date()),
    (t.is_date64, lambda _a, _p: Timestamp("ms", utc=False)),
    (t.is_time, lambda a, _p: Time(_unit(a))),
    (t.is_timestamp, lambda a, _p: Timestamp(a.unit, utc=a.tz is not None)),
    (t.is_duration, lambda _a, _p: Int(64)),
    (_named("month_day_nano"), lambda _a, _p: Fixed(INTERVAL_SIZE)),
    (t.is_dictionary, lambda a, p: type_from_arrow(a.value_type, p)),
    (t.is_map, _map),
    (_is(t.is_list, t.is_large_list, t.is_fixed_size_list), _list),
    (t.is_struct, _record),
    (t.is_union, _union),
)
