"""Tells a TFRecord file whose first record is damaged from a file of another kind."""

from __future__ import annotations

import struct
from typing import Any, Final

import numpy as np

#: A length and its checksum stand before a record, a checksum after it.
HEADER: Final = struct.Struct("<QI")
_FOOTER: Final = 4
_POLYNOMIAL: Final = 0x82F63B78


def next_record(file: Any, head: bytes, size: int) -> int | None:
    """The place of the first whole header after byte 0, or the size where the one record ends.

    ``file`` can seek, ``head`` is its beginning. None if nothing speaks for TFRecord.
    """
    if len(head) < HEADER.size:
        return None
    length, _ = HEADER.unpack_from(head)
    stated = int(HEADER.size + length + _FOOTER)
    if stated == size:
        return size
    if stated + HEADER.size <= size:
        file.seek(stated)
        if len(headers(file.read(HEADER.size))):
            return stated
    found = headers(head[1:])
    return int(found[0]) + 1 if len(found) else None


def headers(data: bytes) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The places at which eight bytes and the masked checksum behind them agree."""
    count = len(data) - HEADER.size + 1
    if count < 1:
        return np.empty(0, np.int64)
    octets = np.frombuffer(data, np.uint8).astype(np.uint32)
    crc, table = np.full(count, 0xFFFFFFFF, np.uint32), _table()
    for i in range(8):
        crc = table[(crc ^ octets[i : i + count]) & 0xFF] ^ (crc >> 8)
    crc = ~crc
    masked = ((crc >> 15) | (crc << 17)) + np.uint32(0xA282EAD8)
    shifts = (octets[8 + i : 8 + i + count] << (8 * i) for i in range(4))
    return np.flatnonzero(masked == sum(shifts))


def _table() -> np.ndarray[Any, np.dtype[np.uint32]]:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = (table >> 1) ^ np.where(table & 1, np.uint32(_POLYNOMIAL), np.uint32(0))
    return table
