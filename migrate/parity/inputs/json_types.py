"""The types of JSON lines, told from every row: structures of parts of a side add up to its own.

A structure is what the engine's ``json_group_structure`` says: the name of a type, a list of one
structure, or structures by field. Adding does not ask for an order, so one machine that reads all
files and many that read one each have the same columns.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import reduce
from typing import Any, Final

import pyarrow as pa

from migrate.parity import sql
from migrate.parity.queries import batches, fetch_one
from migrate.parity.types import NO_TYPE

Structure = Any
_BATCH: Final = 1 << 14
#: An object with more fields of one type than this has keys for data: a map.
_MOST_FIELDS: Final = 200
#: An integer that a double may not hold: beside floats, its column is compared as text.
_WIDE: Final = "WIDE"
_LARGEST: Final = 9 * 10**15
_WIDER: Final = {"UBIGINT": 0, "BIGINT": 1, "DOUBLE": 2}
_GROUP: Final = "SELECT json_group_structure(CAST(json AS JSON)) FROM json_lines"
#: Lines with such an integer, each of them written as a truth value, which no number is.
_WIDE_PATTERN: Final = r"([:,\[]\s*)-?(9[0-9]{15}|[1-9][0-9]{16,})(\s*[,}\]])"
_WIDE_MARKED: Final = (
    f"SELECT json_group_structure(CAST(regexp_replace(json, '{_WIDE_PATTERN}', '\\1true\\3', 'g') "
    f"AS JSON)) FROM json_lines WHERE regexp_matches(json, '{_WIDE_PATTERN}')"
)
_MIXED: Final = "JSON"
_NOTHING: Final = "NULL"


def structure_of(connection: Any, path: str) -> Structure:
    """Of all rows of a file of uncompressed JSON lines; ValueError where a line is no object."""
    source = f"read_json_objects({sql.text(path)}, format='newline_delimited', {LONGEST})"
    query = f"SELECT CAST(json AS VARCHAR) AS json FROM {source}"
    found: Structure = {}
    with connection.cursor() as cursor:
        for batch in batches(connection, query, _BATCH):
            cursor.register("json_lines", pa.Table.from_batches([batch]))
            (text,) = fetch_one(cursor, _GROUP)
            part = _signed(json.loads(text))
            (marked,) = fetch_one(cursor, _WIDE_MARKED)
            part = part if marked is None else _widened(part, json.loads(marked))
            if _MIXED in text:  # the engine says this of an empty object too
                part = reduce(added, map(_of_line, batch.column(0).to_pylist()), _NOTHING)
            found = added(found, part)
    if not isinstance(found, dict):
        raise ValueError("a line is no JSON object")
    return found


def _signed(found: Structure) -> Structure:
    """DuckDB 2 says HUGEINT of whole numbers of both signs, DuckDB 1 BIGINT."""
    if isinstance(found, dict):
        return {name: _signed(each) for name, each in found.items()}
    if isinstance(found, list):
        return [_signed(each) for each in found]
    return "BIGINT" if found == "HUGEINT" else found


def _widened(found: Structure, marked: Structure) -> Structure:
    """The structure with :data:`_WIDE` where integers are that the engine saw marked."""
    if isinstance(found, dict) and isinstance(marked, dict):
        return {name: _widened(each, marked.get(name, _NOTHING)) for name, each in found.items()}
    if isinstance(found, list) and isinstance(marked, list):
        return [_widened(a, b) for a, b in zip(found, marked, strict=False)]
    if not (isinstance(found, str) and found in _WIDER and marked in ("BOOLEAN", _MIXED)):
        return found
    return _MIXED if found == "DOUBLE" else added(found, _WIDE)


def _of_line(line: str) -> Structure:
    value = json.loads(line)
    if not isinstance(value, dict):
        raise ValueError(f"a line is no JSON object: {line[:40]}")
    return _of(value)


def _of(value: Any) -> Structure:
    match value:
        case None:
            return _NOTHING
        case bool():
            return "BOOLEAN"
        case int():
            return _of_integer(value)
        case float():
            return "DOUBLE"
        case str():
            return "VARCHAR"
        case list():
            return [reduce(added, map(_of, value), _NOTHING)]
        case _:
            return {name: _of(each) for name, each in value.items()}


def _of_integer(value: int) -> str:
    if not -(1 << 63) <= value < 1 << 64:
        return _MIXED
    return _WIDE if abs(value) >= _LARGEST else "BIGINT" if value < 0 else "UBIGINT"


#: The longest line, in bytes.
LONGEST: Final = f"maximum_object_size={64 << 20}"


def added(left: Structure, right: Structure) -> Structure:
    """What holds the values of both."""
    if left == right or right == _NOTHING:
        return left
    if left == _NOTHING:
        return right
    if isinstance(left, dict) and isinstance(right, dict):
        names = [*left, *(name for name in right if name not in left)]
        return {n: added(left.get(n, _NOTHING), right.get(n, _NOTHING)) for n in names}
    if isinstance(left, list) and isinstance(right, list):
        return [reduce(added, [*left, *right], _NOTHING)]
    if not (isinstance(left, str) and isinstance(right, str)):
        return _MIXED
    if _WIDE in (left, right):
        return _WIDE if {left, right} <= {_WIDE, "BIGINT", "UBIGINT"} else _MIXED
    if {left, right} <= _WIDER.keys():
        return left if _WIDER[left] >= _WIDER[right] else right
    return _MIXED


def twins_in(structure: Structure, path: str = "") -> tuple[str, str, str] | None:
    """A record's path and two of its fields that the engine would take for one; keys of maps are
    data."""
    if isinstance(structure, list):
        return twins_in(structure[0], path) if structure else None
    if not isinstance(structure, dict) or (path and _is_map(structure)):
        return None
    seen: dict[str, str] = {}
    for name, each in structure.items():
        other = seen.setdefault(name.lower(), name)
        if other != name:
            return path, other, name
        if found := twins_in(each, f"{path}.{name}" if path else name):
            return found
    return None


def columns_of(structure: Structure, mixed: str) -> Mapping[str, str]:
    """By column the engine's type; ``mixed`` is that of values of several types."""
    return {name: _type(each, mixed) for name, each in structure.items()}


def _type(structure: Structure, mixed: str) -> str:
    if isinstance(structure, list):
        return f"{_type(structure[0] if structure else _NOTHING, mixed)}[]"
    if isinstance(structure, dict):
        return _object(structure, mixed)
    return str(
        {"UBIGINT": "BIGINT", _WIDE: "BIGINT", _NOTHING: NO_TYPE, _MIXED: mixed}.get(
            structure, structure
        )
    )


def _object(structure: Mapping[str, Structure], mixed: str) -> str:
    if not structure:
        return f"MAP(VARCHAR, {NO_TYPE})"
    if _is_map(structure):
        value = reduce(added, structure.values(), _NOTHING)
        return f"MAP(VARCHAR, {_type(value, mixed)})"
    fields = (f"{sql.name(name)} {_type(each, mixed)}" for name, each in structure.items())
    return f"STRUCT({', '.join(fields)})"


def _is_map(structure: Mapping[str, Structure]) -> bool:
    """Whether an object has so many fields of one type that its keys are data."""
    return len(structure) > _MOST_FIELDS and reduce(added, structure.values(), _NOTHING) != _MIXED
