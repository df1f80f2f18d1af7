"""The simplest getter: a field of the record, as Arrow holds it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bridges.errors import DataError
from bridges.featran.block import F64, I64, Bools
from bridges.featran.columns import (
    Column,
    Doubles,
    Kind,
    MdlRecords,
    StringLists,
    Strings,
    Vectors,
    WeightedLists,
)
from bridges.featran.texts import Texts


@dataclass(frozen=True)
class Field:
    """``_.name`` or, for a nested record, ``_.outer.name`` (the path is dotted here too).

    Arrow's null is a missing value. Numbers and booleans become float64; a list of structs with
    fields ``name`` and ``value`` is a list of weighted labels, a struct of ``label`` and ``value``
    an MDL record.
    """

    path: tuple[str, ...]
    kind: Kind

    def evaluate(self, batch: pa.RecordBatch) -> Column:
        """Return the field's column.

        Raises
        ------
        DataError
            If there is no such field, or it is of another type.
        """
        try:
            return column_of_arrow(select(batch, self.path), self.kind)
        except DataError as error:
            raise DataError(
                error.what, where=".".join(self.path), next_step=error.next_step
            ) from error


def field(path: str, kind: Kind) -> Field:
    """Return the getter of a field, nested ones between dots."""
    return Field(tuple(path.split(".")), kind)


def select(batch: pa.RecordBatch, path: tuple[str, ...]) -> pa.Array:
    """Return a field's array; a null record on the way makes its fields null.

    Raises
    ------
    DataError
        If a name of the path is not there.
    """
    place = batch.schema.get_field_index(path[0])
    if place < 0:
        known = ", ".join(batch.schema.names)
        raise DataError(f"there is no column {path[0]!r}", next_step=f"there are: {known}")
    array = batch.column(place)
    for name in path[1:]:
        if not pa.types.is_struct(array.type) or array.type.get_field_index(name) < 0:
            raise DataError(f"{array.type} has no field {name!r}")
        array = pc.struct_field(array, [array.type.get_field_index(name)])
    return array


def column_of_arrow(array: pa.Array, kind: Kind) -> Column:
    """Return an Arrow array as a column; null is missing.

    Raises
    ------
    DataError
        If the array's type does not fit the kind, or a list holds a null.
    """
    present = presence(array)
    match kind:
        case Kind.DOUBLE:
            return Doubles(_floats(array), present)
        case Kind.STRING:
            return Strings(Texts.of_arrow(array), present)
        case Kind.MDL:
            label, value = _fields(array, "label", "value")
            return MdlRecords(Texts.of_arrow(_as_text(label)), _floats(value), present)
        case _:
            return _list_column(array, kind, present)


def presence(array: pa.Array) -> Bools:
    """Return bool[n]: whether there is a value."""
    if not array.null_count:
        return np.ones(len(array), dtype=np.bool_)
    bits = array.buffers()[0]
    if bits is None:
        return np.asarray(array.is_valid())
    first, skip = divmod(array.offset, 8)
    raw = np.frombuffer(bits, dtype=np.uint8)[first:]
    count = skip + len(array)
    return np.unpackbits(raw, count=count, bitorder="little")[skip:].view(np.bool_)


def _list_column(array: pa.Array, kind: Kind, present: Bools) -> Column:
    offsets, items = _list_parts(array)
    if items.null_count:
        raise DataError("a list holds a null", next_step="remove it in the data or in the getter")
    match kind:
        case Kind.STRINGS:
            return StringLists(offsets, Texts.of_arrow(items), present)
        case Kind.WEIGHTED:
            name, value = _fields(items, "name", "value")
            return WeightedLists(offsets, Texts.of_arrow(name), _floats(value), present)
        case _:
            return Vectors(offsets, _floats(items), present)


def _list_parts(array: pa.Array) -> tuple[I64, pa.Array]:
    if pa.types.is_null(array.type):
        return np.zeros(len(array) + 1, dtype=np.int64), pa.array([], pa.float64())
    if pa.types.is_fixed_size_list(array.type):
        array = array.cast(pa.list_(array.type.value_type))
    if not (pa.types.is_list(array.type) or pa.types.is_large_list(array.type)):
        raise DataError(
            f"a list is needed, and the column has {array.type}",
            next_step="give data of the record type that the spec was read with",
        )
    lengths = np.asarray(pc.list_value_length(array).fill_null(0))
    offsets = np.zeros(len(array) + 1, dtype=np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return offsets, array.flatten()


def _fields(array: pa.Array, *names: str) -> list[pa.Array]:
    if not pa.types.is_struct(array.type) or any(
        array.type.get_field_index(name) < 0 for name in names
    ):
        raise DataError(f"a record of {' and '.join(names)} is needed, and there is {array.type}")
    return [pc.struct_field(array, [array.type.get_field_index(name)]) for name in names]


def _as_text(array: pa.Array) -> pa.Array:
    return array.cast(pa.string()) if pa.types.is_integer(array.type) else array


def _floats(array: pa.Array) -> F64:
    kind = array.type
    if pa.types.is_boolean(kind):
        array = array.cast(pa.uint8())
    elif pa.types.is_null(kind):
        return np.zeros(len(array))
    elif not (pa.types.is_integer(kind) or pa.types.is_floating(kind)):
        raise DataError(
            f"numbers are needed, and the column has {kind}",
            next_step="convert it in the getter, or in the data",
        )
    elif array.null_count and pa.types.is_float64(kind):
        # Nobody reads what stands at a null.
        values = np.frombuffer(array.buffers()[1], dtype=np.float64)
        return values[array.offset : array.offset + len(array)]
    filled = array.fill_null(0) if array.null_count else array
    return np.asarray(filled).astype(np.float64, copy=False)
