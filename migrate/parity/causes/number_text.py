"""The same number or time in another notation: Java prints 1.0E10, Python 10000000000.0."""

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family


def _as_number(value: str) -> str:
    """A text that is a number, as Python prints it; any other text as it is."""
    return f"COALESCE(CAST(TRY_CAST({value} AS DOUBLE) AS VARCHAR), {value})"


def _as_float(value: str) -> str:
    return f"COALESCE(CAST(TRY_CAST({value} AS FLOAT) AS VARCHAR), {value})"


def _as_time(value: str) -> str:
    return f"COALESCE(CAST(TRY_CAST({value} AS TIMESTAMP) AS VARCHAR), {value})"


def _as_bool(value: str) -> str:
    return f"COALESCE(CAST(TRY_CAST({value} AS BOOLEAN) AS VARCHAR), {value})"


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is Family.STRING:
        yield Attempt("number", old=_as_number, new=_as_number)
        yield Attempt("time", old=_as_time, new=_as_time)
        yield Attempt("truth value", old=_as_bool, new=_as_bool)
        yield Attempt("number of float32", old=_as_float, new=_as_float)


CAUSE = Cause("notation", "the same value is written in another notation", _attempts)
