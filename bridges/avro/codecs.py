"""The six codecs of Avro container files, each with a bound on what it may unpack to."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Protocol, cast

import pyarrow as pa
from isal import isal_zlib

#: A block that unpacks to more is refused: readers hold one block in memory.
MAX_BLOCK_BYTES: Final = 256 << 20
#: Deflate cannot do better than this, so small inputs need no bounded (slower) unpacking.
_DEFLATE_MAX_RATIO: Final = 1032
_CHECKSUM: Final = struct.Struct(">I")
# isal's stubs say the class is an instance.
_IsalError = cast("type[Exception]", isal_zlib.error)


class CodecError(Exception):
    """The payload is no output of its codec, or unpacks to more than the bound."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one codec packs and unpacks a block's payload."""

    compress: Callable[[bytes], bytes]
    decompress: Callable[[Any, int], Any]


class _Bounded(Protocol):
    """The decompressor objects of zlib, bz2 and lzma."""

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: Any, max_length: int, /) -> bytes: ...


def _unpack(decompressor: _Bounded, data: Any, limit: int) -> bytes:
    try:
        unpacked = decompressor.decompress(data, limit + 1)
    except (_IsalError, OSError, lzma.LZMAError) as error:
        raise CodecError(str(error)) from error
    _within(len(unpacked), limit)
    if not decompressor.eof:
        raise CodecError("the compressed data ends too early")
    return unpacked


def _within(size: int, limit: int) -> None:
    if size > limit:
        raise CodecError(f"unpacks to {size} bytes or more; the limit is {limit}")


def _deflate(data: bytes) -> bytes:
    return bytes(isal_zlib.compress(data, 1, wbits=-15))


def _inflate(data: Any, limit: int) -> bytes:
    if len(data) * _DEFLATE_MAX_RATIO > limit:
        return _unpack(isal_zlib.decompressobj(wbits=-15), data, limit)
    try:
        return bytes(isal_zlib.decompress(data, wbits=-15, bufsize=8 * len(data) + 64))
    except _IsalError as error:
        raise CodecError(str(error)) from error


def _snap(data: bytes) -> bytes:
    packed: bytes = pa.compress(data, codec="snappy", asbytes=True)
    return packed + _CHECKSUM.pack(zlib.crc32(data))


def _unsnap(data: Any, limit: int) -> Any:
    """Avro adds to raw snappy the CRC-32 of the unpacked bytes."""
    if len(data) < 5:
        raise CodecError("the compressed data ends too early")
    packed, checksum = data[:-4], _CHECKSUM.unpack(data[-4:])[0]
    size = _snappy_size(packed)
    _within(size, limit)
    try:
        unpacked = pa.decompress(packed, size, codec="snappy")
    except OSError as error:
        raise CodecError(str(error)) from error
    if zlib.crc32(unpacked) != checksum:
        raise CodecError("the checksum does not fit")
    return unpacked


def _snappy_size(packed: Any) -> int:
    size = 0
    byte: int
    for index, byte in enumerate(packed[:5]):
        size |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return size
    raise CodecError("states no size")


def _zstd(data: bytes) -> bytes:
    return bytes(pa.compress(data, codec="zstd", asbytes=True))


def _unzstd(data: Any, limit: int) -> bytes:
    try:
        with pa.CompressedInputStream(pa.BufferReader(data), "zstd") as stream:
            unpacked = bytes(stream.read(limit + 1))
    except OSError as error:
        raise CodecError(str(error)) from error
    _within(len(unpacked), limit)
    return unpacked


def _copy(data: Any, limit: int) -> Any:
    _within(len(data), limit)
    return data


CODECS: Final[dict[str, Codec]] = {
    "null": Codec(bytes, _copy),
    "deflate": Codec(_deflate, _inflate),
    "snappy": Codec(_snap, _unsnap),
    "zstandard": Codec(_zstd, _unzstd),
    "bzip2": Codec(bz2.compress, lambda data, limit: _unpack(bz2.BZ2Decompressor(), data, limit)),
    "xz": Codec(lzma.compress, lambda data, limit: _unpack(lzma.LZMADecompressor(), data, limit)),
}
