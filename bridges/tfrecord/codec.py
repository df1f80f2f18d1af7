"""How a TFRecord file is compressed: found from its first bytes, undone and done as a stream."""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO, Protocol, cast

import numpy as np
from isal import isal_zlib

from bridges.errors import CorruptData
from bridges.kernels.crc32c import masked_crc32c
from bridges.kernels.frames import HEADER

#: ISA-L's fastest level: a tenth more bytes than zlib's 6, nine times as fast.
LEVEL = 1
_CHUNK = 1 << 20
# isal declares the class as if it were an instance.
_StreamError = cast(type[Exception], isal_zlib.error)
_GZIP_MAGIC = b"\x1f\x8b"
_DEFLATE = 8


class Compression(StrEnum):
    """The three forms that TensorFlow reads; the value is its name there."""

    NONE = ""
    GZIP = "GZIP"
    ZLIB = "ZLIB"


#: The ``wbits`` that zlib knows each form by.
_WBITS = {Compression.GZIP: 31, Compression.ZLIB: 15}


class Source(Protocol):
    """Bytes in order."""

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; none only at the end."""


class Compressor(Protocol):
    """Turns pieces into the bytes of a file."""

    def compress(self, data: memoryview, /) -> bytes:
        """Return what is ready so far."""

    def flush(self) -> bytes:
        """Return the rest."""


class _Plain:
    def compress(self, data: memoryview, /) -> bytes:
        return bytes(data)

    def flush(self) -> bytes:
        return b""


def compressor(compression: Compression) -> Compressor:
    """Return a compressor whose output depends on the input alone: its header bears no time."""
    if compression is Compression.NONE:
        return _Plain()
    made: Compressor = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, _WBITS[compression])
    return made


def detect(head: bytes, name: str) -> Compression:
    """Return the compression of a file that begins with ``head``."""
    if not head or _is_record(head):
        return Compression.NONE
    if head.startswith(_GZIP_MAGIC):
        return Compression.GZIP
    if len(head) >= 2 and head[0] & 15 == _DEFLATE and (head[0] << 8 | head[1]) % 31 == 0:
        return Compression.ZLIB
    raise CorruptData(
        "not a TFRecord file: the first length and its checksum do not agree",
        where=f"{name} at byte 0",
        next_step="check the path; the file may be truncated, or of another format",
    )


def _is_record(head: bytes) -> bool:
    if len(head) < HEADER:
        return False
    data = np.frombuffer(head, np.uint8)
    stored = int.from_bytes(head[8:12], "little")
    return int(masked_crc32c(data.ctypes.data, 8)) & 0xFFFFFFFF == stored


def plain_bytes(stream: BinaryIO, name: str) -> Source:
    """Return the uncompressed bytes of a stream, whatever form it has."""
    head = stream.read(HEADER)
    compression = detect(head, name)
    raw = _Joined(head, stream)
    return raw if compression is Compression.NONE else _Inflated(raw, compression, name)


class _Joined:
    """Some bytes, then a stream."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        if self._head:
            head, self._head = self._head[:size], self._head[size:]
            return head
        return self._stream.read(size)


class _Inflated:
    """Undoes gzip (of any number of members) or zlib."""

    def __init__(self, source: Source, compression: Compression, name: str) -> None:
        self._source = source
        self._taken = 0
        self._compression = compression
        self._name = name
        self._engine = isal_zlib.decompressobj(_WBITS[compression])
        self._waiting = b""

    def read(self, size: int, /) -> bytes:
        while True:
            if self._engine.eof and not self._next_member():
                return b""
            data = self._waiting or self._more()
            if not data:
                return self._end()
            plain = self._inflate(data, size)
            if plain:
                return plain

    def _inflate(self, data: bytes, size: int) -> bytes:
        try:
            plain: bytes = self._engine.decompress(data, size)
        except _StreamError as e:
            raise CorruptData(
                f"the {self._compression} stream is damaged ({e})",
                where=self._name,
                next_step="restore the file; what follows the damage cannot be read",
            ) from e
        self._waiting = (
            self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
        )
        return plain

    def _more(self) -> bytes:
        data = self._source.read(_CHUNK)
        self._taken += len(data)
        return data

    def _next_member(self) -> bool:
        """Begin another gzip member, if one follows; zeros that fill up the file may, too."""
        end = self._taken - len(self._waiting)
        self._waiting = (self._waiting or self._more()).lstrip(b"\0")
        if not self._waiting:
            return False
        if len(self._waiting) < len(_GZIP_MAGIC):
            self._waiting += self._more()
        if self._compression is Compression.GZIP and self._waiting.startswith(_GZIP_MAGIC):
            self._engine = isal_zlib.decompressobj(_WBITS[self._compression])
            return True
        raise CorruptData(
            f"after the end of the {self._compression} stream come bytes that are none "
            f"({self._waiting[:8].hex(' ')})",
            where=f"{self._name} at byte {end}, compressed",
            next_step=f"cut the file off at byte {end}, or restore it",
        )

    def _end(self) -> bytes:
        raise CorruptData(
            f"the {self._compression} stream ends before its end mark",
            where=self._name,
            next_step="copy the file again, or write it again: it is truncated",
        )
