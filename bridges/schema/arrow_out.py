"""The model to its one Arrow form."""

from __future__ import annotations

import json

import pyarrow as pa

from bridges.errors import SchemaError
from bridges.schema.as_json import field_to_json
from bridges.schema.model import (
    Bool,
    Bytes,
    Date,
    Decimal,
    Duration,
    Enum,
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
    Uuid,
)

#: Field metadata that says what Arrow cannot: the whole field of the model, as JSON.
PAVED_TYPE = b"paved.type"
#: Schema metadata: the name of the record.
PAVED_NAME = b"paved.name"
#: The child of a union's struct that says which branch holds.
BRANCH = "@branch"
MAX_DECIMAL128 = 38


def arrow_type(kind: Type) -> pa.DataType:
    """Return the Arrow type that holds values of ``kind``."""
    match kind:
        case Null():
            return pa.null()
        case Bool():
            return pa.bool_()
        case Int(bits, signed):
            return pa.type_for_alias(f"{'' if signed else 'u'}int{bits}")
        case Float(bits):
            return pa.type_for_alias(f"float{bits}")
        case String() | Enum() | Uuid("text"):
            return pa.string()
        case Bytes():
            return pa.binary()
        case Fixed(size):
            return pa.binary(size)
        case Uuid():
            return pa.binary(16)
        case Duration():
            return pa.binary(12)
        case Decimal(precision, scale):
            width = pa.decimal128 if precision <= MAX_DECIMAL128 else pa.decimal256
            return width(precision, scale)
        case Date():
            return pa.date32()
        case Time(unit):
            return pa.time32(unit) if unit in ("s", "ms") else pa.time64(unit)
        case Timestamp(unit, utc):
            return pa.timestamp(unit, "UTC" if utc else None)
        case List(item):
            return pa.list_(pa.field("item", arrow_type(item.type), nullable=item.nullable))
        case Map(value):
            return pa.map_(pa.string(), arrow_type(value.type))
        case Record(fields):
            return pa.struct([bare_field(f) for f in fields])
        case Union(branches):
            slots = [pa.field(b.name, arrow_type(b.type)) for b in branches]
            return pa.struct([pa.field(BRANCH, pa.int8(), nullable=False), *slots])
    raise SchemaError(f"not a type of a schema: {kind!r}")


def arrow_field(field: Field, plain: Field) -> pa.Field:
    """Return the Arrow field; metadata is added when Arrow alone would say ``plain``."""
    arrow = bare_field(field)
    if plain == field:
        return arrow
    return arrow.with_metadata({PAVED_TYPE: json.dumps(field_to_json(field)).encode()})


def bare_field(field: Field) -> pa.Field:
    """Return the Arrow field without metadata."""
    return pa.field(field.name, arrow_type(field.type), nullable=field.nullable)


def make_batch(arrays: list[pa.Array], schema: pa.Schema, rows: int) -> pa.RecordBatch:
    """A batch of so many rows, also where there is no column to tell how many."""
    if arrays:
        return pa.RecordBatch.from_arrays(arrays, schema=schema)
    empty = pa.Array.from_buffers(pa.struct([]), rows, [None])
    return pa.RecordBatch.from_struct_array(empty).replace_schema_metadata(schema.metadata)
