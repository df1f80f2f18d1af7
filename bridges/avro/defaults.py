"""A field's default, which a schema states in JSON, as the value it stands for."""

from __future__ import annotations

import decimal
from typing import Any

from bridges.avro.columns import non_null
from bridges.avro.errors import SchemaMismatch
from bridges.avro.wire import Kind, Missing, Wire
from bridges.schema import Bool, Decimal, Field, List, Map, Record, Union


def default_value(default: Any, field: Field, wire: Wire, path: str) -> Any:
    """The Python value ``pyarrow.array`` takes for ``default``; a wrong one is refused."""
    if default is None:
        if not field.nullable:
            raise _wrong(default, path)
        return None
    if isinstance(field.type, Union):
        return _union(default, field.type, wire, path)
    return _plain(default, field, non_null(wire)[0], path)


def _plain(default: Any, field: Field, wire: Wire, path: str) -> Any:
    match field.type:
        case List(item) if isinstance(default, list):
            return [default_value(each, item, wire.inner[0], path) for each in default]
        case Map(value) if isinstance(default, dict):
            inner = wire.inner[0]
            return [(k, default_value(v, value, inner, f"{path}.{k}")) for k, v in default.items()]
        case Record() if isinstance(default, dict):
            return _record(default, field.type, wire, path)
    if isinstance(field.type, Bool) != isinstance(default, bool):
        raise _wrong(default, path)
    if wire.kind in (Kind.BYTES, Kind.FIXED) and isinstance(default, str):
        return _from_bytes(default.encode("latin-1"), field)
    if not isinstance(default, _PYTHON[wire.kind]):
        raise _wrong(default, path)
    return default


def _record(default: dict[str, Any], record: Record, wire: Wire, path: str) -> dict[str, Any]:
    value = {}
    for field, member in zip(record.fields, wire.fields, strict=True):
        given = default.get(member.name, member.default)
        if given is Missing.DEFAULT:
            raise _wrong(default, path)
        value[field.name] = default_value(given, field, member.type, f"{path}.{field.name}")
    return value


def _union(default: Any, union: Union, wire: Wire, path: str) -> dict[str, Any]:
    """The first branch that takes the default, as newer Avro says; older: the first branch."""
    for index, (branch, inner) in enumerate(zip(union.branches, non_null(wire), strict=True)):
        try:
            value = default_value(default, branch, inner, path)
        except SchemaMismatch:
            continue
        return {"@branch": index, branch.name: value}
    raise _wrong(default, path)


def _from_bytes(value: bytes, field: Field) -> Any:
    if isinstance(field.type, Decimal):
        digits = decimal.Decimal(int.from_bytes(value, "big", signed=True))
        return digits.scaleb(-field.type.scale, decimal.Context(prec=80))
    return value


def _wrong(default: Any, path: str) -> SchemaMismatch:
    return SchemaMismatch(f"the default {default!r} does not fit the field's type", where=path)


#: What JSON may say for a kind.
_PYTHON: dict[Kind, type | tuple[type, ...]] = {
    Kind.BOOLEAN: bool,
    Kind.INT: int,
    Kind.LONG: int,
    Kind.FLOAT: (int, float),
    Kind.DOUBLE: (int, float),
    Kind.STRING: str,
    Kind.ENUM: str,
    Kind.BYTES: (),
    Kind.FIXED: (),
    Kind.ARRAY: (),
    Kind.MAP: (),
    Kind.RECORD: (),
}
