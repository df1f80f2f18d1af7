"""Buffers the kernel filled, as Arrow arrays of the contract's form."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from bridges.avro.buffers import Buffers
from bridges.avro.columns import ROWS, Column, Layout
from bridges.avro.defaults import default_value
from bridges.avro.errors import AvroError
from bridges.schema import Decimal, Enum, Float, Int, Null
from bridges.schema.arrow_out import make_batch

_ASCII: Final = 0x7F


def assemble(buffers: Buffers, schema: pa.Schema) -> pa.RecordBatch:
    """The batch that lies in ``buffers``; its arrays own their memory from now on."""
    arrays = [_array(column, buffers) for column in buffers.program.tree.roots]
    return make_batch(arrays, schema, int(buffers.used[ROWS]))


def _array(column: Column, buffers: Buffers) -> pa.Array:
    size = int(buffers.used[column.level])
    if column.index in buffers.program.defaults:
        return _constant(column, buffers.program.defaults[column.index], size)
    if isinstance(column.field.type, Null):
        return pa.nulls(size)
    valid = _validity(column, buffers, size)
    match column.layout:
        case Layout.NOTHING:
            children = [_array(child, buffers) for child in column.children]
            return pa.Array.from_buffers(column.arrow, size, [valid], children=children)
        case Layout.LIST:
            return _list(column, buffers, size, valid)
        case Layout.BYTES:
            return _bytes(column, buffers, size, valid)
    return _values(column, buffers, size, valid)


def _constant(column: Column, default: Any, size: int) -> pa.Array:
    """A field the writer did not have: its default, ``size`` times."""
    one = pa.array([default_value(default, column.field, column.wire, column.path)], column.arrow)
    return one.take(pa.array(np.zeros(size, np.int64)))


def _validity(column: Column, buffers: Buffers, size: int) -> pa.Buffer | None:
    if not column.nullable:
        return None
    valid = buffers.valid[column.index][:size]
    return None if valid.all() else pa.py_buffer(np.packbits(valid, bitorder="little"))


def _offsets(column: Column, buffers: Buffers, size: int) -> pa.Buffer:
    lengths = buffers.lengths[column.index][: size + 1]
    np.cumsum(lengths, out=lengths)
    return pa.py_buffer(lengths)


def _list(column: Column, buffers: Buffers, size: int, valid: pa.Buffer | None) -> pa.Array:
    children = [_array(child, buffers) for child in column.children]
    if pa.types.is_map(column.arrow):
        entry = pa.struct([column.arrow.key_field, column.arrow.item_field])
        count = int(buffers.used[column.counter])
        children = [pa.Array.from_buffers(entry, count, [None], children=children)]
    offsets = _offsets(column, buffers, size)
    return pa.Array.from_buffers(column.arrow, size, [valid, offsets], children=children)


def _bytes(column: Column, buffers: Buffers, size: int, valid: pa.Buffer | None) -> pa.Array:
    data = buffers.bytes[column.counter][: int(buffers.used[column.counter])]
    offsets = _offsets(column, buffers, size)
    made = pa.Array.from_buffers(column.arrow, size, [valid, offsets, pa.py_buffer(data)])
    # ASCII, which is most text, is told in a fraction of the time.
    if pa.types.is_string(column.arrow) and data.max(initial=0) > _ASCII:
        _refuse_unless_valid(made, column, "holds text that is not UTF-8")
    return made


def _refuse_unless_valid(made: pa.Array, column: Column, what: str) -> None:
    try:
        made.validate(full=True)
    except pa.ArrowInvalid as error:
        raise AvroError(
            f"{what}: {error}",
            where=column.path,
            next_step="write the file again, or leave the column out by naming the others with "
            "--columns",
        ) from error


def _values(column: Column, buffers: Buffers, size: int, valid: pa.Buffer | None) -> pa.Array:
    raw = buffers.values[column.index][: size * column.width]
    match column.field.type:
        case Enum(symbols):
            indices = pa.Array.from_buffers(pa.int32(), size, [valid, pa.py_buffer(raw)])
            return pa.array(symbols, pa.string()).take(indices)
        case Int(bits, signed) if bits < 8 * column.width:
            raw = _narrowed(raw, column, f"{'i' if signed else 'u'}{bits // 8}")
        case Float(bits) if bits < 8 * column.width:
            raw = _narrowed(raw, column, f"f{bits // 8}")
    if pa.types.is_boolean(column.arrow):
        raw = np.packbits(raw, bitorder="little")
    made = pa.Array.from_buffers(column.arrow, size, [valid, pa.py_buffer(raw)])
    if isinstance(column.field.type, Decimal):
        _refuse_unless_valid(made, column, "holds a decimal of too many digits")
    return made


def _narrowed(raw: Any, column: Column, dtype: str) -> Any:
    """The kernel's 32 or 64 bits as the 8, 16 or 32 of a type Avro has not."""
    floating = dtype.startswith("f")
    wide = raw.view(f"{'f' if floating else 'i'}{column.width}")
    narrow = wide.astype(dtype)
    if not np.array_equal(narrow.astype(wide.dtype), wide, equal_nan=floating):
        raise AvroError(f"holds a value that is no {column.arrow}", where=column.path)
    return narrow
