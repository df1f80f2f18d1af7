"""A text was cut at a maximum length."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.STRING:
        return
    longest = max((len(new) for old, new in subject.values() if old.startswith(new)), default=0)
    if longest and share(subject, lambda a, b: a[:longest] == b) >= 0.5:
        yield Attempt(f"to {longest} characters", old=lambda v: f"left({v}, {longest})")


CAUSE = Cause("text-cut", "a text was cut", _attempts)
