"""Writes record batches as an Avro container file.

The sync marker is the start of the SHA-256 of schema, codec and first block, so the same
rows give the same file, and no two different files share a marker by design.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from bridges.avro.codecs import CODECS
from bridges.avro.encode_program import compile_encoder
from bridges.avro.encoder import Encoder
from bridges.avro.errors import AvroError
from bridges.avro.header import SYNC_SIZE, encode_header
from bridges.avro.varint import encode_long
from bridges.avro.wire import parse_wire
from bridges.files import create
from bridges.schema import Schema

#: Large enough to pack well, small enough to split well: four times Java's default.
BLOCK_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Written:
    """What a finished file holds."""

    rows: int
    bytes: int


class AvroWriter:
    """Writes batches to an open stream; ``finish`` writes the last block."""

    def __init__(
        self, stream: Any, schema: Schema, codec: str = "deflate", block_bytes: int = BLOCK_BYTES
    ) -> None:
        if codec not in CODECS:
            raise AvroError(f"no codec {codec!r}", next_step=f"choose one of {', '.join(CODECS)}")
        self._stream = stream
        self._codec = codec
        self._text = schema_text(schema)
        self._arrow = Schema.from_avro(self._text).to_arrow()
        program = compile_encoder(parse_wire(self._text), Schema.from_avro(self._text))
        self._encoder = Encoder(program, block_bytes)
        self._sync: bytes | None = None
        self._rows = 0
        self._bytes = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Append the rows of ``batch``, whose columns are those of the schema, in any order."""
        for rows, data in self._encoder.blocks(self._fitted(batch), batch.num_rows):
            self._block(rows, data)

    def finish(self) -> Written:
        """Write what is left; a file without rows gets its header."""
        rows, data = self._encoder.take()
        if rows or self._sync is None:
            self._block(rows, data)
        return Written(self._rows, self._bytes)

    def _fitted(self, batch: pa.RecordBatch) -> list[pa.Array]:
        columns = []
        for field in self._arrow:
            index = batch.schema.get_field_index(field.name)
            if index < 0:
                raise AvroError("the rows to write lack this column", where=field.name)
            columns.append(_same_type(batch.column(index), field))
        return columns

    def _block(self, rows: int, data: bytes) -> None:
        if self._sync is None:
            self._sync = _sync_marker(self._text, self._codec, data)
            self._emit(encode_header(self._text, self._codec, self._sync))
        if rows:
            packed = CODECS[self._codec].compress(data)
            self._emit(encode_long(rows) + encode_long(len(packed)))
            self._emit(packed)
            self._emit(self._sync)
        self._rows += rows

    def _emit(self, data: bytes) -> None:
        self._stream.write(data)
        self._bytes += len(data)


def schema_text(schema: Schema) -> str:
    """Avro JSON: the source's own text where the source was Avro."""
    source = schema.source
    if source is not None and source.format == "avro":
        return source.body.decode("utf-8")
    return json.dumps(schema.to_avro())


def write_file(
    uri: str,
    batches: Iterable[pa.RecordBatch],
    schema: Schema,
    codec: str = "deflate",
    block_bytes: int = BLOCK_BYTES,
    *,
    overwrite: bool = False,
) -> Written:
    """Write a whole file; it appears under its name only when it is complete."""
    with create(uri, overwrite=overwrite) as stream:
        writer = AvroWriter(stream, schema, codec, block_bytes)
        for batch in batches:
            writer.write(batch)
        return writer.finish()


def _same_type(column: pa.Array, field: pa.Field) -> pa.Array:
    if _same_layout(column.type, field.type):
        return column
    try:
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        what = f"a column of {column.type} cannot be written as {field.type}: {error}"
        raise AvroError(what, where=field.name) from error


def _same_layout(one: pa.DataType, other: pa.DataType) -> bool:
    """Whether the buffers are the same; names and nullability inside do not matter here."""
    if one.num_fields == 0 or one.id != other.id or one.num_fields != other.num_fields:
        return bool(one == other)
    return all(map(_same_layout, _inner_types(one), _inner_types(other)))


def _inner_types(kind: pa.DataType) -> list[pa.DataType]:
    if pa.types.is_map(kind):
        return [kind.key_type, kind.item_type]
    if pa.types.is_struct(kind):
        return [kind[index].type for index in range(kind.num_fields)]
    return [kind.value_type]


def _sync_marker(text: str, codec: str, first_block: bytes) -> bytes:
    digest = hashlib.sha256(f"{len(text)} {text} {codec} ".encode())
    digest.update(first_block)
    return digest.digest()[:SYNC_SIZE]
