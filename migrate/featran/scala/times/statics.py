"""What the classes of ``java.time`` give: ``LocalDate.parse(text)``, ``DayOfWeek.MONDAY`` …."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op
from bridges.featran.getters.types import BOOLEAN, INT, LONG, STRING
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times import parsing
from migrate.featran.scala.times.arithmetic import (
    floor_div,
    floor_mod,
    held,
    long,
    minus,
    plus,
    quotient,
    times,
)
from migrate.featran.scala.times.calendar import date_at, date_of
from migrate.featran.scala.times.kinds import (
    DATE,
    DATE_TIME,
    DURATION,
    ENUMS,
    INSTANT,
    KINDS,
    MONTH,
    PACKAGE,
    STAMPS,
    WEEKDAY,
)
from migrate.featran.scala.values import Library, Typed, Value

UTC = Library(f"{PACKAGE}.ZoneOffset.UTC")
_ZONES = frozenset({"UTC", "Z", "GMT", "UT", "Etc/UTC", "+00:00"})
_NANOS = 1_000_000_000
UNITS = {"NANOS": 1, "MICROS": 1000, "MILLIS": 10**6, "SECONDS": _NANOS, "MINUTES": 60 * _NANOS}
UNITS |= {"HOURS": 3600 * _NANOS, "HALF_DAYS": 43_200 * _NANOS, "DAYS": 86_400 * _NANOS}
UNITS |= {"WEEKS": 7 * 86_400 * _NANOS}


def static(path: str, call: Call) -> Value:
    """``path.name(args)`` where ``path`` begins with ``java.time``; raises Refused."""
    short = f"{path}.{call.name}".removeprefix(f"{PACKAGE}.").removeprefix("temporal.")
    if call.name == "now":
        raise call.refuse("the time of the run")
    if not call.lists:
        return constant(short) or Library(f"{path}.{call.name}")
    owner, _, name = short.rpartition(".")
    unit = owner.removeprefix("ChronoUnit.")
    if name == "between" and unit in UNITS:
        return _between(UNITS[unit], call)
    handler = _STATICS.get(short)
    if handler is None:
        raise call.refuse(f"{path}.{call.name} is not known", "FT012")
    return handler(call)


def constant(short: str) -> Value | None:
    """``DayOfWeek.MONDAY``, ``ZoneOffset.UTC``; None for a name of something else."""
    owner, _, name = short.rpartition(".")
    kind = KINDS.get(owner)
    if kind in ENUMS and name in ENUMS[kind]:
        return Typed(New(kind, (Lit(ENUMS[kind].index(name) + 1, INT),)))
    return UTC if short == "ZoneOffset.UTC" else None


def take_zone(call: Call) -> None:
    """An argument that must be UTC; raises Refused for another zone."""
    (node,) = call.take(1)
    check_zone(call, call.reader.expression(node, call.scope))


def check_zone(call: Call, value: Value) -> None:
    """Raises Refused where a value is not UTC."""
    if not isinstance(value, Library) or value.path != UTC.path:
        raise call.refuse("a zone other than UTC")


def _parse(reads: Callable[..., Expr]) -> Callable[[Call], Value]:
    def handler(call: Call) -> Value:
        nodes = call.take(1, 2)
        if len(nodes) == 2:
            raise call.refuse("a format of one's own")
        return Typed(reads(call.reader, call.value(nodes[0], STRING)))

    return handler


def _date(call: Call) -> Value:
    year, month, day = call.take(3)
    number = call.value(month)
    number = Field(number, "value") if number.type == MONTH else number
    found = date_of(call.reader, long(call.value(year)), long(number), long(call.value(day)))
    return Typed(found)


def _date_of_day(call: Call) -> Value:
    (node,) = call.take(1)
    return Typed(date_at(call.reader, call.value(node, LONG)))


def split(call: Call, value: Expr, unit: int, kind: object = INSTANT) -> Expr:
    """A count of units, of which a second has ``unit``, as seconds and nanoseconds."""
    target = DURATION if kind == DURATION else INSTANT

    def of(v: Expr) -> Expr:
        nano = times(floor_mod(v, unit), _NANOS // unit)
        return New(target, (floor_div(v, unit), nano))

    return held(call.reader, "count", value, of)


def _instant(unit: int) -> Callable[[Call], Value]:
    def handler(call: Call) -> Value:
        (node,) = call.take(1)
        return Typed(split(call, call.value(node, LONG), unit))

    return handler


def _duration(nanos: int) -> Callable[[Call], Value]:
    """``Duration.ofHours(n)`` and its kin; below a second by division, above by multiplication."""

    def handler(call: Call) -> Value:
        (node,) = call.take(1)
        value = call.value(node, LONG)
        if nanos < _NANOS:
            return Typed(split(call, value, _NANOS // nanos, DURATION))
        return Typed(New(DURATION, (times(value, nanos // _NANOS), Lit(0, LONG))))

    return handler


def stamp_of(call: Call, instant: Expr, kind: object) -> Expr:
    """An instant's date and time in UTC."""
    target = next(k for k in STAMPS if k == kind)

    def of(i: Expr) -> Expr:
        second = Field(i, "second")
        nano = plus(times(floor_mod(second, 86_400), _NANOS), Field(i, "nano"))
        return date_at(call.reader, floor_div(second, 86_400), target, nano)

    return held(call.reader, "instant", instant, of)


