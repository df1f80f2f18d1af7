"""The header of an Avro container file: schema, codec, sync marker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from bridges.avro.codecs import CODECS, Codec
from bridges.avro.errors import AvroError, CorruptAvro
from bridges.avro.varint import Malformed, Truncated, encode_long, read_long

MAGIC: Final = b"Obj\x01"
SYNC_SIZE: Final = 16
_CHUNK: Final = 64 * 1024
#: A header larger than this is no header: schemas of thousands of fields stay far below.
_MAX_HEADER: Final = 64 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """What stands before the first block; ``schema`` is the text as the writer left it."""

    uri: str
    schema: str
    codec_name: str
    sync: bytes
    size: int
    metadata: dict[str, bytes] = field(default_factory=dict)

    @property
    def codec(self) -> Codec:
        """The codec's functions."""
        return CODECS[self.codec_name]


def read_header(file: Any, uri: str) -> Header:
    """The header of an open container file, of which as little as possible is read."""
    file.seek(0)
    data = b""
    while True:
        more = file.read(max(_CHUNK, len(data)))
        data += more
        try:
            return _parse(data, uri)
        except Truncated as error:
            if more and len(data) < _MAX_HEADER:
                continue
            raise CorruptAvro("the header is cut off", uri=uri, offset=len(data)) from error
        except Malformed as error:
            raise CorruptAvro("the header is damaged", uri=uri, offset=0) from error


def _parse(data: bytes, uri: str) -> Header:
    if not data:
        raise AvroError("is empty: not even an Avro header", where=uri)
    if not data.startswith(MAGIC[: len(data)]):
        raise AvroError(
            f"is no Avro container file (begins with {data[:4].hex(' ')})",
            where=uri,
            next_step="`migrate bridge inspect` tells what a file holds",
        )
    metadata, position = _metadata(data, len(MAGIC), uri)
    if position + SYNC_SIZE > len(data):
        raise Truncated
    sync = data[position : position + SYNC_SIZE]
    schema, codec = _schema(metadata, uri), _codec_name(metadata, uri)
    return Header(uri, schema, codec, sync, position + SYNC_SIZE, metadata)


def _metadata(data: bytes, position: int, uri: str) -> tuple[dict[str, bytes], int]:
    """A map of bytes, whose blocks may state their size (negative counts)."""
    found: dict[str, bytes] = {}
    while True:
        count, position = read_long(data, position)
        if count == 0:
            return found, position
        if count < 0:
            _, position = read_long(data, position)
        for _ in range(abs(count)):
            key, position = _chunk(data, position, uri)
            value, position = _chunk(data, position, uri)
            found[key.decode("utf-8", "replace")] = value


def _chunk(data: bytes, position: int, uri: str) -> tuple[bytes, int]:
    size, position = read_long(data, position)
    if not 0 <= size <= _MAX_HEADER:
        raise CorruptAvro(f"the header holds a length of {size}", uri=uri, offset=position)
    if position + size > len(data):
        raise Truncated
    return data[position : position + size], position + size


def _schema(metadata: dict[str, bytes], uri: str) -> str:
    if "avro.schema" not in metadata:
        raise AvroError("its header names no schema (avro.schema)", where=uri)
    try:
        return metadata["avro.schema"].decode("utf-8")
    except UnicodeDecodeError as error:
        raise AvroError(f"its schema is no text: {error}", where=uri) from error


def _codec_name(metadata: dict[str, bytes], uri: str) -> str:
    name = metadata.get("avro.codec", b"null").decode("utf-8", "replace") or "null"
    if name not in CODECS:
        raise AvroError(
            f"is packed with the codec {name!r}, which Avro does not define",
            where=uri,
            next_step=f"write it with one of {', '.join(CODECS)}",
        )
    return name


def encode_header(schema: str, codec: str, sync: bytes) -> bytes:
    """The bytes before the first block."""
    entries = {"avro.codec": codec.encode(), "avro.schema": schema.encode()}
    body = b"".join(_sized(key.encode()) + _sized(value) for key, value in entries.items())
    return MAGIC + encode_long(len(entries)) + body + encode_long(0) + sync


def _sized(data: bytes) -> bytes:
    return encode_long(len(data)) + data
