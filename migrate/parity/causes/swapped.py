"""Two columns were exchanged."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Neighbour, Subject
from migrate.parity.types import Family

_MOST = 8


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.lifted or subject.family is Family.BOOL or subject.is_two_valued:
        return  # two values change places by chance
    same = [n for n in subject.neighbours if n.type.sql == subject.type.sql]
    for other in same[:_MOST]:
        yield _exchanged(subject, other)


def _exchanged(subject: Subject, other: Neighbour) -> Attempt:
    back = sql.same(other.new, f"l{subject.place}")
    return Attempt(
        f"with {other.name}",
        old=lambda _v: other.old,
        when=f"{other.code} = 2 AND {back}",
    )


CAUSE = Cause("swapped-columns", "two columns were exchanged", _attempts)
