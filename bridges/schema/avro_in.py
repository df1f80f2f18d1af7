"""Avro schema JSON to the model.

A logical type that Avro's rules call invalid or unknown is ignored, and its base type stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from bridges.errors import SchemaError
from bridges.schema.as_json import type_from_json
from bridges.schema.avro_logical import fixed_logical, logical
from bridges.schema.avro_names import Names, branch_name, defined_name, named
from bridges.schema.model import (
    MOST_BRANCHES,
    Enum,
    Field,
    Fixed,
    List,
    Map,
    Null,
    Record,
    Type,
    Union,
)

#: The attribute of an Avro type, written by this project, that names a type Avro has not.
PAVED_TYPE = "paved.type"
#: The attribute of an Avro field that keeps a name Avro does not allow.
PAVED_NAME = "paved.name"


def parse_type(avro: Any) -> tuple[Type, bool]:
    """Return the type a whole Avro schema describes, and whether it may be null."""
    parsed = _field("value", avro, "", "", Names())
    return parsed.type, parsed.nullable


def _field(
    name: str,
    avro: Any,
    namespace: str,
    path: str,
    names: Names,
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


def _branch(avro: Any, namespace: str, path: str, names: Names) -> Field:
    if isinstance(avro, list):
        raise SchemaError("a union directly inside a union", where=path)
    name = branch_name(avro, namespace)
    return _field(name, avro, namespace, f"{path}.{name}" if path else name, names)


def _type(avro: Any, namespace: str, path: str, names: Names) -> Type:
    if isinstance(avro, str):
        return named(avro, namespace, path, names)
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
    return logical(tag, avro, named(tag, namespace, path, names))


def _record(avro: Mapping[str, Any], namespace: str, path: str, names: Names) -> Type:
    full = defined_name(avro, namespace, path)
    inner = full.rpartition(".")[0]
    members = avro.get("fields")
    if not isinstance(members, list):
        raise SchemaError(f"the record {full} has no list of fields", where=path)
    names.open[full] = path
    record = Record(tuple(_member(m, inner, path, names) for m in members), full)
    del names.open[full]
    names.done[full] = record
    return record


def _member(avro: Any, namespace: str, path: str, names: Names) -> Field:
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


def _enum(avro: Mapping[str, Any], namespace: str, path: str, names: Names) -> Type:
    full = defined_name(avro, namespace, path)
    symbols = avro.get("symbols")
    if not isinstance(symbols, list) or not all(isinstance(s, str) for s in symbols):
        raise SchemaError(f"the enum {full} has no list of symbols", where=path)
    names.done[full] = Enum(tuple(symbols), full)
    return names.done[full]


def _fixed(avro: Mapping[str, Any], namespace: str, path: str, names: Names) -> Type:
    full, size = defined_name(avro, namespace, path), avro.get("size")
    if not isinstance(size, int) or size < 0:
        raise SchemaError(f"the fixed {full} has no size", where=path)
    names.done[full] = fixed_logical(avro, size) or Fixed(size, full)
    return names.done[full]


def _array(avro: Mapping[str, Any], namespace: str, path: str, names: Names) -> Type:
    return List(_field("item", _inner(avro, "items", path), namespace, path, names))


def _map(avro: Mapping[str, Any], namespace: str, path: str, names: Names) -> Type:
    return Map(_field("value", _inner(avro, "values", path), namespace, path, names))


def _inner(avro: Mapping[str, Any], key: str, path: str) -> Any:
    if key not in avro:
        raise SchemaError(f"an Avro {avro['type']} without {key!r}", where=path)
    return avro[key]


_READERS: Mapping[str, Callable[[Mapping[str, Any], str, str, Names], Type]] = {
    "record": _record,
    "error": _record,
    "enum": _enum,
    "fixed": _fixed,
    "array": _array,
    "map": _map,
}
