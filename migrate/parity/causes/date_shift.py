"""A date or time is off by a day, or counted from another epoch."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.equal import seconds
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
    if subject.family not in (Family.DATE, Family.TIMESTAMP):
        return
    for days, detail in ((1, "+1 day"), (-1, "-1 day")):
        yield _shifted(days, detail)
    if subject.family is Family.TIMESTAMP:
        yield Attempt(
            "cut to the day", old=lambda v: f"{seconds(v)} // {_DAY} * {_DAY}", new=seconds
        )
    for days, epoch in _EPOCHS.items():
        yield _shifted(days, f"epoch {epoch}")
        yield _shifted(-days, f"epoch {epoch}")


def _shifted(days: int, detail: str) -> Attempt:
    return Attempt(detail, old=lambda v: f"{seconds(v)} + {days * _DAY}", new=seconds)


CAUSE = Cause("date-shift", "a date is off by a day or counted from another epoch", _attempts)
