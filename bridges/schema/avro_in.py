"""Avro schema JSON to the model.

References are resolved by full name and namespaces; a logical type that Avro's rules call
invalid or unknown is ignored, and its base type stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bridges.errors import RecursiveSchema, SchemaError
from bridges.schema.as_json import type_from_json
from bridges.schema.model import (
    MOST_BRANCHES,
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

#: The attribute of an Avro type, written by this project, that names a type Avro has not.
PAVED_TYPE = "paved.type"
#: The attribute of an Avro field that keeps a name Avro does not allow.
PAVED_NAME = "paved.name"
MAX_PRECISION = 76

_PRIMITIVES: Mapping[str, Type] = {
    "null": Null(),
    "boolean": Bool(),
    "int": Int(32),
    "long": Int(64),
    "float": Float(32),
    "double": Float(64),
    "bytes": Bytes(),
    "string": String(),
}

_LOGICAL: Mapping[tuple[str, str], Type] = {
    ("int", "date"): Date(),
    ("int", "time-millis"): Time("ms"),
    ("long", "time-micros"): Time("us"),
    ("long", "timestamp-millis"): Timestamp("ms"),
    ("long", "timestamp-micros"): Timestamp("us"),
    ("long", "timestamp-nanos"): Timestamp("ns"),
    ("long", "local-timestamp-millis"): Timestamp("ms", utc=False),
    ("long", "local-timestamp-micros"): Timestamp("us", utc=False),
    ("long", "local-timestamp-nanos"): Timestamp("ns", utc=False),
    ("string", "uuid"): Uuid("text"),
}

_COMPLEX = ("record", "error", "enum", "fixed", "array", "map")


@dataclass(slots=True)
class _Names:
    """The named types seen so far, and the records being read."""

    done: dict[str, Type] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)


def parse_type(avro: Any) -> tuple[Type, bool]:
    """Return the type a whole Avro schema describes, and whether it may be null."""
    parsed = _field("value", avro, "", "", _Names())
    return parsed.type, parsed.nullable


def _field(
    name: str,
    avro: Any,
    namespace: str,
    path: str,
    names: _Names,
    metadata: tuple[tuple[str, str], ...] = (),
) -> Field:
    """Return a field of this type; a union with null makes it nullable."""
    if not isinstance(avro, list):
        kind = _type(avro, namespace, path, names)
        return Field(name, kind, isinstance(kind, Null), metadata)
    others = [branch for branch in avro if branch != "null" and branch != {"type": "null"}]
    nullable = len(others) < len(avro)
    if not others:
        return Field(name, Null(), True, metadata)
    if len(others) == 1:
        return Field(name, _type(others[0], namespace, path, names), nullable, metadata)
    if len(others) > MOST_BRANCHES:
        raise SchemaError(
            f"a union of {len(others)} branches; {MOST_BRANCHES} is the most",
            where=path,
            next_step="leave the field out, or make it a record of nullable fields in the source",
        )
    branches = tuple(_branch(branch, namespace, path, names) for branch in others)
    return Field(name, Union(branches), nullable, metadata)


def _branch(avro: Any, namespace: str, path: str, names: _Names) -> Field:
    if isinstance(avro, list):
        raise SchemaError("a union directly inside a union", where=path)
    name = branch_name(avro, namespace)
    return _field(name, avro, namespace, f"{path}.{name}" if path else name, names)


def branch_name(avro: Any, namespace: str) -> str:
    """Return what Avro calls a branch of a union: its type, or the full name it bears."""
    if isinstance(avro, str):
        return avro if avro in _PRIMITIVES else _full_name(avro, namespace)
    tag = avro.get("type") if isinstance(avro, dict) else None
    if tag in ("record", "error", "enum", "fixed"):
        return _defined_name(avro, namespace, "")
    if isinstance(tag, dict):
        return branch_name(tag, namespace)
    return str(tag) if tag in _PRIMITIVES or tag in _COMPLEX else _full_name(str(tag), namespace)


def _type(avro: Any, namespace: str, path: str, names: _Names) -> Type:
    if isinstance(avro, str):
        return _named(avro, namespace, path, names)
    if isinstance(avro, list):
        raise SchemaError("a union where a type with attributes was expected", where=path)
    if not isinstance(avro, dict) or "type" not in avro:
        raise SchemaError(f"not an Avro type: {json.dumps(avro)[:80]}", where=path)
    if PAVED_TYPE in avro:
        return type_from_json(avro[PAVED_TYPE])
    tag = avro["type"]
    if isinstance(tag, dict | list):
        return _type(tag, namespace, path, names)
    if tag in _READERS:
        return _READERS[tag](avro, namespace, path, names)
    return _logical(tag, avro, _named(tag, namespace, path, names))


def _logical(tag: str, avro: Mapping[str, Any], base: Type) -> Type:
    """Return the logical type, or ``base`` when there is none that Avro's rules accept."""
    logical = avro.get("logicalType")
    if logical == "decimal" and isinstance(base, Bytes):
        return _decimal(avro, None) or base
    return _LOGICAL.get((tag, str(logical)), base)


