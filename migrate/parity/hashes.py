"""Hashes of texts that data jobs keep in columns, and the forms in which they keep them.

A :class:`Form` is a function and what is made of its result: hex digits, or a number with or
without a sign, or the number of a bucket. Its ``spec`` is a text, so that the engine's function
``parity_hash`` can be asked for it by SQL.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from bridges.featran.jvm.order import java_hash
from bridges.featran.jvm.utf16 import units
from migrate.parity.farmhash import fingerprint64

_REMEMBERED: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class HashFunction:
    """``of`` gives the number without a sign; None for a text that it is not about."""

    bits: int
    of: Callable[[str], int | None]


class View(StrEnum):
    """What becomes of the sign of a hash."""

    SIGNED = ""
    UNSIGNED = "unsigned"
    ABSOLUTE = "abs"
    """Java's ``Math.abs``, which keeps the least number negative."""
    POSITIVE = "positive"
    """Without its highest bit: ``h & Integer.MAX_VALUE``."""


@dataclass(frozen=True, slots=True)
class Form:
    """``digits``: so many hex digits from the left, 0 for a number. ``buckets``: modulo, or 0;
    ``remainder``: with the sign of the hash, as Java's and SQL's % have it."""

    function: str
    view: View = View.SIGNED
    buckets: int = 0
    remainder: bool = False
    digits: int = 0
    upper: bool = False

    def __str__(self) -> str:
        """In words: ``farmhash unsigned mod 100``, ``md5[:16]``."""
        if self.digits:
            whole = self.digits * 4 == FUNCTIONS[self.function].bits
            shown = self.function if whole else f"{self.function}[:{self.digits}]"
            return f"{shown} in capitals" if self.upper else shown
        parts = [self.function, self.view.value]
        if self.buckets:
            parts.append(f"{'remainder' if self.remainder else 'mod'} {self.buckets}")
        return " ".join(part for part in parts if part)

    @property
    def spec(self) -> str:
        """What :func:`form_of` reads."""
        return (
            f"{self.function}/{self.view.value}/{self.buckets}/{int(self.remainder)}"
            f"/{self.digits}/{int(self.upper)}"
        )

    @property
    def values(self) -> int:
        """How many values it can have, about."""
        if self.digits:
            return int(16**self.digits)
        return self.buckets or 1 << FUNCTIONS[self.function].bits

    def apply(self, value: str) -> str | None:
        """The form of a text's hash: hex digits, or a decimal number."""
        function = FUNCTIONS[self.function]
        number = hashed(self.function, value)
        if number is None:
            return None
        if self.digits:
            digits = f"{number:0{function.bits // 4}x}"[: self.digits]
            return digits.upper() if self.upper else digits
        return str(self._bucket(viewed([number], function.bits, self.view)[0]))

    def _bucket(self, number: int) -> int:
        if not self.buckets:
            return number
        if self.remainder and number < 0:
            return -(-number % self.buckets)
        return number % self.buckets


def viewed(numbers: Sequence[int], bits: int, view: View) -> Sequence[int]:
    """Hashes without a sign in one of their views."""
    half, whole = 1 << bits - 1, 1 << bits
    match view:
        case View.SIGNED:
            return [n - whole if n >= half else n for n in numbers]
        case View.UNSIGNED:
            return numbers
        case View.ABSOLUTE:
            return [whole - n if n > half else -n if n == half else n for n in numbers]
        case View.POSITIVE:
            return [n & half - 1 for n in numbers]


@lru_cache(maxsize=1024)
def form_of(spec: str) -> Form:
    """The form of a :attr:`Form.spec`."""
    function, view, buckets, remainder, digits, upper = spec.split("/")
    return Form(
        function, View(view), int(buckets), bool(int(remainder)), int(digits), bool(int(upper))
    )


def hash_of(spec: str, value: str) -> str:
    """The engine's ``parity_hash``; an empty text where the function is not about such a value."""
    return form_of(spec).apply(value) or ""


@lru_cache(maxsize=_REMEMBERED)
def hashed(function: str, value: str) -> int | None:
    """The number without a sign, of a function by name."""
    return FUNCTIONS[function].of(value)


