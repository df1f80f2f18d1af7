"""Record types from Avro schemas, in the view of Scala: nullable fields are options."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bridges.featran.getters.types import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    STRING,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    Type,
)
from migrate.errors import BadInput

_PRIMITIVES: dict[str, Type] = {
    "boolean": BOOLEAN,
    "int": INT,
    "long": LONG,
    "float": FLOAT,
    "double": DOUBLE,
    "string": STRING,
}


def avro_records(path: Path) -> dict[str, RecordOf]:
    """Every record of an Avro schema file by simple name; raises BadInput."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(
            f"this is not an Avro schema: {error}",
            where=str(path),
            next_step="give a JSON schema file (.avsc)",
        ) from error
    found = _Records()
    found.read(document)
    if not found.records:
        raise BadInput(
            "this schema defines no record",
            where=str(path),
            next_step="give the schema of the records that the spec reads",
        )
    return found.records


class _Records:
    """The named types met so far; a type that is still open stays opaque."""

    def __init__(self) -> None:
        self.records: dict[str, RecordOf] = {}
        self.named: dict[str, Type] = {}

    def read(self, schema: Any) -> Type:
        match schema:
            case str():
                return _PRIMITIVES.get(schema) or self._reference(schema)
            case list():
                return self._union(schema)
            case {"type": "record" | "error"}:
                return self._record(schema)
            case {"type": "enum", "name": name}:
                self.named[_simple(name)] = STRING
                return STRING
            case {"type": "array", "items": items}:
                return SeqOf(self.read(items))
            case {"type": "map", "values": values}:
                return MapOf(STRING, self.read(values))
            case {"logicalType": logical}:
                return Prim(str(logical))
            case {"type": inner}:
                return self.read(inner)
        return Prim(str(schema))

    def _reference(self, name: str) -> Type:
        return self.named.get(_simple(name), Prim(name))

    def _union(self, branches: list[Any]) -> Type:
        others = [b for b in branches if b != "null"]
        if len(others) != 1:
            return Prim("union")
        inner = self.read(others[0])
        return OptionOf(inner) if len(others) < len(branches) else inner

    def _record(self, schema: dict[str, Any]) -> Type:
        name = _simple(schema["name"])
        self.named[name] = Prim(name)
        fields = tuple((str(f["name"]), self.read(f["type"])) for f in schema["fields"])
        record = RecordOf(name, fields)
        self.records[name] = record
        self.named[name] = record
        return record


def _simple(name: str) -> str:
    return name.rpartition(".")[2]