def _decimal(avro: Mapping[str, Any], size: int | None) -> Decimal | None:
    precision, scale = avro.get("precision"), avro.get("scale", 0)
    if not isinstance(precision, int) or not isinstance(scale, int):
        return None
    fits = size is None or len(str(2 ** (8 * size - 1) - 1)) > precision
    if not 0 < precision <= MAX_PRECISION or not 0 <= scale <= precision or not fits:
        return None
    return Decimal(precision, scale, size)


def _named(name: str, namespace: str, path: str, names: _Names) -> Type:
    if name in _PRIMITIVES:
        return _PRIMITIVES[name]
    for candidate in (_full_name(name, namespace), name):
        if candidate in names.open:
            raise RecursiveSchema(
                f"the record {candidate} contains itself",
                where=path or candidate,
                next_step=f"leave out the field {path!r}, or write it as bytes in the source job",
            )
        if candidate in names.done:
            return names.done[candidate]
    raise SchemaError(f"unknown Avro type {name!r}", where=path)


def _full_name(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def _defined_name(avro: Mapping[str, Any], namespace: str, path: str) -> str:
    name = avro.get("name")
    if not isinstance(name, str) or not name:
        raise SchemaError(f"an Avro {avro.get('type')} without a name", where=path)
    return _full_name(name, avro.get("namespace", namespace) or "")


def _record(avro: Mapping[str, Any], namespace: str, path: str, names: _Names) -> Type:
    full = _defined_name(avro, namespace, path)
    inner = full.rpartition(".")[0]
    members = avro.get("fields")
    if not isinstance(members, list):
        raise SchemaError(f"the record {full} has no list of fields", where=path)
    names.open[full] = path
    record = Record(tuple(_member(m, inner, path, names) for m in members), full)
    del names.open[full]
    names.done[full] = record
    return record


def _member(avro: Any, namespace: str, path: str, names: _Names) -> Field:
    if not isinstance(avro, dict) or "name" not in avro or "type" not in avro:
        raise SchemaError("a field without a name or a type", where=path)
    name = str(avro.get(PAVED_NAME, avro["name"]))
    inner = f"{path}.{name}" if path else name
    return _field(name, avro["type"], namespace, inner, names, _metadata(avro))


def _metadata(avro: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    kept = [(f"avro.{key}", json.dumps(avro[key])) for key in ("aliases", "default") if key in avro]
    if "doc" in avro:
        kept.append(("avro.doc", str(avro["doc"])))
    return tuple(kept)


def _enum(avro: Mapping[str, Any], namespace: str, path: str, names: _Names) -> Type:
    full = _defined_name(avro, namespace, path)
    symbols = avro.get("symbols")
    if not isinstance(symbols, list) or not all(isinstance(s, str) for s in symbols):
        raise SchemaError(f"the enum {full} has no list of symbols", where=path)
    names.done[full] = Enum(tuple(symbols), full)
    return names.done[full]


def _fixed(avro: Mapping[str, Any], namespace: str, path: str, names: _Names) -> Type:
    full, size = _defined_name(avro, namespace, path), avro.get("size")
    if not isinstance(size, int) or size < 0:
        raise SchemaError(f"the fixed {full} has no size", where=path)
    names.done[full] = _fixed_logical(avro, size) or Fixed(size, full)
    return names.done[full]


def _fixed_logical(avro: Mapping[str, Any], size: int) -> Type | None:
    match avro.get("logicalType"):
        case "decimal":
            return _decimal(avro, size)
        case "duration" if size == 12:
            return Duration()
        case "uuid" if size == 16:
            return Uuid("binary")
    return None


def _array(avro: Mapping[str, Any], namespace: str, path: str, names: _Names) -> Type:
    return List(_field("item", _inner(avro, "items", path), namespace, path, names))


def _map(avro: Mapping[str, Any], namespace: str, path: str, names: _Names) -> Type:
    return Map(_field("value", _inner(avro, "values", path), namespace, path, names))


def _inner(avro: Mapping[str, Any], key: str, path: str) -> Any:
    if key not in avro:
        raise SchemaError(f"an Avro {avro['type']} without {key!r}", where=path)
    return avro[key]


_READERS: Mapping[str, Callable[[Mapping[str, Any], str, str, _Names], Type]] = {
    "record": _record,
    "error": _record,
    "enum": _enum,
    "fixed": _fixed,
    "array": _array,
    "map": _map,
}
