"""Arrow types that the engine reads otherwise than they are written, or not at all.

It cuts an instant's nanoseconds, takes decimals of more than 38 digits for doubles, durations for
numbers of any unit, a time of day in Parquet for one with a zone, and nulls without a type for
whole numbers. Such values are given to it in a type that keeps them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyarrow as pa
from pyarrow import types as t

from migrate.errors import BadInput


def scannable(schema: pa.Schema) -> bool:
    """Whether the engine's own Parquet reader keeps every value of such a file."""
    return not any(_lost(field.type) for field in schema)


def _lost(kind: pa.DataType) -> bool:
    return _holds(kind, t.is_decimal256, t.is_time, t.is_duration, t.is_null, _is_nano_instant)


def _holds(kind: pa.DataType, *tests: Callable[[pa.DataType], bool]) -> bool:
    """Whether one of the tests holds for the type or for one inside it."""
    inside = (child.type for child in children(kind))
    return any(test(kind) for test in tests) or any(_holds(each, *tests) for each in inside)


def _is_nano_instant(kind: pa.DataType) -> bool:
    return bool(t.is_timestamp(kind) and kind.unit == "ns" and kind.tz is not None)


def children(kind: pa.DataType) -> list[pa.Field]:
    """The fields of a record, key and value of a map, the item of a list."""
    if t.is_map(kind):
        return [kind.key_field, kind.item_field]
    if t.is_struct(kind):
        return [kind[i] for i in range(kind.num_fields)]
    return [kind.value_field] if _is_list(kind) else []


def _is_list(kind: pa.DataType) -> bool:
    return bool(t.is_list(kind) or t.is_large_list(kind) or t.is_fixed_size_list(kind))


def durations(schema: pa.Schema) -> tuple[pa.Field, ...]:
    """The columns that are durations, or have some in them."""
    return tuple(field for field in schema if _holds(field.type, t.is_duration))


def with_units(batch: pa.RecordBatch, columns: tuple[pa.Field, ...]) -> pa.RecordBatch:
    """The batch with its numbers as the durations that they were written as."""
    for field in columns:
        place = batch.schema.get_field_index(field.name)
        timed = batch.column(place).cast(field.type)
        arrays = [timed if i == place else each for i, each in enumerate(batch.columns)]
        batch = pa.RecordBatch.from_arrays(arrays, batch.schema.names)
    return batch


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without the types that the engine does not read; BadInput where that would lose."""
    targets = [readable(field.type) for field in batch.schema]
    if targets == batch.schema.types:
        return batch
    columns = [
        _cast(column, target, name)
        for column, target, name in zip(batch.columns, targets, batch.schema.names, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _cast(column: pa.Array, target: pa.DataType, name: str) -> pa.Array:
    if column.type == target:
        return column
    try:
        return column.cast(_made(column.type, _in_micros)).cast(target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadInput(
            f"column {name!r} is {column.type}, whose values cannot be compared exactly: {error}",
            next_step=f"write it as {target}, or leave it out of the files",
        ) from error


def readable(kind: pa.DataType) -> pa.DataType:
    """The type that the engine is given instead; the type itself where it is read as it is."""
    return _made(kind, _scalar)


def _made(kind: pa.DataType, scalar: Callable[[pa.DataType], pa.DataType]) -> pa.DataType:
    """The type with another one for each scalar in it."""
    if t.is_dictionary(kind):
        return _made(kind.value_type, scalar)
    if t.is_struct(kind):
        return pa.struct([f.with_type(_made(f.type, scalar)) for f in children(kind)])
    if t.is_map(kind):
        return pa.map_(_made(kind.key_type, scalar), _made(kind.item_type, scalar))
    if not _is_list(kind):
        return scalar(kind)
    item = kind.value_field.with_type(_made(kind.value_type, scalar))
    if item.type == kind.value_type:
        return kind
    return pa.large_list(item) if t.is_large_list(kind) else pa.list_(item)


def _in_micros(kind: pa.DataType) -> pa.DataType:
    """Numbers do not say their unit, so durations have to have one before they become numbers."""
    return pa.duration("us") if t.is_duration(kind) else kind


def _scalar(kind: pa.DataType) -> pa.DataType:
    if _is_nano_instant(kind):
        return pa.timestamp("ns")
    if t.is_decimal256(kind) and 0 <= kind.scale <= _DIGITS:
        return pa.decimal128(_DIGITS, kind.scale)
    return next((target for fits, target in _SCALARS if fits(kind)), kind)


#: The most that the engine's decimals have.
_DIGITS: Final = 38
#: What :data:`~migrate.parity.types.NO_TYPE` is in Arrow.
_NO_TYPE: Final = pa.struct([("@null", pa.bool_())])
_SCALARS: Final = (
    (t.is_float16, pa.float32()),
    (t.is_null, _NO_TYPE),
    (t.is_duration, pa.int64()),
    (t.is_fixed_size_binary, pa.binary()),
    (lambda kind: kind == pa.time64("ns"), pa.time64("us")),
)
