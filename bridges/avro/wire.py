"""What an Avro schema says about bytes: physical types, with the names resolution needs.

:mod:`bridges.schema` knows what the values mean; this tree knows how they are laid out,
in which order a union names its null, and what defaults and aliases a field has.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Final

from bridges.errors import RecursiveSchema, SchemaError


class Kind(Enum):
    """Avro's types as they are encoded."""

    NULL = auto()
    BOOLEAN = auto()
    INT = auto()
    LONG = auto()
    FLOAT = auto()
    DOUBLE = auto()
    BYTES = auto()
    STRING = auto()
    FIXED = auto()
    ENUM = auto()
    ARRAY = auto()
    MAP = auto()
    RECORD = auto()
    UNION = auto()


class Missing(Enum):
    """The default of a field that has none; null is a default."""

    DEFAULT = auto()


@dataclass(frozen=True, slots=True)
class WireField:
    """A field of a record."""

    name: str
    type: Wire
    aliases: tuple[str, ...] = ()
    default: Any = Missing.DEFAULT


@dataclass(frozen=True, slots=True)
class Wire:
    """A type. ``inner`` holds the item, the value or the branches; ``logical`` what it means."""

    kind: Kind
    name: str = ""
    aliases: tuple[str, ...] = ()
    logical: str = ""
    size: int = 0
    symbols: tuple[str, ...] = ()
    default_symbol: str | None = None
    inner: tuple[Wire, ...] = ()
    fields: tuple[WireField, ...] = ()

    @property
    def least_bytes(self) -> int:
        """No value of this type is shorter."""
        return _LEAST[self.kind](self)

    @property
    def short_name(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(".")[2]

    def select(self, names: frozenset[str]) -> Wire:
        """This record with some of its fields."""
        return replace(self, fields=tuple(f for f in self.fields if f.name in names))


_LEAST: Final[Mapping[Kind, Callable[[Wire], int]]] = {
    **dict.fromkeys(Kind, lambda _: 1),
    Kind.NULL: lambda _: 0,
    Kind.FLOAT: lambda _: 4,
    Kind.DOUBLE: lambda _: 8,
    Kind.FIXED: lambda wire: wire.size,
    Kind.RECORD: lambda wire: sum(field.type.least_bytes for field in wire.fields),
    Kind.UNION: lambda wire: 1 + min((w.least_bytes for w in wire.inner), default=0),
}

_PRIMITIVES: Final = {kind.name.lower(): kind for kind in Kind if kind.value <= Kind.STRING.value}


@dataclass(slots=True)
class _Names:
    done: dict[str, Wire] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)


def parse_wire(schema: str) -> Wire:
    """The physical tree of a schema's JSON text."""
    try:
        avro = json.loads(schema)
    except ValueError:
        # Old writers leave a primitive's bare name.
        avro = schema.strip()
    return _parse(avro, "", _Names())


def _parse(avro: Any, namespace: str, names: _Names) -> Wire:
    if isinstance(avro, str):
        return _reference(avro, namespace, names)
    if isinstance(avro, list):
        return Wire(Kind.UNION, inner=tuple(_parse(branch, namespace, names) for branch in avro))
    if not isinstance(avro, dict) or "type" not in avro:
        raise SchemaError(f"not an Avro type: {json.dumps(avro)[:80]}")
    kind = avro["type"]
    if isinstance(kind, str) and kind in _COMPLEX:
        return _COMPLEX[kind](avro, namespace, names)
    return replace(_parse(kind, namespace, names), logical=_logical(avro))


def _reference(name: str, namespace: str, names: _Names) -> Wire:
    if name in _PRIMITIVES:
        return Wire(_PRIMITIVES[name])
    for full in (_full(name, namespace), name):
        if full in names.open:
            raise RecursiveSchema(f"the record {full} contains itself")
        if full in names.done:
            return names.done[full]
    raise SchemaError(f"unknown Avro type {name!r}")


def _full(name: str, namespace: str) -> str:
    return name if "." in name or not namespace else f"{namespace}.{name}"


def _logical(avro: Mapping[str, Any]) -> str:
    """The logical type with its parameters, as text to compare."""
    name = avro.get("logicalType")
    if name == "decimal":
        return f"decimal({avro.get('precision')}, {avro.get('scale', 0)})"
    return name if isinstance(name, str) else ""


def _named(kind: Kind, avro: Mapping[str, Any], namespace: str) -> Wire:
    name = avro.get("name")
    if not isinstance(name, str) or not name:
        raise SchemaError(f"an Avro {avro['type']} without a name")
    full = _full(name, avro.get("namespace", namespace) or "")
    inside = full.rpartition(".")[0]
    aliases = tuple(_full(alias, inside) for alias in avro.get("aliases") or ())
    return Wire(kind, full, aliases, _logical(avro))


def _record(avro: Mapping[str, Any], namespace: str, names: _Names) -> Wire:
    head = _named(Kind.RECORD, avro, namespace)
    inside = head.name.rpartition(".")[0]
    names.open.add(head.name)
    fields = tuple(_field(member, inside, names) for member in avro.get("fields") or ())
    names.open.discard(head.name)
    names.done[head.name] = replace(head, fields=fields)
    return names.done[head.name]


def _field(member: Any, namespace: str, names: _Names) -> WireField:
    if not isinstance(member, dict) or "name" not in member or "type" not in member:
        raise SchemaError("a field without a name or a type")
    return WireField(
        member["name"],
        _parse(member["type"], namespace, names),
        tuple(member.get("aliases") or ()),
        member.get("default", Missing.DEFAULT),
    )


def _enum(avro: Mapping[str, Any], namespace: str, names: _Names) -> Wire:
    head = _named(Kind.ENUM, avro, namespace)
    symbols = tuple(avro.get("symbols") or ())
    names.done[head.name] = replace(head, symbols=symbols, default_symbol=avro.get("default"))
    return names.done[head.name]


def _fixed(avro: Mapping[str, Any], namespace: str, names: _Names) -> Wire:
    head = _named(Kind.FIXED, avro, namespace)
    size = avro.get("size")
    if not isinstance(size, int) or size < 0:
        raise SchemaError(f"the fixed {head.name} has no size")
    names.done[head.name] = replace(head, size=size)
    return names.done[head.name]


def _array(avro: Mapping[str, Any], namespace: str, names: _Names) -> Wire:
    return Wire(Kind.ARRAY, inner=(_parse(avro.get("items"), namespace, names),))


def _map(avro: Mapping[str, Any], namespace: str, names: _Names) -> Wire:
    return Wire(Kind.MAP, inner=(_parse(avro.get("values"), namespace, names),))


_COMPLEX: Final[Mapping[str, Callable[[Mapping[str, Any], str, _Names], Wire]]] = {
    "record": _record,
    "error": _record,
    "enum": _enum,
    "fixed": _fixed,
    "array": _array,
    "map": _map,
}
