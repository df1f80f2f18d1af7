"""The model to Avro schema JSON, for a schema whose source was not Avro.

What Avro has no type for keeps an Avro type of the same width and bears ``paved.type``, so that
the way back is exact: other readers see the plain type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from bridges.errors import SchemaError
from bridges.schema.as_json import type_to_json
from bridges.schema.avro_in import PAVED_NAME, PAVED_TYPE
from bridges.schema.model import (
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
    refuse_duplicates,
)

_LEAVES: Mapping[Type, Any] = {
    Null(): "null",
    Bool(): "boolean",
    Int(32): "int",
    Int(64): "long",
    Float(32): "float",
    Float(64): "double",
    String(): "string",
    Bytes(): "bytes",
    Uuid("text"): {"type": "string", "logicalType": "uuid"},
    Date(): {"type": "int", "logicalType": "date"},
    Time("ms"): {"type": "int", "logicalType": "time-millis"},
    Time("us"): {"type": "long", "logicalType": "time-micros"},
    Timestamp("ms"): {"type": "long", "logicalType": "timestamp-millis"},
    Timestamp("us"): {"type": "long", "logicalType": "timestamp-micros"},
    Timestamp("ns"): {"type": "long", "logicalType": "timestamp-nanos"},
    Timestamp("ms", utc=False): {"type": "long", "logicalType": "local-timestamp-millis"},
    Timestamp("us", utc=False): {"type": "long", "logicalType": "local-timestamp-micros"},
    Timestamp("ns", utc=False): {"type": "long", "logicalType": "local-timestamp-nanos"},
}

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NOT_NAME = re.compile(r"[^A-Za-z0-9_]")


class AvroSchema:
    """Writes one schema; a type that bears a name is defined once and referred to after."""

    def __init__(self) -> None:
        self._defined: dict[str, Type] = {}

    def record(self, record: Record, path: str) -> Any:
        """Return the Avro record, or its name when it is defined already."""
        wanted = record.name or valid_name(path)
        name = self._claim(wanted, record)
        if name is None:
            return wanted
        names = [valid_name(f.name) for f in record.fields]
        refuse_duplicates(names, f"the Avro record {name}")
        fields = [
            self._member(f, n, f"{path}_{n}") for f, n in zip(record.fields, names, strict=True)
        ]
        return {"type": "record", "name": name, "fields": fields}

    def _member(self, field: Field, name: str, path: str) -> dict[str, Any]:
        member = {"name": name, "type": self._nullable(field, path)}
        if name != field.name:
            member[PAVED_NAME] = field.name
        kept = dict(field.metadata)
        for key in ("aliases", "default"):
            if f"avro.{key}" in kept:
                member[key] = json.loads(kept[f"avro.{key}"])
        if "avro.doc" in kept:
            member["doc"] = kept["avro.doc"]
        return member

    def _nullable(self, field: Field, path: str) -> Any:
        if isinstance(field.type, Union):
            branches = [self.type(b.type, f"{path}_{i}") for i, b in enumerate(field.type.branches)]
            return ["null", *branches] if field.nullable else branches
        avro = self.type(field.type, path)
        return ["null", avro] if field.nullable and avro != "null" else avro

    def type(self, kind: Type, path: str) -> Any:
        """Return the Avro type; ``path`` names what the model left without a name."""
        if kind in _LEAVES:
            return _LEAVES[kind]
        match kind:
            case Record():
                return self.record(kind, path)
            case List(item):
                return {"type": "array", "items": self._nullable(item, f"{path}_item")}
            case Map(value):
                return {"type": "map", "values": self._nullable(value, f"{path}_value")}
            case Union():
                raise SchemaError("a union directly inside a union", where=path)
            case Enum(symbols, name):
                return self._define(kind, name or path, {"type": "enum", "symbols": list(symbols)})
            case Decimal(precision, scale, None) if 0 <= scale <= precision:
                return _decimal("bytes", precision, scale)
        return self._fixed(kind, path) or {"type": base_type(kind), PAVED_TYPE: type_to_json(kind)}

    def _fixed(self, kind: Type, path: str) -> Any:
        match kind:
            case Fixed(size, name):
                return self._define(kind, name or path, {"type": "fixed", "size": size})
            case Uuid():
                body = {"type": "fixed", "size": 16, "logicalType": "uuid"}
                return self._define(kind, path, body)
            case Duration():
                body = {"type": "fixed", "size": 12, "logicalType": "duration"}
                return self._define(kind, path, body)
            case Decimal(precision, scale, int(size)):
                body = {**_decimal("fixed", precision, scale), "size": size}
                return self._define(kind, path, body)
        return None

    def _define(self, kind: Type, path: str, body: dict[str, Any]) -> Any:
        wanted = ".".join(valid_name(part) for part in path.split("."))
        name = self._claim(wanted, kind)
        return wanted if name is None else {"name": name, **body}

    def _claim(self, name: str, kind: Type) -> str | None:
        """Return a free full name for ``kind``; None when ``name`` is already this type."""
        if self._defined.get(name) == kind:
            return None
        while name in self._defined:
            name += "_"
        self._defined[name] = kind
        return name


def valid_name(name: str) -> str:
    """Return ``name`` with every character that Avro forbids replaced by an underscore."""
    if _NAME.fullmatch(name):
        return name
    plain = _NOT_NAME.sub("_", name)
    return plain if _NAME.fullmatch(plain) else f"_{plain}"


def base_type(kind: Type) -> str:
    """Return the Avro primitive whose bits carry a type that Avro has not."""
    match kind:
        case Int(bits, signed):
            return "int" if bits < 32 or (bits == 32 and signed) else "long"
        case Float():
            return "float"
        case Time(unit):
            return "int" if unit in ("s", "ms") else "long"
        case Timestamp():
            return "long"
        case Decimal():
            return "bytes"
    raise SchemaError(f"no Avro type carries {kind!r}")


def _decimal(base: str, precision: int, scale: int) -> dict[str, Any]:
    return {"type": base, "logicalType": "decimal", "precision": precision, "scale": scale}
