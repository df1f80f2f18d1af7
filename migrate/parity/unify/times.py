"""Rules for days and points in time."""

from __future__ import annotations

from typing import Final

from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Type, scalar
from migrate.parity.unify.unified import HUGEINT, Unified, to_type

_TIMESTAMP: Final = scalar("TIMESTAMP")
_EPOCH: Final = {0: "epoch", 3: "epoch_ms", 6: "epoch_us", 9: "epoch_ns"}


def timestamps(left: Type, right: Type) -> Unified:
    """Points in time of two resolutions, with or without a zone."""
    if 9 in (left.size, right.size):
        nanos = _nanoseconds
        return Unified(Compatibility.CONVERTIBLE, HUGEINT, nanos(left), nanos(right), instant=True)
    return Unified(Compatibility.CONVERTIBLE, _TIMESTAMP, _wall_clock(left), _wall_clock(right))


def _nanoseconds(kind: Type) -> Expr:
    if kind.size == 9:
        return lambda value: f"CAST(epoch_ns({value}) AS HUGEINT)"
    return lambda value: f"CAST(epoch_us({value}) AS HUGEINT) * 1000"


def _wall_clock(kind: Type) -> Expr:
    """An instant as its time in UTC, without asking the engine's time zone."""
    if kind.zoned:
        return lambda value: f"make_timestamp(epoch_us({value}))"
    return to_type("TIMESTAMP")


def date_and_timestamp(left: Type, right: Type) -> Unified:
    """A day is its midnight."""
    if right.size == 9:
        nanos = _nanoseconds(right)
        return Unified(
            Compatibility.CONVERTIBLE,
            HUGEINT,
            lambda value: f"CAST(epoch_us(CAST({value} AS TIMESTAMP)) AS HUGEINT) * 1000",
            nanos,
            instant=True,
        )
    del left
    return Unified(Compatibility.CONVERTIBLE, _TIMESTAMP, to_type("TIMESTAMP"), _wall_clock(right))


def date_and_int(left: Type, right: Type) -> Unified:
    """Days since 1970."""
    del left, right
    return _beside_int(lambda value: f"{value} - DATE '1970-01-01'")


def timestamp_and_int(left: Type, right: Type) -> Unified:
    """Units of the timestamp since 1970."""
    del right
    function = _EPOCH[left.size]
    return _beside_int(lambda value: f"{function}({value})")


def time_and_int(left: Type, right: Type) -> Unified:
    """Microseconds since midnight."""
    del left, right
    return _beside_int(lambda value: f"epoch_us(DATE '1970-01-01' + {value})")


def _beside_int(number: Expr) -> Unified:
    """A time, as the whole number that it is, beside whole numbers."""
    return Unified(
        Compatibility.CONVERTIBLE,
        HUGEINT,
        lambda value: f"CAST({number(value)} AS HUGEINT)",
        to_type("HUGEINT"),
    )
