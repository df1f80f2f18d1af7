"""A text was cut at a maximum length."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.functions import cut
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.STRING:
        return
    longest = max((len(new) for old, new in subject.values() if old.startswith(new)), default=0)
    if longest and share(subject, lambda a, b: a[:longest] == b) >= 0.5:
        yield Attempt(f"to {longest} characters", old=lambda v: f"left({v}, {longest})")
    for size in _bytes(subject):
        yield Attempt(f"to {size} bytes", old=lambda v, n=size: f"parity_cut({v}, {n})")  # type: ignore[misc]


def _bytes(subject: Subject) -> Iterator[int]:
    """Of UTF-8; a letter that does not fit goes as a whole, so texts of up to three bytes less."""
    longest = max(
        (len(new.encode()) for old, new in subject.values() if old.startswith(new)), default=0
    )
    for size in range(longest, longest + 4):
        if longest and share(subject, lambda a, b, n=size: cut(a, n) == b) >= 0.5:  # type: ignore[misc]
            yield size
            return


CAUSE = Cause("text-cut", "a text was cut", _attempts)