def _digest(name: str, size: int) -> Callable[[str], int]:
    """The first bytes of a digest as a number."""

    def of(value: str) -> int:
        digest = hashlib.new(name, value.encode(), usedforsecurity=False).digest()
        return int.from_bytes(digest[:size], "big")

    return of


def _murmur(value: str) -> int:
    import mmh3

    return int(mmh3.hash(value.encode(), signed=False))


def _murmur64(value: str) -> int:
    """The first half of MurmurHash3_x64_128."""
    import mmh3

    return int(mmh3.hash64(value.encode(), signed=False)[0])


_M32: Final = (1 << 32) - 1
_M64: Final = (1 << 64) - 1
_SCALA_SEED: Final = 0xF7CA7FD2
_SPARK_SEED: Final = 42


def _scala(value: str) -> int:
    """scala.util.hashing.MurmurHash3.stringHash: pairs of UTF-16 code units, the first one high."""
    text = units(value)
    h = _SCALA_SEED
    for i in range(0, len(text) - 1, 2):
        h = _mix(h, (text[i] << 16) + text[i + 1])
    if len(text) % 2:
        h ^= _scrambled(text[-1])
    return _final(h ^ len(text))


def _spark(value: str) -> int:
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


def _of_number(of: Callable[[int], int], size: int = 64) -> Callable[[str], int | None]:
    """A hash of a whole number of ``size`` bits; the texts are those that the engine prints."""

    def known(value: str) -> int | None:
        try:
            number = int(value)
        except ValueError:
            return None
        fits = -(1 << size - 1) <= number < 1 << size - 1
        return of(number & (1 << size) - 1) if fits and str(number) == value else None

    return known


def _blocks(number: int, size: int) -> int:
    """Spark SQL's hash() of an int or a bigint."""
    h = _SPARK_SEED
    for shift in range(0, size, 32):
        h = _mix(h, number >> shift & _M32)
    return _final(h ^ size // 8)


def _murmur_of_long(number: int) -> int:
    import mmh3

    return int(mmh3.hash(number.to_bytes(8, "little"), signed=False))


def _murmur64_of_long(number: int) -> int:
    import mmh3

    return int(mmh3.hash64(number.to_bytes(8, "little"), signed=False)[0])


#: Of whole digests, as hex digits; ``int(digest, 16)`` modulo a number of buckets is theirs too.
DIGESTS: Final[Mapping[str, HashFunction]] = {
    "md5": HashFunction(128, _digest("md5", 16)),
    "sha1": HashFunction(160, _digest("sha1", 20)),
    "sha256": HashFunction(256, _digest("sha256", 32)),
}
#: Of texts; numbers count as their digits.
TEXTS: Final[Mapping[str, HashFunction]] = {
    "farmhash": HashFunction(64, lambda value: fingerprint64(value.encode())),
    "murmur3": HashFunction(32, _murmur),
    "murmur3-scala": HashFunction(32, _scala),
    "murmur3-x64": HashFunction(64, _murmur64),
    "murmur3-spark": HashFunction(32, _spark),
    "java": HashFunction(32, java_hash),
    "crc32": HashFunction(32, lambda value: zlib.crc32(value.encode())),
    **{
        f"{name}-{8 * size}": HashFunction(8 * size, _digest(name, size))
        for name in DIGESTS
        for size in (8, 4)
    },
    **DIGESTS,
}
#: Of whole numbers: as eight bytes, or as they are.
NUMBERS: Final[Mapping[str, HashFunction]] = {
    "number": HashFunction(64, _of_number(lambda n: n)),
    "murmur3-long": HashFunction(32, _of_number(_murmur_of_long)),
    "murmur3-x64-long": HashFunction(64, _of_number(_murmur64_of_long)),
    "murmur3-spark-int": HashFunction(32, _of_number(lambda n: _blocks(n, 32), 32)),
    "murmur3-spark-long": HashFunction(32, _of_number(lambda n: _blocks(n, 64))),
    "java-long": HashFunction(32, _of_number(lambda n: (n ^ n >> 32) & _M32)),
}
FUNCTIONS: Final[Mapping[str, HashFunction]] = {**TEXTS, **NUMBERS}
