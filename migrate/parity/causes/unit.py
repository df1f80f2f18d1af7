"""Another unit: seconds, milliseconds, microseconds; percent; kilo and kibi; minutes and hours."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.parity.causes.base import Attempt, Cause, Subject, floored, share
from migrate.parity.equal import Clock
from migrate.parity.types import Family

_FACTORS = (1000, 1_000_000, 1_000_000_000, 100, 60, 3600, 86400, 1024, 1_048_576, 10)


def _attempts(subject: Subject) -> Iterator[Attempt]:
    clock = subject.clock
    if clock is not None and subject.family is not Family.DATE:
        yield from _times(clock, numbers=subject.family is not Family.STRING)
    elif subject.family in (Family.INT, Family.FLOAT, Family.DECIMAL):
        for factor in _FACTORS:
            yield from _scaled(subject, factor)


def _scaled(subject: Subject, factor: int) -> Iterator[Attempt]:
    kind = "HUGEINT" if subject.family is Family.INT else "DOUBLE"
    if share(subject, lambda a, b: _is_times(a, b, factor)):
        yield Attempt(
            f"× {factor}",
            old=lambda v: f"CAST({v} AS {kind}) * {factor}",
            close=subject.precision,
        )
    if share(subject, lambda a, b: _is_times(b, a, factor)):
        divide = "//" if subject.family is Family.INT else "/"
        yield Attempt(
            f"÷ {factor}",
            old=lambda v: f"CAST({v} AS {kind}) {divide} {factor}",
            close=subject.precision,
        )


def _is_times(small: object, large: object, factor: int) -> bool:
    """Whether one is about the multiple of the other: a division may have lost its rest."""
    a, b = float(small), float(large)  # type: ignore[arg-type]
    return a != 0 and abs(a * factor - b) <= max(factor, 1e-6 * abs(b)) and b != 0


def _times(clock: Clock, *, numbers: bool) -> Iterator[Attempt]:
    read = clock.read
    for factor in (1000, 1_000_000) if numbers else ():
        yield Attempt(
            f"× {factor}",
            old=lambda v, f=factor: f"{read(v)} * {f}",  # type: ignore[misc]
            new=read,
        )
        yield Attempt(
            f"÷ {factor}",
            old=lambda v, f=factor: f"{read(v)} // {f}",  # type: ignore[misc]
            new=read,
        )
    for micros, name in ((1, "microseconds"), (1000, "milliseconds"), (1_000_000, "seconds")):
        ticks = micros * clock.per_micro
        yield Attempt(f"cut to {name}", old=floored(clock, ticks), new=read)
        yield Attempt(
            f"cut to {name}, towards 1970",
            old=lambda v, t=ticks: f"{read(v)} // {t} * {t}",  # type: ignore[misc]
            new=read,
        )


CAUSE = Cause("unit", "a value is in another unit", _attempts)
