"""An integer went through a narrower type, was cut off at its end, or lost or gained a sign."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.sql import Expr
from migrate.parity.types import Family


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family is not Family.INT:
        return
    for bits in (64, 32, 16, 8):
        yield Attempt(f"wrapped to int{bits}", old=_wrapped(bits, signed=True))
        yield Attempt(f"wrapped to uint{bits}", old=_wrapped(bits, signed=False))
        most, least = 2 ** (bits - 1) - 1, -(2 ** (bits - 1))
        yield Attempt(f"capped at int{bits}", old=_capped(least, most))
        yield Attempt(f"capped at uint{bits}", old=_capped(0, 2**bits - 1))


def _wrapped(bits: int, *, signed: bool) -> Expr:
    modulus, offset = 2**bits, 2 ** (bits - 1) if signed else 0
    return lambda v: (
        f"(((CAST({v} AS HUGEINT) + {offset}) % {modulus} + {modulus}) % {modulus} - {offset})"
    )


def _capped(least: int, most: int) -> Expr:
    return lambda v: f"least(greatest(CAST({v} AS HUGEINT), {least}), {most})"


CAUSE = Cause("overflow", "an integer left the range of its type", _attempts)
