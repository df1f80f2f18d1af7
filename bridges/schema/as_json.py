"""Types and fields as JSON values, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from bridges.errors import SchemaError
from bridges.schema.model import TYPES, Field, Type

_BY_TAG: dict[str, type[Type]] = {cls.__name__.lower(): cls for cls in TYPES}


def type_to_json(kind: Type) -> dict[str, Any]:
    """Return ``{"type": tag, ...}`` with one entry per attribute."""
    attributes = {f.name: _plain(getattr(kind, f.name)) for f in fields(kind)}
    return {"type": type(kind).__name__.lower(), **attributes}


def field_to_json(field: Field) -> dict[str, Any]:
    """Return the field's name, type, nullability and metadata."""
    value: dict[str, Any] = {"name": field.name, "type": type_to_json(field.type)}
    if field.nullable:
        value["nullable"] = True
    if field.metadata:
        value["metadata"] = dict(field.metadata)
    return value


def type_from_json(value: Any) -> Type:
    """Return the type written by :func:`type_to_json`; refuse anything else."""
    cls = _BY_TAG.get(value.get("type", "")) if isinstance(value, dict) else None
    if cls is None:
        raise SchemaError(f"not a type of this format: {value!r}")
    attributes = {name: _read(name, item) for name, item in value.items() if name != "type"}
    try:
        return cls(**attributes)
    except TypeError as e:
        raise SchemaError(f"not a {value['type']} of this format: {e}") from e


def field_from_json(value: Any) -> Field:
    """Return the field written by :func:`field_to_json`; refuse anything else."""
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise SchemaError(f"not a field of this format: {value!r}")
    metadata = tuple((str(k), str(v)) for k, v in value.get("metadata", {}).items())
    nullable = bool(value.get("nullable", False))
    return Field(value["name"], type_from_json(value.get("type")), nullable, metadata)


def _plain(value: Any) -> Any:
    if isinstance(value, Field):
        return field_to_json(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value


def _fields(value: Any) -> tuple[Field, ...]:
    return tuple(field_from_json(item) for item in value)


_READERS: dict[str, Callable[[Any], Any]] = {
    "item": field_from_json,
    "value": field_from_json,
    "fields": _fields,
    "branches": _fields,
    "symbols": tuple,
}


def _read(name: str, value: Any) -> Any:
    return _READERS[name](value) if name in _READERS else value
