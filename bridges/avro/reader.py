"""Reads Avro container files as record batches of ``Schema.to_arrow()`` form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyarrow as pa

from bridges.avro.blocks import ByteRange, read_blocks
from bridges.avro.blocks import splits as split_bytes
from bridges.avro.decoder import BATCH_ROWS, Decoder
from bridges.avro.errors import SchemaMismatch
from bridges.avro.header import Header, read_header
from bridges.avro.program import Program, compile_program
from bridges.avro.wire import Wire, parse_wire
from bridges.errors import BridgeError, SchemaError, located
from bridges.files import open_input
from bridges.schema import Schema


@dataclass(frozen=True, slots=True)
class View:
    """How a file is seen: the reader's schema (None: the file's own) and its columns."""

    schema: str | None = None
    columns: tuple[str, ...] | None = None


def header_of(uri: str) -> Header:
    """The header of the file at ``uri``."""
    with open_input(uri) as file:
        return read_header(file, uri)


def schema_of(uri: str, view: View = View()) -> Schema:  # frozen
    """The schema of the batches that :func:`read_batches` gives."""
    text = view.schema or header_of(uri).schema
    with located(uri):
        return _seen(text, view.columns)[1]


def splits(uri: str, target_bytes: int) -> tuple[ByteRange, ...]:
    """Byte ranges of about ``target_bytes`` that together give every row of the file once."""
    with open_input(uri) as file:
        return split_bytes(file.size(), target_bytes)


def read_batches(
    uri: str,
    view: View = View(),  # frozen
    byte_range: ByteRange | None = None,
    rows: int = BATCH_ROWS,
) -> Iterator[pa.RecordBatch]:
    """The rows of the blocks that begin in ``byte_range``, in batches of at most ``rows``."""
    with open_input(uri) as file:
        header = read_header(file, uri)
        with located(uri):
            program, schema = _program(header.schema, view)
        decoder = Decoder(program, schema, rows)
        yield from decoder.batches(read_blocks(file, header, byte_range), uri)


@lru_cache(maxsize=64)
def _program(writer: str, view: View) -> tuple[Program, pa.Schema]:
    wire, schema = _seen(view.schema or writer, view.columns)
    return compile_program(parse_wire(writer), wire, schema), schema.to_arrow()


def _seen(text: str, columns: tuple[str, ...] | None) -> tuple[Wire, Schema]:
    schema = Schema.from_avro(text)
    wire = parse_wire(text)
    if columns is None or schema.wrapped:
        return wire, schema
    chosen = schema.select(list(columns))
    # A name Avro forbids is written differently there, so fields pair by position.
    pairs = zip(schema.fields, wire.fields, strict=True)
    names = frozenset(member.name for field, member in pairs if field.name in columns)
    return wire.select(names), chosen


def common_schema(uris: Sequence[str], reader: str | None = None) -> str:
    """The one schema text to read all files with: ``reader``, or the one they share.

    Files whose schemas differ are refused unless ``reader`` resolves every one of them.
    """
    texts = {uri: header_of(uri).schema for uri in uris}
    first = next(iter(texts.values()))
    chosen = reader or first
    for uri, text in texts.items():
        with located(uri):
            Schema.from_avro(text)
        if reader is None and parse_wire(text) != parse_wire(first):
            raise SchemaError(
                f"its schema differs from that of {uris[0]}",
                where=uri,
                next_step="name the reader's schema with --schema, or `latest`",
            )
        _refuse_unreadable(text, chosen, uri)
    return chosen


def latest_schema(uris: Sequence[str]) -> str:
    """The schema text of the last file by name, once it is proven to read all the others."""
    return common_schema(uris, header_of(max(uris)).schema)


def _refuse_unreadable(writer: str, reader: str, uri: str) -> None:
    try:
        _program(writer, View(reader))
    except BridgeError as error:
        where = ", ".join(part for part in (uri, error.where) if part)
        raise SchemaMismatch(error.what, where=where, next_step=error.next_step) from error
