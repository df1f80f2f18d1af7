"""Numpy views of Arrow buffers, slices included, and Arrow arrays from numpy buffers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from bridges.features.columns import Array, Bits


def values_view(array: pa.Array, dtype: Any, per_value: int = 1) -> Array:
    """Return the fixed-width values of an array; ``per_value`` items of ``dtype`` make one."""
    buffer = array.buffers()[1]
    if buffer is None or len(array) == 0:
        return np.zeros(0, dtype)
    start = array.offset * per_value * np.dtype(dtype).itemsize
    return np.frombuffer(buffer, dtype, len(array) * per_value, start)


def offsets_view(array: pa.Array) -> Array:
    """Return the int32 offsets of a string, list or map array, one more than its length."""
    buffer = array.buffers()[1]
    if buffer is None or buffer.size == 0:
        return np.zeros(1, np.int32)
    return np.frombuffer(buffer, np.int32, len(array) + 1, array.offset * 4)


def string_data(array: pa.Array) -> Array:
    """Return the bytes that the offsets of a string array refer to."""
    buffer = array.buffers()[2]
    return np.frombuffer(buffer, np.uint8) if buffer is not None else np.zeros(0, np.uint8)


def validity(array: pa.Array) -> Bits | None:
    """Return the validity bitmap, or None when nothing is null."""
    if array.null_count == 0:
        return None
    buffer = array.buffers()[0]
    if buffer is None:
        return Bits(np.zeros((len(array) + 7) // 8, np.uint8))
    return Bits(np.frombuffer(buffer, np.uint8), array.offset)


def pack(booleans: Array) -> Bits:
    """Return booleans as a bitmap."""
    return Bits(np.packbits(booleans, bitorder="little"))


def bitmap_buffer(booleans: Array | None) -> pa.Buffer | None:
    """Return an Arrow validity buffer; None when all is valid."""
    if booleans is None or bool(booleans.all()):
        return None
    return pa.py_buffer(np.packbits(booleans, bitorder="little"))


def cumulative(counts: Array) -> Array:
    """Return the int64 running sum that begins with zero."""
    sums = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=sums[1:])
    return sums


def zeros(kind: pa.DataType, count: int) -> pa.Array:
    """Return ``count`` valid values of zero bits: 0, "", [] or a record of such."""
    if pa.types.is_null(kind):
        return pa.nulls(count)
    if pa.types.is_struct(kind):
        children = [zeros(kind[i].type, count) for i in range(kind.num_fields)]
        return struct_array(kind, count, children, None)
    if pa.types.is_map(kind):
        entries = [zeros(kind.key_type, 0), zeros(kind.item_type, 0)]
        return map_array(kind, np.zeros(count + 1, np.int64), entries, None)
    if pa.types.is_list(kind):
        return list_array(kind, np.zeros(count + 1, np.int64), zeros(kind.value_type, 0), None)
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        offsets = pa.py_buffer(np.zeros(count + 1, np.int32))
        return pa.Array.from_buffers(kind, count, [None, offsets, pa.py_buffer(b"")])
    size = (count * kind.bit_width + 7) // 8
    return pa.Array.from_buffers(kind, count, [None, pa.py_buffer(np.zeros(size, np.uint8))])


def struct_array(
    kind: pa.DataType, count: int, children: list[pa.Array], valid: Array | None
) -> pa.Array:
    """Return a struct array; ``count`` stands when there are no children."""
    return pa.Array.from_buffers(kind, count, [bitmap_buffer(valid)], children=children)


def list_array(kind: pa.DataType, rows: Array, items: pa.Array, valid: Array | None) -> pa.Array:
    """Return a list array whose row i spans items ``rows[i]`` to ``rows[i + 1]``."""
    offsets = pa.py_buffer(rows.astype(np.int32))
    buffers = [bitmap_buffer(valid), offsets]
    return pa.Array.from_buffers(kind, len(rows) - 1, buffers, children=[items])


def map_array(
    kind: pa.DataType, rows: Array, entries: list[pa.Array], valid: Array | None
) -> pa.Array:
    """Return a map array over parallel keys and values."""
    inner = pa.struct([kind.key_field, kind.item_field])
    return list_array(kind, rows, struct_array(inner, len(entries[0]), entries, None), valid)


def spread(array: pa.Array, valid: Array | None) -> pa.Array:
    """Return an array with a zero wherever ``valid`` is false, the values in between."""
    if valid is None or bool(valid.all()):
        return array
    filled = pa.concat_arrays([array, zeros(array.type, 1)])
    places = np.where(valid, np.cumsum(valid) - 1, len(array))
    return filled.take(pa.array(places))


def spread_numbers(values: Array, valid: Array | None) -> Array:
    """Return numbers with a zero wherever ``valid`` is false, the values in between."""
    if valid is None:
        return values
    spread_out = np.zeros(len(valid), values.dtype)
    spread_out[valid] = values
    return spread_out


def nulls_between(array: pa.Array, filled: Array) -> pa.Array:
    """Return an array with a null wherever ``filled`` is false, the values in between."""
    if bool(filled.all()):
        return array
    places = np.cumsum(filled) - 1
    return array.take(pa.array(places, mask=~filled))
