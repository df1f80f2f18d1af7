"""Rows by position moved: a row more or less before them. The whole row is OLD's, further up."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject

#: Stretches that a detail lists.
_LISTED = 3


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.lifted or not subject.shifts:
        return
    listed = [f"by {shift.by:+d} from row {shift.start}" for shift in subject.shifts[:_LISTED]]
    more = len(subject.shifts) - _LISTED
    yield Attempt(
        ", ".join(listed) + (f" and {more} more" if more > 0 else ""),
        old=lambda _v: f"r{subject.place}",  # what OLD's row has so much before, as `moved` says
        when="k0 IN (SELECT k0 FROM moved)",
    )


CAUSE = Cause("shifted-rows", "a row more or less before moved the rows", _attempts)
