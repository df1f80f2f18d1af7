"""A date or time is off by a day, or counted from another epoch."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, floored
from migrate.parity.equal import Clock
from migrate.parity.types import Family

_DAY = 86_400_000_000
_EPOCHS = {
    25_567: "1900-01-01",
    25_568: "1899-12-31",
    25_569: "1899-12-30 (spreadsheets)",
    24_107: "1904-01-01 (spreadsheets)",
    719_162: "0001-01-01",
    719_163: "0000-12-31",
    3_653: "1980-01-01",
    10_957: "2000-01-01",
    11_323: "2001-01-01",
}


def _attempts(subject: Subject) -> Iterator[Attempt]:
    clock = subject.clock
    if clock is None:
        return
    day = _DAY * clock.per_micro
    for days, detail in ((1, "+1 day"), (-1, "-1 day")):
        yield _shifted(clock, days, detail)
    if subject.family is not Family.DATE:
        yield Attempt("cut to the day", old=floored(clock, day), new=clock.read)
    for days, epoch in _EPOCHS.items():
        yield _shifted(clock, days, f"epoch {epoch}")
        yield _shifted(clock, -days, f"epoch {epoch}")


def _shifted(clock: Clock, days: int, detail: str) -> Attempt:
    ticks = days * _DAY * clock.per_micro
    return Attempt(detail, old=lambda v: f"{clock.read(v)} + {ticks}", new=clock.read)


CAUSE = Cause("date-shift", "a date is off by a day or counted from another epoch", _attempts)
