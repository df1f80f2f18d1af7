"""Columns of getter values: arrays of scalars, optional columns, lists of anything else.

``Int`` is int32, ``Long`` int64, ``Float`` float32, ``Double`` float64, ``Boolean`` bool, ``Char``
int32, ``Byte`` int8, ``Short`` int16. Strings, collections, maps and records are lists of the
values that :mod:`bridges.featran.getters.interpret` computes with.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bridges.errors import DataError
from bridges.featran.getters.arrow import Path, values
from bridges.featran.getters.types import (
    BOOLEAN,
    BYTE,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    SHORT,
    OptionOf,
    Prim,
    SeqOf,
    Type,
)

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

DTYPES: dict[Type, Any] = {
    BOOLEAN: np.bool_,
    BYTE: np.int8,
    SHORT: np.int16,
    CHAR: np.int32,
    INT: np.int32,
    LONG: np.int64,
    FLOAT: np.float32,
    DOUBLE: np.float64,
}


class Rowwise(Exception):
    """A column cannot be computed as a whole: the interpreter decides, row by row."""


@dataclass(frozen=True, eq=False)
class Maybe:
    """n options: ``present`` bool[n], and the values of those that are present, in order."""

    present: Array
    inner: Vector


@dataclass(frozen=True, eq=False)
class Rows:
    """n records as Arrow holds them; fields are read when they are asked for."""

    array: Any
    scala: str
    path: Path = ()


@dataclass(frozen=True, eq=False)
class Lists:
    """n collections: row i has the items ``offsets[i]:offsets[i + 1]`` of ``inner``, from 0 on."""

    offsets: Array
    inner: Vector

    def __len__(self) -> int:
        return len(self.offsets) - 1

    @property
    def lengths(self) -> Array:
        """int64[n]."""
        return np.diff(self.offsets)

    @property
    def rows(self) -> Array:
        """int64[items]: the row of each item."""
        return np.repeat(np.arange(len(self)), self.lengths)


Vector: TypeAlias = "Array | list[Any] | Maybe | Rows | Lists"


def take(vector: Vector, rows: Array) -> Vector:
    """The values at the positions ``rows``."""
    if isinstance(vector, np.ndarray):
        return vector[rows]
    if isinstance(vector, list):
        return [vector[i] for i in rows.tolist()]
    if isinstance(vector, Rows):
        return Rows(vector.array.take(pa.array(rows)), vector.scala, vector.path)
    if isinstance(vector, Lists):
        return _take_lists(vector, rows)
    present = vector.present[rows]
    places = np.cumsum(vector.present) - 1
    return Maybe(present, take(vector.inner, places[rows[present]]))


def _take_lists(lists: Lists, rows: Array) -> Lists:
    lengths = lists.lengths[rows]
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    shift = np.repeat(lists.offsets[:-1][rows] - offsets[:-1], lengths)
    return Lists(offsets, take(lists.inner, np.arange(offsets[-1]) + shift))


def merge(test: Array, yes: Vector, no: Vector, kind: Type) -> Vector:
    """The values of ``yes`` where ``test`` holds and of ``no`` elsewhere, in the order of rows."""
    if isinstance(yes, np.ndarray) and isinstance(no, np.ndarray):
        out = np.empty(len(test), dtype=DTYPES[kind])
        out[test], out[~test] = yes, no
        return out
    first, second = iter(to_rows(yes)), iter(to_rows(no))
    return from_rows([next(first) if t else next(second) for t in test.tolist()], kind)


def to_rows(vector: Vector) -> list[Any]:
    """The values one by one, as the interpreter has them."""
    if isinstance(vector, np.ndarray):
        return list(vector.tolist())
    if isinstance(vector, list):
        return vector
    if isinstance(vector, Rows):
        raise Rowwise
    if isinstance(vector, Lists):
        flat, ends = to_rows(vector.inner), vector.offsets.tolist()
        return [tuple(flat[a:b]) for a, b in pairwise(ends)]
    inner = iter(to_rows(vector.inner))
    return [(next(inner),) if here else () for here in vector.present.tolist()]


def from_rows(rows: list[Any], kind: Type) -> Vector:
    """The column of such values."""
    if kind in DTYPES:
        return np.array(rows, dtype=DTYPES[kind])
    if isinstance(kind, OptionOf):
        present = np.fromiter((bool(r) for r in rows), dtype=np.bool_, count=len(rows))
        return Maybe(present, from_rows([r[0] for r in rows if r], kind.item))
    return rows


def constant(value: Any, kind: Type, size: int) -> Vector:
    """``size`` times one value."""
    if kind in DTYPES:
        return np.full(size, value, dtype=DTYPES[kind])
    return [value] * size


def field(rows: Rows, name: str, kind: Type) -> Vector:
    """A field of all records; raises Rowwise where a record is null or the column is not plain."""
    if rows.array.null_count:
        raise Rowwise
    place = rows.array.type.get_field_index(name)
    path = (*rows.path, name)
    if place < 0:
        known = ", ".join(f.name for f in rows.array.type)
        raise DataError(
            f"there is no column {name!r}", where=".".join(path), next_step=f"there are: {known}"
        )
    return from_arrow(pc.struct_field(rows.array, [place]), kind, rows.scala, path)


def from_arrow(array: Any, kind: Type, scala: str, path: Path) -> Vector:
    """An Arrow array as a column of ``kind``; raises DataError where it is of another type."""
    if isinstance(kind, OptionOf):
        present = np.asarray(array.is_valid())
        dense = array if array.null_count == 0 else array.filter(array.is_valid())
        return Maybe(present, from_arrow(dense, kind.item, scala, path))
    if pa.types.is_struct(array.type) and not isinstance(kind, Prim):
        return Rows(array, scala, path)
    if isinstance(kind, SeqOf) and pa.types.is_list(array.type) and not array.null_count:
        lengths = np.asarray(pc.list_value_length(array))
        offsets = np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
        return Lists(offsets, from_arrow(array.flatten(), kind.item, scala, (*path, "element")))
    plain = not array.null_count and isinstance(kind, Prim) and _is_exact(array.type, kind)
    if plain:
        return np.asarray(array).astype(DTYPES[kind], copy=False)
    return from_rows(values(array, kind, scala, path), kind)


_EXACT = {
    INT: pa.int32(),
    LONG: pa.int64(),
    FLOAT: pa.float32(),
    DOUBLE: pa.float64(),
    SHORT: pa.int16(),
    BYTE: pa.int8(),
}


def _is_exact(arrow: Any, kind: Prim) -> bool:
    if kind == DOUBLE:
        return bool(pa.types.is_floating(arrow) or pa.types.is_integer(arrow))
    return bool(arrow == _EXACT.get(kind))
