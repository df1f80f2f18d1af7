"""Schemas as files: Avro JSON as it is, an Arrow schema as its IPC bytes inside JSON."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final

import pyarrow as pa

from bridges.errors import SchemaError
from bridges.schema import Schema, Source

AVRO_FILE: Final = "schema.avsc"
ARROW_FILE: Final = "schema.arrow.json"
_ARROW_FORMAT: Final = "paved-road/arrow-schema"


def source_file(schema: Schema) -> tuple[str, bytes]:
    """Name and content of the file that keeps the source's own schema."""
    source = schema.source
    if source is not None and source.format == "arrow":
        return ARROW_FILE, _arrow_text(source.body)
    if source is not None:
        return AVRO_FILE, source.body
    return ARROW_FILE, _arrow_text(schema.to_arrow().serialize().to_pybytes())


def _arrow_text(body: bytes) -> bytes:
    schema = pa.ipc.read_schema(pa.py_buffer(body))
    value = {
        "format": _ARROW_FORMAT,
        "version": 1,
        "fields": [f"{f.name}: {f.type}{'' if f.nullable else ' not null'}" for f in schema],
        "ipc": base64.b64encode(body).decode(),
    }
    return json.dumps(value, indent=1).encode() + b"\n"


def read_source(name: str, body: bytes) -> Source:
    """The source whose schema :func:`source_file` wrote."""
    if name == AVRO_FILE:
        return Source("avro", body)
    try:
        return Source("arrow", base64.b64decode(json.loads(body)["ipc"], validate=True))
    except (ValueError, KeyError, TypeError, binascii.Error) as error:
        raise SchemaError(
            f"is no Arrow schema as this tool writes it: {error}", where=name
        ) from error


def parse_schema(text: str) -> Schema:
    """The schema of an Avro JSON text, or of a ``schema.arrow.json``."""
    try:
        value = json.loads(text)
    except ValueError as error:
        raise SchemaError(
            f"the schema is not JSON: {error}",
            next_step="give an Avro schema, or the schema.arrow.json beside TFRecord shards",
        ) from error
    if isinstance(value, dict) and value.get("format") == _ARROW_FORMAT:
        source = read_source(ARROW_FILE, text.encode())
        return Schema.from_arrow(pa.ipc.read_schema(pa.py_buffer(source.body)))
    return Schema.from_avro(text)
