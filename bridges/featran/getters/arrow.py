"""Arrow columns as the Python values that getters compute with, by Scala type."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from bridges.errors import DataError
from bridges.featran.getters.maps import make_map
from bridges.featran.getters.numbers import BITS
from bridges.featran.getters.types import (
    BOOLEAN,
    CHAR,
    DOUBLE,
    FLOAT,
    STRING,
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.rows import NoValue, OutOfRange, placed

Path = tuple[str, ...]
Paths = frozenset[Path]


def rows(batch: pa.RecordBatch, record: Type, used: Paths, scala: str) -> list[Any]:
    """One value per row of ``batch``; fields that no path in ``used`` needs are left None.

    A record's fields are columns of the batch. A record type that is no record (``Double``, a
    tuple) is read from the batch's columns in order.

    Raises
    ------
    DataError
        If a column is missing, is of another type, or has a null where Scala has none.
    """
    if isinstance(record, RecordOf | TupleOf):
        array = pa.StructArray.from_arrays(batch.columns, names=batch.schema.names)
        return _struct(array, record, used, scala, ())
    return values(batch.column(0), record, scala, (batch.schema.names[0],))


def values(
    array: Any, kind: Type, scala: str, path: Path = (), used: Paths = frozenset()
) -> list[Any]:
    """The values of ``array`` as Scala's ``kind``; raises DataError naming ``path``."""
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    match kind:
        case OptionOf(item):
            return _optional(array, item, scala, path, used)
        case Boxed(item):
            return [v[0] if v else None for v in _optional(array, item, scala, path, used)]
        case RecordOf() | TupleOf():
            return _struct(array, kind, used, scala, path)
        case SeqOf(item):
            return _lists(array, item, scala, path)
        case MapOf(key, value):
            return _maps(array, key, value, scala, path)
        case Prim():
            return _scalars(array, kind, path)


def _optional(array: Any, item: Type, scala: str, path: Path, used: Paths) -> list[Any]:
    present = array.is_valid().to_pylist()
    with placed(_valid(array)):
        found = iter(values(array.filter(array.is_valid()), item, scala, path, used))
    return [(next(found),) if here else () for here in present]


def _valid(array: Any) -> Callable[[int], int]:
    """Where the n-th value that is not null stands."""
    return lambda place: int(pc.indices_nonzero(array.is_valid())[place].as_py())


def _struct(array: Any, kind: RecordOf | TupleOf, used: Paths, scala: str, path: Path) -> list[Any]:
    if not pa.types.is_struct(array.type):
        raise _unfit(array, kind, path)
    present = array.is_valid().to_pylist()
    dense = array if array.null_count == 0 else array.filter(array.is_valid())
    with placed(_valid(array)):
        columns = [
            _field(dense, name, item, used, scala, (*path, name)) for name, item in _fields(kind)
        ]
    found = iter(zip(*columns, strict=True)) if columns else iter([()] * len(dense))
    return [next(found) if here else None for here in present]


def _fields(kind: RecordOf | TupleOf) -> list[tuple[str, Type]]:
    if isinstance(kind, RecordOf):
        return list(kind.fields)
    return [(f"_{i + 1}", t) for i, t in enumerate(kind.items)]


def _field(array: Any, name: str, kind: Type, used: Paths, scala: str, path: Path) -> list[Any]:
    if used and not any(u[: len(path)] == path or path[: len(u)] == u for u in used):
        return [None] * len(array)
    place = array.type.get_field_index(name)
    if place < 0:
        known = ", ".join(array.type.field(i).name for i in range(array.type.num_fields))
        raise DataError(
            f"there is no column {name!r}", where=".".join(path), next_step=f"there are: {known}"
        )
    return values(pc.struct_field(array, [place]), kind, scala, path, used)


def _lists(array: Any, item: Type, scala: str, path: Path) -> list[Any]:
    kind = array.type
    if not (
        pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    ):
        raise _unfit(array, SeqOf(item), path)
    lengths = pc.list_value_length(array).to_pylist()
    with placed(lambda place: int(pc.list_parent_indices(array)[place].as_py())):
        flat = values(array.flatten(), item, scala, (*path, "element"))
    result: list[Any] = []
    at = 0
    for length in lengths:
        result.append(None if length is None else tuple(flat[at : at + length]))
        at += length or 0
    return result


def _maps(array: Any, key: Type, value: Type, scala: str, path: Path) -> list[Any]:
    if not pa.types.is_map(array.type):
        raise _unfit(array, MapOf(key, value), path)
    result: list[Any] = []
    offsets = array.offsets.to_pylist()
    with placed(lambda place: bisect_right(offsets, place) - 1):
        keys = values(array.keys, key, scala, (*path, "key"))
        items = values(array.items, value, scala, (*path, "value"))
    for row, here in enumerate(array.is_valid().to_pylist()):
        start, stop = offsets[row], offsets[row + 1]
        pairs = zip(keys[start:stop], items[start:stop], strict=True)
        result.append(make_map(pairs, key, scala) if here else None)
    return result


def _scalars(array: Any, kind: Prim, path: Path) -> list[Any]:
    check = _CHECKS.get(kind.name)
    if check is None or not (check(array.type) or pa.types.is_null(array.type)):
        raise _unfit(array, kind, path)
    found = array.to_pylist()
    if array.null_count and kind != STRING:
        raise NoValue(
            f"the Scala type {kind} has no null, and there is no value",
            found.index(None),
            where=".".join(path),
            next_step="declare the field as an Option, or mend the data",
        )
    return _in_range(found, kind, path)


def _in_range(found: list[Any], kind: Prim, path: Path) -> list[Any]:
    if kind == DOUBLE:
        return [float(v) for v in found]
    if kind == CHAR:
        return [ord(v) if isinstance(v, str) else v for v in found]
    if kind in BITS and found:
        half = 1 << (BITS[kind] - 1)
        if not (-half <= min(found) and max(found) < half):
            row = next(i for i, v in enumerate(found) if not -half <= v < half)
            raise OutOfRange(
                f"{found[row]} is no {kind}, as the record type says it is,",
                row,
                where=".".join(path),
                next_step="read the spec with the record type of these data",
            )
    return found


def _is_number(kind: Any) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind))


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


_CHECKS: dict[str, Callable[[Any], bool]] = {
    BOOLEAN.name: lambda t: bool(pa.types.is_boolean(t)),
    STRING.name: _is_text,
    CHAR.name: lambda t: _is_text(t) or bool(pa.types.is_integer(t)),
    DOUBLE.name: _is_number,
    FLOAT.name: lambda t: bool(pa.types.is_float32(t) or pa.types.is_float16(t)),
    **{n: (lambda t: bool(pa.types.is_integer(t))) for n in ("Byte", "Short", "Int", "Long")},
}


def _unfit(array: Any, kind: Type, path: Path) -> DataError:
    return DataError(
        f"the column has {array.type}, and the Scala type is {kind}",
        where=".".join(path),
        next_step="give data of the record type that the spec was read with",
    )
