"""The blocks of a container file, read from any byte range of it.

A block belongs to the range in which its first byte lies, so ranges that cover a file
give every block once, whatever their borders.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from bridges.avro.codecs import MAX_BLOCK_BYTES, CodecError
from bridges.avro.errors import CorruptAvro
from bridges.avro.header import SYNC_SIZE, Header
from bridges.avro.varint import Malformed, Truncated, read_long

_CHUNK: Final = 1 << 20
#: Two longs open a block.
_MAX_PREFIX: Final = 20
#: More rows than this in one block are a damaged count.
_MAX_ROWS: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Block:
    """``rows`` encoded rows; ``offset`` is where the block begins in its file."""

    offset: int
    rows: int
    data: Any


@dataclass(frozen=True, slots=True)
class ByteRange:
    """Bytes ``start`` to ``end`` (exclusive) of a file."""

    start: int
    end: int


def splits(size: int, target_bytes: int) -> tuple[ByteRange, ...]:
    """Ranges of about ``target_bytes`` that cover a file of ``size`` bytes, none of them tiny."""
    count = max(1, round(size / max(1, target_bytes)))
    borders = [size * index // count for index in range(count + 1)]
    return tuple(ByteRange(*pair) for pair in pairwise(borders))


def read_blocks(
    file: Any, header: Header, byte_range: ByteRange | None = None, limit: int = MAX_BLOCK_BYTES
) -> Iterator[Block]:
    """The unpacked blocks that begin in ``byte_range`` (all of them when it is None)."""
    window = _Window(file, header, limit)
    end = byte_range.end if byte_range else None
    position = _first_block(window, byte_range.start if byte_range else 0)
    while position is not None and (end is None or position < end):
        if not window.load(position, 1):
            return
        block, position = _read_block(window, position)
        if block.rows:
            yield block
        # A block may be large: none may live on while the next one is read.
        del block


class _Window:
    """A moving view of the file: small blocks cost no read call each."""

    def __init__(self, file: Any, header: Header, limit: int) -> None:
        self.file = file
        self.header = header
        self.limit = limit
        self.start = 0
        self.data: bytes = b""

    def load(self, position: int, size: int) -> int:
        """Makes ``size`` bytes from ``position`` visible; how many there are is returned."""
        inside = position - self.start
        if not (inside >= 0 and inside + size <= len(self.data)):
            self.file.seek(position)
            self.data = b""
            self.data, self.start = self.file.read(max(size, _CHUNK)), position
        return min(size, max(0, self.start + len(self.data) - position))

    def forget(self) -> None:
        """Let go of the bytes; an unpacked block that is a view of them keeps them."""
        self.data = b""

    def view(self, position: int, size: int) -> memoryview:
        """Bytes that ``load`` made visible."""
        inside = position - self.start
        return memoryview(self.data)[inside : inside + size]

    def corrupt(self, what: str, offset: int) -> CorruptAvro:
        """The error to raise about the block at ``offset``."""
        return CorruptAvro(what, uri=self.header.uri, offset=offset)


def _first_block(window: _Window, start: int) -> int | None:
    """The first place at or after ``start`` that follows a sync marker."""
    header = window.header
    if start <= header.size:
        return header.size
    position = start - SYNC_SIZE
    while window.load(position, _CHUNK) >= SYNC_SIZE:
        found = window.data.find(header.sync, position - window.start)
        if found >= 0:
            return window.start + found + SYNC_SIZE
        # A marker may lie across the border of two chunks.
        position = window.start + len(window.data) - SYNC_SIZE + 1
    return None


def _read_block(window: _Window, offset: int) -> tuple[Block, int]:
    """The block at ``offset`` and the position behind its sync marker."""
    rows, size, prefix = _block_prefix(window, offset)
    if size > window.limit:
        what = f"a block of {size} bytes is larger than the limit of {window.limit}"
        raise window.corrupt(what, offset)
    body = offset + prefix
    if window.load(body, size + SYNC_SIZE) < size + SYNC_SIZE:
        raise window.corrupt(f"the file ends inside a block of {size} bytes", offset)
    if window.view(body + size, SYNC_SIZE) != window.header.sync:
        raise window.corrupt("the block does not end in the file's sync marker", offset)
    try:
        data = window.header.codec.decompress(window.view(body, size), window.limit)
    except CodecError as error:
        codec = window.header.codec_name
        raise window.corrupt(f"the block cannot be unpacked ({codec}): {error}", offset) from error
    if size > _CHUNK:
        # Packed and unpacked bytes of a large block are not held together while it is decoded.
        window.forget()
    return Block(offset, rows, data), body + size + SYNC_SIZE


def _block_prefix(window: _Window, offset: int) -> tuple[int, int, int]:
    """Rows, payload size, and how many bytes said so."""
    data = window.view(offset, window.load(offset, _MAX_PREFIX))
    try:
        rows, position = read_long(data, 0)
        size, position = read_long(data, position)
    except Truncated as error:
        raise window.corrupt("the file ends inside a block's header", offset) from error
    except Malformed as error:
        raise window.corrupt("no block begins here", offset) from error
    if not 0 <= rows < _MAX_ROWS or size < 0:
        raise window.corrupt(f"a block states {rows} rows in {size} bytes", offset)
    return rows, size, position
