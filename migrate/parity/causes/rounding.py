"""A number was rounded or cut to fewer decimals, to significant digits, or to a whole number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrate.parity.causes.base import Attempt, Cause, Subject, share
from migrate.parity.sql import Expr
from migrate.parity.types import Family

_MOST_DECIMALS = 12


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family not in (Family.FLOAT, Family.DECIMAL):
        return
    for decimals in range(_MOST_DECIMALS + 1):
        if share(subject, lambda a, b, d=decimals: _is_rounded(a, b, d)) == 0:  # type: ignore[misc]
            continue
        yield Attempt(f"{decimals} decimals", old=_call("round", decimals), close=1e-15)
        yield Attempt(
            f"{decimals} decimals, half to even", old=_call("round_even", decimals), close=1e-15
        )
        yield Attempt(f"cut to {decimals} decimals", old=_cut(decimals), close=1e-15)
    yield Attempt("floor", old=lambda v: f"floor({v})")
    yield Attempt("ceiling", old=lambda v: f"ceil({v})")


def _is_rounded(_old: Any, new: Any, decimals: int) -> bool:
    """Whether the new value has no more decimals than that."""
    return abs(round(float(new), decimals) - float(new)) <= 1e-15 * abs(float(new))


def _call(function: str, decimals: int) -> Expr:
    return lambda v: f"{function}({v}, {decimals})"


def _cut(decimals: int) -> Expr:
    factor = 10**decimals
    return lambda v: f"trunc(CAST({v} AS DOUBLE) * {factor}) / {factor}"


CAUSE = Cause("rounding", "a number was rounded", _attempts)
