"""A record's schema, with the source it came from kept verbatim beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pyarrow as pa

from bridges.errors import SchemaError
from bridges.schema.arrow_in import field_from_arrow, plain_field
from bridges.schema.arrow_out import PAVED_NAME, arrow_field, bare_field
from bridges.schema.as_json import field_from_json, field_to_json
from bridges.schema.avro_in import parse_type
from bridges.schema.avro_out import AvroSchema
from bridges.schema.model import Field, Record, refuse_duplicates

if TYPE_CHECKING:
    from tensorflow_metadata.proto.v0.schema_pb2 import Schema as MetadataSchema

#: The field that holds the value of an Avro schema that is not a record.
VALUE = "value"


@dataclass(frozen=True, slots=True)
class Source:
    """The source's own schema: Avro JSON text, or an Arrow schema's IPC bytes."""

    format: Literal["avro", "arrow"]
    body: bytes


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of every row. ``wrapped``: the source's rows are bare values, not records.

    Two schemas are equal when their fields and names are, whatever source they came from.
    """

    fields: tuple[Field, ...]
    name: str = ""
    wrapped: bool = False
    source: Source | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        refuse_duplicates((f.name for f in self.fields), self.name or "schema")

    @classmethod
    def from_avro(cls, avro: str | bytes | dict[str, Any] | list[Any]) -> Schema:
        """Return the schema that Avro JSON (text or parsed) describes."""
        text = avro if isinstance(avro, str | bytes) else json.dumps(avro)
        try:
            parsed = json.loads(text)
        except ValueError:
            parsed = text if isinstance(text, str) else text.decode("utf-8", "replace")
        kind, nullable = parse_type(parsed)
        body = text.encode() if isinstance(text, str) else text
        source = Source("avro", body)
        if isinstance(kind, Record) and not nullable:
            return cls(kind.fields, kind.name, source=source)
        return cls((Field(VALUE, kind, nullable),), wrapped=True, source=source)

    def to_avro(self) -> Any:
        """Return parsed Avro JSON: the source's own when it was Avro, else a derived one."""
        if self.source is not None and self.source.format == "avro":
            return _parsed(self.source.body)
        return AvroSchema().record(Record(self.fields, self.name or "Row"), "Row")

    @classmethod
    def from_arrow(cls, arrow: pa.Schema) -> Schema:
        """Return the schema whose values are those of ``arrow``, and keep ``arrow`` itself."""
        metadata = arrow.metadata or {}
        name = metadata.get(PAVED_NAME, b"").decode()
        fields = tuple(field_from_arrow(f) for f in arrow)
        body = arrow.serialize().to_pybytes()
        return cls(fields, name, source=Source("arrow", body))

    def to_arrow(self) -> pa.Schema:
        """Return the one Arrow form that readers give and writers take."""
        fields = [arrow_field(f, plain_field(bare_field(f))) for f in self.fields]
        return pa.schema(fields, {PAVED_NAME: self.name.encode()} if self.name else None)

    def source_arrow(self) -> pa.Schema | None:
        """Return the source's own Arrow schema, or None when it was not Arrow."""
        if self.source is None or self.source.format != "arrow":
            return None
        return pa.ipc.read_schema(pa.py_buffer(self.source.body))

    def select(self, names: list[str]) -> Schema:
        """Return the schema of some columns, in its own order; refuse unknown names."""
        unknown = sorted(set(names) - {f.name for f in self.fields})
        if unknown:
            known = ", ".join(f.name for f in self.fields)
            raise SchemaError(f"no column {unknown[0]!r}", next_step=f"choose among: {known}")
        return Schema(tuple(f for f in self.fields if f.name in names), self.name, self.wrapped)

    def to_json(self) -> dict[str, Any]:
        """Return the fields as JSON values; the source is a file of its own."""
        value: dict[str, Any] = {"name": self.name}
        if self.wrapped:
            value["wrapped"] = True
        return {**value, "fields": [field_to_json(f) for f in self.fields]}

    @classmethod
    def from_json(cls, value: Any, source: Source | None = None) -> Schema:
        """Return the schema written by :meth:`to_json`."""
        if not isinstance(value, dict) or not isinstance(value.get("fields"), list):
            raise SchemaError("not a schema of this format: it has no list of fields")
        fields = tuple(field_from_json(f) for f in value["fields"])
        wrapped = bool(value.get("wrapped", False))
        return cls(fields, str(value.get("name", "")), wrapped, source)

    def to_tfmd(self, float64: str = "exact") -> MetadataSchema:
        """Return the tensorflow-metadata schema of the features this schema becomes."""
        from bridges.features import Float64, make_plan
        from bridges.features.tfmd import metadata_schema

        return metadata_schema(make_plan(self, Float64(float64)))


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8")
