"""Avro's names: primitive types, full names and namespaces, what a name refers to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridges.errors import RecursiveSchema, SchemaError
from bridges.schema.model import Bool, Bytes, Float, Int, Null, String, Type

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
_COMPLEX = ("record", "error", "enum", "fixed", "array", "map")


@dataclass(slots=True)
class Names:
    """The named types seen so far, and the records being read."""

    done: dict[str, Type] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)


def branch_name(avro: Any, namespace: str) -> str:
    """Return what Avro calls a branch of a union: its type, or the full name it bears."""
    if isinstance(avro, str):
        return avro if avro in _PRIMITIVES else full_name(avro, namespace)
    tag = avro.get("type") if isinstance(avro, dict) else None
    if tag in ("record", "error", "enum", "fixed"):
        return defined_name(avro, namespace, "")
    if isinstance(tag, dict):
        return branch_name(tag, namespace)
    return str(tag) if tag in _PRIMITIVES or tag in _COMPLEX else full_name(str(tag), namespace)


def named(name: str, namespace: str, path: str, names: Names) -> Type:
    """Return the type that a name means.

    Raises RecursiveSchema inside the type itself, SchemaError where there is none.
    """
    if name in _PRIMITIVES:
        return _PRIMITIVES[name]
    for candidate in (full_name(name, namespace), name):
        if candidate in names.open:
            raise RecursiveSchema(
                f"the record {candidate} contains itself",
                where=path or candidate,
                next_step=f"leave out the field {path!r}, or write it as bytes in the source job",
            )
        if candidate in names.done:
            return names.done[candidate]
    raise SchemaError(f"unknown Avro type {name!r}", where=path)


def full_name(name: str, namespace: str) -> str:
    """Return a name with the namespace it is in."""
    return name if "." in name or not namespace else f"{namespace}.{name}"


def defined_name(avro: Mapping[str, Any], namespace: str, path: str) -> str:
    """Return the full name that a record, an enum or a fixed gives itself."""
    name = avro.get("name")
    if not isinstance(name, str) or not name:
        raise SchemaError(f"an Avro {avro.get('type')} without a name", where=path)
    return full_name(name, avro.get("namespace", namespace) or "")
