"""A file's format is told by its bytes."""

from __future__ import annotations

import gzip
import struct
import zlib
from pathlib import Path

import google_crc32c
import pytest

from bridges.errors import BridgeError
from bridges.files import Format, detect


def frame(record: bytes) -> bytes:
    def masked(data: bytes) -> bytes:
        crc = int.from_bytes(google_crc32c.Checksum(data).digest(), "big")
        return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)

    length = struct.pack("<Q", len(record))
    return length + masked(length) + record + masked(record)


def wrong(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


RECORDS = frame(b"x" * 300_000) + frame(b"")
KNOWN = {
    "avro": (b"Obj\x01 and so on", Format.AVRO),
    "parquet": (b"PAR1 and so on", Format.PARQUET),
    "tfrecord": (RECORDS, Format.TFRECORD),
    "tfrecord of an empty record": (frame(b""), Format.TFRECORD),
    "gzip": (gzip.compress(RECORDS), Format.TFRECORD),
    "zlib": (zlib.compress(RECORDS), Format.TFRECORD),
    "zlib, fast": (zlib.compress(RECORDS, 1), Format.TFRECORD),
}
UNKNOWN = {
    "nothing": (b"", "is empty"),
    "text": (b'{"a": 1}\n', "begins with 7b 22 61"),
    "orc": (b"ORC....", "is ORC"),
    "encrypted": (b"PARE....", "encrypted"),
    "gzip of text": (gzip.compress(b"text"), "compressed, and holds no TFRecord"),
    "gzip cut off": (b"\x1f\x8b\x08", "neither"),
    "a length alone": (RECORDS[:8], "neither"),
    "a wrong checksum": (wrong(RECORDS, 9), "byte 0: is TFRecord, but (.|\n)* byte 300016"),
    "a wrong length": (wrong(frame(b"x" * 99) * 2, 1), "is TFRecord, but (.|\n)* at byte 115"),
    "a wrong checksum of the only record": (wrong(frame(b"x"), 9), "is TFRecord, but"),
    "a wrong checksum inside gzip": (gzip.compress(wrong(frame(b"") * 2, 9)), "is TFRecord, but"),
    "a wrong length of the only record": (wrong(frame(b"x"), 0), "neither"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_knows(name: str, tmp_path: Path) -> None:
    data, expected = KNOWN[name]
    (tmp_path / "x.misleading").write_bytes(data)
    assert detect(str(tmp_path / "x.misleading")) is expected


@pytest.mark.parametrize("name", UNKNOWN)
def test_refuses(name: str, tmp_path: Path) -> None:
    data, message = UNKNOWN[name]
    (tmp_path / "x.avro").write_bytes(data)
    with pytest.raises(BridgeError, match=message) as caught:
        detect(str(tmp_path / "x.avro"))
    assert "x.avro" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BridgeError, match="nowhere"):
        detect(str(tmp_path / "nowhere"))
