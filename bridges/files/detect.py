"""Tells a data file's format by its bytes; names and extensions do not count."""

from __future__ import annotations

import struct
import zlib
from enum import Enum
from typing import Final

from bridges.errors import BridgeError, CorruptData
from bridges.files.damage import headers, next_record
from bridges.files.filesystem import open_input

_HEAD: Final = 64 * 1024
_LENGTH: Final = struct.Struct("<QI")


class Format(Enum):
    """What a file holds."""

    AVRO = "avro"
    PARQUET = "parquet"
    TFRECORD = "tfrecord"


#: Formats that are no input of ours, named so that the message helps.
_FOREIGN: Final = {
    b"PARE": "Parquet with an encrypted footer",
    b"ORC": "ORC",
    b"ARROW1": "an Arrow IPC file",
    b"SEQ": "a Hadoop SequenceFile",
    b"\x28\xb5\x2f\xfd": "a zstandard file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"PK\x03\x04": "a zip file",
}


def detect(uri: str) -> Format:
    """The format of the file at ``uri``; anything else is refused with its first bytes."""
    with open_input(uri) as file:
        head: bytes = file.read(_HEAD)
    if not head:
        raise BridgeError("is empty", where=uri, next_step="remove it, or write the file again")
    if head.startswith(b"Obj\x01"):
        return Format.AVRO
    if head.startswith(b"PAR1"):
        return Format.PARQUET
    if _is_tfrecord(head) or _is_tfrecord(_inflated(head)) or _is_empty_stream(head):
        return Format.TFRECORD
    _refuse_damaged(uri, head)
    raise BridgeError(
        _what_it_is(head),
        where=uri,
        next_step="give Avro container files, Parquet files or TFRecord files",
    )


def _refuse_damaged(uri: str, head: bytes) -> None:
    """Raise if the file is TFRecord but for its first length."""
    with open_input(uri) as file:
        size = file.size()
        after = next_record(file, head, size)
    inside = _inflated(head)
    if after is None and not len(headers(inside)):
        return
    raise CorruptData(
        "is TFRecord, but the checksum of its first record's length is wrong",
        where=f"{uri} at byte 0" if after is not None else f"{uri} at byte 0, uncompressed",
        next_step="restore the file" + _what_is_left(after, size),
    )


def _what_is_left(after: int | None, size: int) -> str:
    if after is None or after == size:
        return ""
    return f", or do without its first record: the next one begins at byte {after}"


def _what_it_is(head: bytes) -> str:
    for magic, name in _FOREIGN.items():
        if head.startswith(magic):
            return f"is {name}"
    if _inflated(head):
        return "is compressed, and holds no TFRecord inside"
    return f"is neither Avro nor Parquet nor TFRecord (begins with {head[:12].hex(' ')})"


def _inflated(head: bytes) -> bytes:
    """The first bytes inside GZIP or ZLIB, or nothing."""
    return _inflate(head)[0]


def _is_empty_stream(head: bytes) -> bool:
    """Whether GZIP or ZLIB ends with nothing inside: what Beam calls a shard without records."""
    return _inflate(head) == (b"", True)


def _inflate(head: bytes) -> tuple[bytes, bool]:
    """The first bytes inside GZIP or ZLIB, and whether the stream ends there."""
    if head[:2] != b"\x1f\x8b" and not (head[:1] == b"\x78" and len(head) > 1):
        return b"", False
    try:
        # 32 + 15: either header; a head that is cut off is no error here.
        engine = zlib.decompressobj(wbits=47)
        return engine.decompress(head, _HEAD), engine.eof
    except zlib.error:
        return b"", False


def _is_tfrecord(head: bytes) -> bool:
    """Whether the first frame's length carries its right checksum."""
    if len(head) < _LENGTH.size:
        return False
    _, stated = _LENGTH.unpack_from(head)
    crc = _crc32c(head[:8])
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return bool(masked == stated)


def _crc32c(data: bytes) -> int:
    """CRC-32C bit by bit: only ever eight bytes, and no kernel to compile for them."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
