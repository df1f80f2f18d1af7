"""A list was padded or cut, or its nulls were dropped."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.LIST or subject.lifted:
        return
    yield Attempt("nulls were dropped", old=lambda v: f"list_filter({v}, lambda e: e IS NOT NULL)")
    longest = max((len(b) for a, b in subject.values() if len(b) < len(a)), default=0)
    if longest and share(subject, lambda a, b: a[:longest] == b):
        yield Attempt(f"cut to {longest} elements", old=lambda v: f"list_slice({v}, 1, {longest})")


CAUSE = Cause("list-length", "a list was cut, or lost its nulls", _attempts)
