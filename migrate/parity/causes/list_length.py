"""A list was padded or cut, or its nulls were dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.sql import Expr
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.LIST or subject.lifted:
        return
    yield Attempt("nulls were dropped", old=lambda v: f"list_filter({v}, lambda e: e IS NOT NULL)")
    longest = max((len(b) for a, b in subject.values() if len(b) < len(a)), default=0)
    if longest and share(subject, lambda a, b: a[:longest] == b):
        yield Attempt(f"cut to {longest} elements", old=lambda v: f"list_slice({v}, 1, {longest})")
    yield from _padded(subject)


def _padded(subject: Subject) -> Iterator[Attempt]:
    """One value fills up all lists to one length, in NEW or in OLD."""
    pairs = list(subject.values())
    if pad := _padding(pairs):
        yield Attempt(f"padded to {pad[0]} elements", old=_resized(subject, *pad))
    if pad := _padding([(new, old) for old, new in pairs]):
        yield Attempt(f"no longer padded to {pad[0]} elements", new=_resized(subject, *pad))


def _padding(pairs: list[tuple[Any, Any]]) -> tuple[int, Any] | None:
    """The length and the value that most lists are padded with."""
    found = Counter(
        (len(long), long[-1])
        for short, long in pairs
        if len(short) < len(long)
        and isinstance(long[-1], bool | int | float | str)
        and long == [*short, *[long[-1]] * (len(long) - len(short))]
    )
    for most, count in found.most_common(1):
        return most if count > 1 and 2 * count > len(pairs) else None
    return None


def _resized(subject: Subject, size: int, value: Any) -> Expr:
    filler = f"CAST({sql.literal(value)} AS {subject.type.item.sql})"
    return lambda v: (
        f"CASE WHEN len({v}) < {size} THEN list_resize({v}, {size}, {filler}) ELSE {v} END"
    )


CAUSE = Cause("list-length", "a list was cut or padded, or lost its nulls", _attempts)
