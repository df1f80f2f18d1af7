"""A hash of another column of the row was made by another function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.types import Family

#: Hex digests by their length, and 32-bit hashes that JVM jobs use.
_HEX = {32: "md5", 40: "sha1", 64: "sha256"}
_INTEGERS = ("murmur3", "java", "crc32")
#: Numbers from here on look like hashes.
_LARGE = 1 << 16
_MOST_SOURCES = 4


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.lifted:
        return
    for source, value in subject.sources[:_MOST_SOURCES]:
        for old, new in _functions(subject):
            yield Attempt(
                f"{old} of {source} became {new}",
                old=lambda _v, n=new, s=value: _hash(subject, n, s),  # type: ignore[misc]
                when=sql.same(f"l{subject.place}", _hash(subject, old, value)),
            )


def _functions(subject: Subject) -> list[tuple[str, str]]:
    """Which functions the values look like: of old and of new."""
    if subject.family is Family.STRING:
        lengths = {(len(a), len(b)) for a, b in subject.values()}
        return [(_HEX[a], _HEX[b]) for a, b in sorted(lengths) if a in _HEX and b in _HEX]
    if subject.family is not Family.INT:
        return []
    large = share(subject, lambda a, b: abs(a) >= _LARGE or abs(b) >= _LARGE)
    return list(permutations(_INTEGERS, 2)) if large > 0.5 else []


def _hash(subject: Subject, function: str, value: str) -> str:
    made = f"parity_hash({sql.text(function)}, {value})"
    if subject.family is Family.STRING:
        return made
    return f"CAST(CAST({made} AS BIGINT) AS {subject.type.sql})"


CAUSE = Cause("hash-function", "a hash was made by another function", _attempts)
