"""Hashes of texts and numbers that data jobs keep in columns, by name."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bridges.featran.jvm.order import java_hash
from migrate.parity.farmhash import fingerprint64
from migrate.parity.murmur import (
    murmur,
    murmur64,
    murmur64_of_long,
    murmur_of_long,
    scala,
    spark,
    spark_of_number,
)

_M32: Final = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class HashFunction:
    """``of`` gives the number without a sign; None for a text that it is not about."""

    bits: int
    of: Callable[[str], int | None]


def _digest(name: str, size: int) -> Callable[[str], int]:
    """The first bytes of a digest as a number."""

    def of(value: str) -> int:
        digest = hashlib.new(name, value.encode(), usedforsecurity=False).digest()
        return int.from_bytes(digest[:size], "big")

    return of


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


#: Of whole digests, as hex digits; ``int(digest, 16)`` modulo a number of buckets is theirs too.
DIGESTS: Final[Mapping[str, HashFunction]] = {
    "md5": HashFunction(128, _digest("md5", 16)),
    "sha1": HashFunction(160, _digest("sha1", 20)),
    "sha256": HashFunction(256, _digest("sha256", 32)),
}
#: Of texts; numbers count as their digits.
TEXTS: Final[Mapping[str, HashFunction]] = {
    "farmhash": HashFunction(64, lambda value: fingerprint64(value.encode())),
    "murmur3": HashFunction(32, murmur),
    "murmur3-scala": HashFunction(32, scala),
    "murmur3-x64": HashFunction(64, murmur64),
    "murmur3-spark": HashFunction(32, spark),
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
    "murmur3-long": HashFunction(32, _of_number(murmur_of_long)),
    "murmur3-x64-long": HashFunction(64, _of_number(murmur64_of_long)),
    "murmur3-spark-int": HashFunction(32, _of_number(lambda n: spark_of_number(n, 32), 32)),
    "murmur3-spark-long": HashFunction(32, _of_number(lambda n: spark_of_number(n, 64))),
    "java-long": HashFunction(32, _of_number(lambda n: (n ^ n >> 32) & _M32)),
}
FUNCTIONS: Final[Mapping[str, HashFunction]] = {**TEXTS, **NUMBERS}
