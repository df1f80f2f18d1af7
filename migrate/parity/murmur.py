"""MurmurHash3 as the tools of data jobs have it, each with its own reading of a text or a number.

Results are without a sign.
"""

from __future__ import annotations

from typing import Final

from bridges.featran.jvm.utf16 import units

_M32: Final = (1 << 32) - 1
_SCALA_SEED: Final = 0xF7CA7FD2
_SPARK_SEED: Final = 42


def scala(value: str) -> int:
    """scala.util.hashing.MurmurHash3.stringHash: pairs of UTF-16 code units, the first one high."""
    text = units(value)
    h = _SCALA_SEED
    for i in range(0, len(text) - 1, 2):
        h = _mix(h, (text[i] << 16) + text[i + 1])
    if len(text) % 2:
        h ^= _scrambled(text[-1])
    return _final(h ^ len(text))


def spark(value: str) -> int:
    """Spark SQL's hash() of a string: each byte of the tail is a block of its own, with a sign."""
    data = value.encode()
    h = _SPARK_SEED
    whole = len(data) & ~3
    for i in range(0, whole, 4):
        h = _mix(h, int.from_bytes(data[i : i + 4], "little"))
    for byte in data[whole:]:
        h = _mix(h, (byte - 256 if byte > 127 else byte) & _M32)
    return _final(h ^ len(data))


def _mix(h: int, block: int) -> int:
    h ^= _scrambled(block)
    return ((h << 13 | h >> 19) * 5 + 0xE6546B64) & _M32


def _scrambled(block: int) -> int:
    block = block * 0xCC9E2D51 & _M32
    return (block << 15 | block >> 17) * 0x1B873593 & _M32


def _final(h: int) -> int:
    h &= _M32
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h = (h ^ h >> shift) * factor & _M32
    return h ^ h >> 16


def spark_of_number(number: int, size: int) -> int:
    """Spark SQL's hash() of an int or a bigint."""
    h = _SPARK_SEED
    for shift in range(0, size, 32):
        h = _mix(h, number >> shift & _M32)
    return _final(h ^ size // 8)


def murmur(value: str) -> int:
    import mmh3

    return int(mmh3.hash(value.encode(), signed=False))


def murmur64(value: str) -> int:
    """The first half of MurmurHash3_x64_128."""
    import mmh3

    return int(mmh3.hash64(value.encode(), signed=False)[0])


def murmur_of_long(number: int) -> int:
    import mmh3

    return int(mmh3.hash(number.to_bytes(8, "little"), signed=False))


def murmur64_of_long(number: int) -> int:
    import mmh3

    return int(mmh3.hash64(number.to_bytes(8, "little"), signed=False)[0])
