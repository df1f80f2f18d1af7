"""A wall clock of another time zone: shifted by quarters of an hour, up to 14 hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.equal import seconds
from migrate.parity.types import Family

_QUARTER = timedelta(minutes=15)
_MOST = timedelta(hours=14)
_OFFSETS = 4


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.TIMESTAMP:
        return
    gaps = Counter(
        new - old
        for old, new in subject.values()
        if isinstance(old, datetime) and not (new - old) % _QUARTER and abs(new - old) <= _MOST
    )
    for gap, _ in sorted(gaps.most_common(_OFFSETS), key=lambda item: (-item[1], item[0])):
        micros = round(gap.total_seconds() * 1e6)
        yield Attempt(
            _hours(gap),
            old=lambda v, m=micros: f"{seconds(v)} + {m}",  # type: ignore[misc]
            new=seconds,
        )


def _hours(gap: timedelta) -> str:
    minutes = round(gap.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


CAUSE = Cause("time-zone", "a time is of another time zone", _attempts)
