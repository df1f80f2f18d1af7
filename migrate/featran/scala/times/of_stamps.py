"""Members of dates with times, of instants and of durations."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, New
from bridges.featran.getters.types import RecordOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import as_int, quotient, remainder
from migrate.featran.scala.times.kinds import DATE, DATE_TIME, DURATION, OFFSET, ZONED
from migrate.featran.scala.times.orders import ORDERS, Member
from migrate.featran.scala.times.parsing import instant_of, seconds_of
from migrate.featran.scala.times.statics import UNITS, stamp_of, take_zone, whole_units

_NANOS = 1_000_000_000


def _clock(unit: int, size: int) -> Member:
    """A part of the time of day: whole units, within the next greater one."""

    def of(e: Expr, call: Call) -> Expr:
        return as_int(remainder(quotient(Field(e, "nano"), unit), size))

    return of


def _zoned(kind: RecordOf) -> Member:
    def of(e: Expr, call: Call) -> Expr:
        take_zone(call)
        return stamp_of(call, e, kind)

    return of


def _seconds(e: Expr, call: Call) -> Expr:
    _needs_zone(e, call)
    return seconds_of(e)


def _instant(e: Expr, call: Call) -> Expr:
    _needs_zone(e, call)
    return instant_of(e)


def _needs_zone(e: Expr, call: Call) -> None:
    """A LocalDateTime is told the zone; the others have it."""
    if e.type == DATE_TIME:
        take_zone(call)


def _same_stamp(kind: RecordOf) -> Member:
    def of(e: Expr, call: Call) -> Expr:
        if e.type == DATE_TIME:
            take_zone(call)
        else:
            call.take_optional()
        return New(kind, (Field(e, "day"), Field(e, "nano")))

    return of


def _millis(e: Expr, call: Call) -> Expr:
    return whole_units(call, New(DURATION, (Field(e, "second"), Field(e, "nano"))), 10**6)


def _whole(unit: str) -> Member:
    return lambda e, call: whole_units(call, e, UNITS[unit])


OF_STAMP: dict[str, Member] = {
    "getHour": _clock(3600 * _NANOS, 24),
    "getMinute": _clock(60 * _NANOS, 60),
    "getSecond": _clock(_NANOS, 60),
    "getNano": _clock(1, _NANOS),
    "toLocalDate": lambda e, _call: New(DATE, (Field(e, "day"),)),
    "toEpochSecond": _seconds,
    "toInstant": _instant,
    "atZone": _same_stamp(ZONED),
    "atOffset": _same_stamp(OFFSET),
    "toLocalDateTime": _same_stamp(DATE_TIME),
    **ORDERS,
}
OF_INSTANT: dict[str, Member] = {
    "toEpochMilli": _millis,
    "getEpochSecond": lambda e, _call: Field(e, "second"),
    "getNano": lambda e, _call: as_int(Field(e, "nano")),
    "atZone": _zoned(ZONED),
    "atOffset": _zoned(OFFSET),
    **{name: order for name, order in ORDERS.items() if name != "isEqual"},
}
OF_DURATION: dict[str, Member] = {
    "toMillis": _whole("MILLIS"),
    "toNanos": _whole("NANOS"),
    "toSeconds": lambda e, _call: Field(e, "second"),
    "getSeconds": lambda e, _call: Field(e, "second"),
    "getNano": lambda e, _call: as_int(Field(e, "nano")),
    "toMinutes": _whole("MINUTES"),
    "toHours": _whole("HOURS"),
    "toDays": _whole("DAYS"),
}
