"""Functions of the engine that SQL has not: slow ones, called for differing values only."""

from __future__ import annotations

import hashlib
import unicodedata
import zlib
from typing import Any, Final


def register(connection: Any) -> None:
    """Give the connection all ``parity_…`` functions."""
    for name, (function, parameters, result) in _FUNCTIONS.items():
        connection.create_function(name, function, list(parameters), result)


def levenshtein(left: str, right: str) -> int:
    """Edit distance in code points: Wagner and Fischer's algorithm, one row at a time."""
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        diagonal, row[0] = row[0], i
        for j, b in enumerate(right, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (a != b))
    return row[-1]


def bytes_apart(left: bytes, right: bytes) -> int:
    """How many bytes differ, the rest of the longer one included."""
    size = min(len(left), len(right))
    both = int.from_bytes(left[:size], "big") ^ int.from_bytes(right[:size], "big")
    same = both.to_bytes(size, "big").count(0)
    return max(len(left), len(right)) - same


def nfkc(value: str) -> str:
    """Unicode compatibility composition."""
    return unicodedata.normalize("NFKC", value)


def recode(value: str, written: str, read: str) -> str:
    """A text whose bytes in one encoding are read in another; as it is where that fails."""
    try:
        errors = "replace" if written == read else "strict"
        return value.encode(written, errors).decode(read)
    except UnicodeError:
        return value


def reverse(value: bytes) -> bytes:
    """The bytes from last to first."""
    return value[::-1]


def hash_of(function: str, value: str) -> str:
    """A hash as its decimal number, or as hex digits."""
    data = value.encode()
    match function:
        case "murmur3":
            return str(_signed(murmur3(data)))
        case "java":
            return str(_signed(_java(value)))
        case "crc32":
            return str(zlib.crc32(data))
        case _:
            return hashlib.new(function, data, usedforsecurity=False).hexdigest()


def _java(value: str) -> int:
    """String.hashCode: over UTF-16 code units."""
    units = value.encode("utf-16-be")
    total = 0
    for i in range(0, len(units), 2):
        total = (31 * total + (units[i] << 8 | units[i + 1])) & 0xFFFFFFFF
    return total


def murmur3(data: bytes, seed: int = 0) -> int:
    """MurmurHash3_x86_32 of Austin Appleby, in the public domain."""
    h = seed
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        h ^= _mixed(int.from_bytes(data[i : i + 4], "little"))
        h = ((h << 13 | h >> 19) * 5 + 0xE6546B64) & 0xFFFFFFFF
    if len(data) > whole:
        h ^= _mixed(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = (h ^ h >> shift) * factor & 0xFFFFFFFF
    return h ^ h >> 16


def _mixed(block: int) -> int:
    block = block * 0xCC9E2D51 & 0xFFFFFFFF
    return (block << 15 | block >> 17) * 0x1B873593 & 0xFFFFFFFF


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value


_FUNCTIONS: Final[dict[str, tuple[Any, tuple[str, ...], str]]] = {
    "parity_levenshtein": (levenshtein, ("VARCHAR", "VARCHAR"), "BIGINT"),
    "parity_bytes": (bytes_apart, ("BLOB", "BLOB"), "BIGINT"),
    "parity_nfkc": (nfkc, ("VARCHAR",), "VARCHAR"),
    "parity_recode": (recode, ("VARCHAR", "VARCHAR", "VARCHAR"), "VARCHAR"),
    "parity_reverse": (reverse, ("BLOB",), "BLOB"),
    "parity_hash": (hash_of, ("VARCHAR", "VARCHAR"), "VARCHAR"),
}
