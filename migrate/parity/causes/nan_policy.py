"""NaN became null or null became NaN; NaN or an infinity became zero."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.FLOAT:
        return
    kind = subject.type.sql
    yield Attempt("NaN became null", old=lambda v: f"CASE WHEN NOT isnan({v}) THEN {v} END")
    yield Attempt("null became NaN", old=lambda v: f"COALESCE({v}, 'nan'::{kind})")
    yield Attempt("NaN became 0", old=lambda v: f"CASE WHEN isnan({v}) THEN 0 ELSE {v} END")
    yield Attempt("not finite became null", old=lambda v: f"CASE WHEN isfinite({v}) THEN {v} END")
    yield Attempt(
        "not finite became 0", old=lambda v: f"CASE WHEN isfinite({v}) THEN {v} ELSE 0 END"
    )


CAUSE = Cause("nan-policy", "NaN and infinities are treated in another way", _attempts)
