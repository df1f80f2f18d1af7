"""Leaves: the values of one Arrow array as a column, and a decoded column as an Arrow array."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from bridges.errors import DataError
from bridges.features import decimals
from bridges.features.buffers import (
    bitmap_buffer,
    cumulative,
    offsets_view,
    string_data,
    values_view,
)
from bridges.features.columns import Array, Column, Physical
from bridges.features.plan import INT64_DIGITS, Feature, Role
from bridges.schema import Bool, Date, Decimal, Float, Int, Time, Timestamp, Type
from bridges.schema.arrow_out import arrow_type

_INTS: dict[tuple[int, bool], tuple[Physical, type[np.integer[Any]]]] = {
    (8, True): (Physical.I8, np.int8),
    (16, True): (Physical.I16, np.int16),
    (32, True): (Physical.I32, np.int32),
    (64, True): (Physical.I64, np.int64),
    (8, False): (Physical.U8, np.uint8),
    (16, False): (Physical.U16, np.uint16),
    (32, False): (Physical.U32, np.uint32),
    (64, False): (Physical.I64, np.int64),
}


def leaf_column(feature: Feature, kind: Type, array: pa.Array) -> Column:
    """Return the values as the encoder reads them, without a copy where the layout allows."""
    match kind:
        case Bool():
            buffer = array.buffers()[1]
            bits = np.frombuffer(buffer, np.uint8) if buffer is not None else np.zeros(0, np.uint8)
            return Column(feature, Physical.BIT, bits, bit=array.offset)
        case Float(16):
            values = values_view(array, np.float16).astype(np.float32)
            return Column(feature, Physical.F32, values)
        case Float(32):
            return Column(feature, Physical.F32, values_view(array, np.float32))
        case Float():
            exact = feature.role is Role.EXACT
            physical = Physical.F64_EXACT if exact else Physical.F64
            return Column(feature, physical, values_view(array, np.float64))
        case Decimal(precision) if precision <= INT64_DIGITS:
            return Column(feature, Physical.I64, decimals.to_int64(array))
        case Decimal(_, _, int(size)):
            values = decimals.to_fixed(array, size)
            return Column(feature, Physical.FIXED, values, width=size)
        case Decimal():
            values, offsets = decimals.to_minimal(array)
            return Column(feature, Physical.VAR, values, offsets=offsets)
    width = integer_width(kind)
    if width is not None:
        physical, dtype = _INTS[width]
        return Column(feature, physical, values_view(array, dtype))
    if pa.types.is_fixed_size_binary(array.type):
        size = array.type.byte_width
        return Column(feature, Physical.FIXED, values_view(array, np.uint8, size), width=size)
    return Column(feature, Physical.VAR, string_data(array), offsets=offsets_view(array))


def integer_width(kind: Type) -> tuple[int, bool] | None:
    """Return bits and signedness of a type that Arrow stores as an integer; None for others."""
    match kind:
        case Int(bits, signed):
            return bits, signed
        case Date():
            return 32, True
        case Time(unit):
            return (32 if unit in ("s", "ms") else 64), True
        case Timestamp():
            return 64, True
    return None


def leaf_array(kind: Type, column: Column, valid: Array | None) -> pa.Array:
    """Return the Arrow array of a decoded column; values stand where ``valid`` is true."""
    arrow, where = arrow_type(kind), column.feature.name
    count = len(valid) if valid is not None else value_count(column)
    if column.physical is Physical.VAR:
        return _string_array(kind, column, valid, count)
    values = column.values
    if isinstance(kind, Decimal):
        values = decimals.from_int64(arrow, values)
    elif isinstance(kind, Bool):
        values = _checked(values, np.uint8, 1, where)
    elif (width := integer_width(kind)) is not None and width[0] < 64:
        values = _checked(values, _INTS[width][1], None, where)
    elif kind == Float(16):
        values = values.astype(np.float16)
    return _fixed_array(arrow, _spread_rows(values, valid), count, valid)


def value_count(column: Column) -> int:
    """Return how many values a decoded column has."""
    return len(column.offsets) - 1 if column.offsets is not None else len(column.values)


def _fixed_array(arrow: pa.DataType, values: Array, count: int, valid: Array | None) -> pa.Array:
    if pa.types.is_boolean(arrow):
        values = np.packbits(values, bitorder="little")
    data = pa.py_buffer(np.ascontiguousarray(values).reshape(-1).view(np.uint8))
    return pa.Array.from_buffers(arrow, count, [bitmap_buffer(valid), data])


def _string_array(kind: Type, column: Column, valid: Array | None, count: int) -> pa.Array:
    arrow, where = arrow_type(kind), column.feature.name
    assert column.offsets is not None, "strings have offsets"
    if isinstance(kind, Decimal):
        values = decimals.from_big_endian(arrow, column.values, column.offsets, where)
        return _fixed_array(arrow, _spread_rows(values, valid), count, valid)
    if pa.types.is_fixed_size_binary(arrow):
        size = arrow.byte_width
        if bool((np.diff(column.offsets) != size).any()):
            raise DataError(f"a value has other than {size} bytes", where=where)
        values = column.values[int(column.offsets[0]) : int(column.offsets[-1])]
        rows = values.reshape(-1, size) if size else np.zeros((value_count(column), 0), np.uint8)
        return _fixed_array(arrow, _spread_rows(rows, valid), count, valid)
    offsets = column.offsets
    if valid is not None and not bool(valid.all()):
        lengths = np.zeros(count, np.int64)
        lengths[valid] = np.diff(offsets)
        offsets = cumulative(lengths).astype(np.int32)
    buffers = [bitmap_buffer(valid), pa.py_buffer(offsets), pa.py_buffer(column.values)]
    array = pa.Array.from_buffers(pa.binary(), count, buffers)
    return array if pa.types.is_binary(arrow) else _text(array, where)


def _text(array: pa.Array, where: str) -> pa.Array:
    try:
        return array.cast(pa.string())
    except pa.ArrowInvalid as e:
        raise DataError(
            "a value is not UTF-8 text",
            where=where,
            next_step="declare the field as bytes in the schema",
        ) from e


def _spread_rows(values: Array, valid: Array | None) -> Array:
    """Return one entry per slot, zero where ``valid`` is false."""
    if valid is None or bool(valid.all()):
        return values
    spread = np.zeros((len(valid), *values.shape[1:]), values.dtype)
    spread[valid] = values
    return spread


def _checked(values: Array, dtype: type[np.integer[Any]], highest: int | None, where: str) -> Array:
    """Return the values narrowed; refuse one that does not fit."""
    if len(values) == 0:
        return values.astype(dtype)
    info = np.iinfo(dtype)
    low, high = int(values.min()), int(values.max())
    if low < info.min or high > (info.max if highest is None else highest):
        bad = low if low < info.min else high
        raise DataError(f"the value {bad} does not fit the column's type", where=where)
    return values.astype(dtype)
