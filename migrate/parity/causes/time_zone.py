"""A wall clock of another time zone: shifted by quarters of an hour, up to 14 hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.text_times import instant_of
from migrate.parity.types import Family

_QUARTER = timedelta(minutes=15)
_MOST = timedelta(hours=14)
_OFFSETS = 4
_NONE = timedelta.max


def _attempts(subject: Subject) -> Iterator[Attempt]:
    clock = subject.clock
    if clock is None or subject.family is Family.DATE:
        return
    gaps = Counter(
        gap
        for old, new in subject.values()
        if not (gap := _gap(old, new)) % _QUARTER and abs(gap) <= _MOST
    )
    for gap, _ in sorted(gaps.most_common(_OFFSETS), key=lambda item: (-item[1], item[0])):
        ticks = round(gap.total_seconds() * 1e6) * clock.per_micro
        yield Attempt(
            _hours(gap),
            old=lambda v, t=ticks: f"{clock.read(v)} + {t}",  # type: ignore[misc]
            new=clock.read,
        )


def _gap(old: datetime | int | str, new: datetime | int | str) -> timedelta:
    """Of two times, two numbers of nanoseconds, or two texts; none where a text is no time."""
    if isinstance(old, str) and isinstance(new, str):
        before, after = instant_of(old), instant_of(new)
        return after - before if before and after else _NONE
    if isinstance(old, datetime) and isinstance(new, datetime):
        return new - old
    assert isinstance(old, int) and isinstance(new, int), "times of one type"
    return timedelta(microseconds=max(min((new - old) // 1000, 10**15), -(10**15)))


def _hours(gap: timedelta) -> str:
    minutes = round(gap.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


CAUSE = Cause("time-zone", "a time is of another time zone", _attempts)