def _stamp_of_seconds(call: Call) -> Value:
    second, nano, zone = call.take(3)
    check_zone(call, call.reader.expression(zone, call.scope))
    part = call.value(nano)
    if part != Lit(0, INT):
        raise call.refuse("nanoseconds other than 0")
    made = New(INSTANT, (call.value(second, LONG), long(part)))
    return Typed(stamp_of(call, made, DATE_TIME))


def _stamp_of_instant(kind: object) -> Callable[[Call], Value]:
    def handler(call: Call) -> Value:
        instant, zone = call.take(2)
        check_zone(call, call.reader.expression(zone, call.scope))
        return Typed(stamp_of(call, call.value(instant, INSTANT), kind))

    return handler


def _zone(call: Call) -> Value:
    (node,) = call.take(1)
    name = call.value(node, STRING)
    if isinstance(name, Lit) and name.value in _ZONES:
        return UTC
    raise call.refuse("a zone other than UTC")


def _enum(kind: object) -> Callable[[Call], Value]:
    target = next(k for k in ENUMS if k == kind)

    def handler(call: Call) -> Value:
        from migrate.featran.scala.times.arithmetic import or_throw, within
        from migrate.featran.scala.times.calendar import ERROR

        (node,) = call.take(1)
        made = held(
            call.reader,
            "value",
            call.value(node, INT),
            lambda v: or_throw(
                within(v, 1, len(ENUMS[target])), New(target, (v,)), ERROR, "no such value"
            ),
        )
        return Typed(made)

    return handler


def _between(nanos: int, call: Call) -> Value:
    first, second = (call.value(n) for n in call.take(2))
    if first.type != second.type:
        raise call.refuse("the time between values of two classes")
    return Typed(whole_units(call, difference(call, first, second), nanos))


def difference(call: Call, first: Expr, second: Expr) -> Expr:
    """The duration from one value to another of the same class."""
    kind = first.type
    if kind == DATE:
        days = minus(Field(second, "day"), Field(first, "day"))
        return New(DURATION, (times(days, 86_400), Lit(0, LONG)))
    if kind not in (*STAMPS, INSTANT):
        raise call.refuse(f"the time between values of {kind}")
    point = (lambda e: e) if kind == INSTANT else parsing.instant_of
    return held(
        call.reader,
        "a",
        first,
        lambda a: held(call.reader, "b", second, lambda b: _apart(call, point(a), point(b))),
    )


def _apart(call: Call, first: Expr, second: Expr) -> Expr:
    def of(a: Expr, b: Expr) -> Expr:
        nanos = minus(Field(b, "nano"), Field(a, "nano"))
        seconds = minus(Field(b, "second"), Field(a, "second"))
        whole = plus(seconds, floor_div(nanos, _NANOS))
        return New(DURATION, (whole, floor_mod(nanos, _NANOS)))

    return held(
        call.reader, "i", first, lambda a: held(call.reader, "j", second, lambda b: of(a, b))
    )


def whole_units(call: Call, duration: Expr, nanos: int) -> Expr:
    """How many whole units a duration has, towards zero."""

    def of(d: Expr) -> Expr:
        second, nano = Field(d, "second"), Field(d, "nano")
        if nanos < _NANOS:
            return plus(times(second, _NANOS // nanos), floor_div(nano, nanos))
        # Towards zero: a part of a second counts towards the end.
        carry = If(
            Op("<", (second, Lit(0, LONG)), BOOLEAN),
            If(Op(">", (nano, Lit(0, LONG)), BOOLEAN), Lit(1, LONG), Lit(0, LONG), LONG),
            Lit(0, LONG),
            LONG,
        )
        return quotient(plus(second, carry), nanos // _NANOS)

    return held(call.reader, "apart", duration, of)


def _duration_between(call: Call) -> Value:
    first, second = (call.value(n) for n in call.take(2))
    if first.type != second.type or first.type == DATE:
        raise call.refuse("the duration between values of two classes, or of dates")
    return Typed(difference(call, first, second))


_STATICS: dict[str, Callable[[Call], Value]] = {
    "LocalDate.parse": _parse(parsing.date),
    "LocalDate.of": _date,
    "LocalDate.ofEpochDay": _date_of_day,
    "LocalDateTime.parse": _parse(parsing.date_time),
    "LocalDateTime.ofEpochSecond": _stamp_of_seconds,
    "LocalDateTime.ofInstant": _stamp_of_instant(DATE_TIME),
    "ZonedDateTime.ofInstant": _stamp_of_instant(STAMPS[1]),
    "OffsetDateTime.ofInstant": _stamp_of_instant(STAMPS[2]),
    "Instant.parse": _parse(parsing.instant),
    "Instant.ofEpochMilli": _instant(1000),
    "Instant.ofEpochSecond": _instant(1),
    "Duration.ofMillis": _duration(10**6),
    "Duration.ofSeconds": _duration(_NANOS),
    "Duration.ofMinutes": _duration(60 * _NANOS),
    "Duration.ofHours": _duration(3600 * _NANOS),
    "Duration.ofDays": _duration(86_400 * _NANOS),
    "Duration.between": _duration_between,
    "ZoneId.of": _zone,
    "ZoneOffset.of": _zone,
    "DayOfWeek.of": _enum(WEEKDAY),
    "Month.of": _enum(MONTH),
}
