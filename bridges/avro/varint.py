"""Avro's zig-zag variable-length long, for headers; the kernels have their own."""

from __future__ import annotations

from typing import Any


class Truncated(Exception):
    """The data ends inside a value."""


class Malformed(Exception):
    """A long of more than ten bytes."""


def read_long(data: Any, position: int) -> tuple[int, int]:
    """The long at ``position`` and the position behind it."""
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(data):
            raise Truncated
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value >> 1 ^ -(value & 1), position
    raise Malformed


def encode_long(value: int) -> bytes:
    """The bytes of ``value``."""
    rest = (value << 1) ^ (value >> 63)
    out = bytearray()
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)
    return bytes(out)
