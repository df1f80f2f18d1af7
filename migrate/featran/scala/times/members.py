"""Members of dates, times, instants, durations, weekdays and months."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op
from bridges.featran.getters.types import BOOLEAN, INT, LONG, STRING, RecordOf, Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import (
    as_int,
    choose,
    equal,
    floor_mod,
    held,
    long,
    minus,
    plus,
    quotient,
    remainder,
    times,
)
from migrate.featran.scala.times.calendar import (
    civil,
    date_of,
    epoch_day,
    is_leap,
    month_length,
    months_later,
    moved,
)
from migrate.featran.scala.times.kinds import (
    DATE,
    DATE_TIME,
    DURATION,
    ENUMS,
    INSTANT,
    MONTH,
    OFFSET,
    PACKAGE,
    STAMPS,
    WEEKDAY,
    ZONED,
)
from migrate.featran.scala.times.parsing import instant_of, seconds_of
from migrate.featran.scala.times.statics import UNITS, split, stamp_of, take_zone, whole_units
from migrate.featran.scala.values import Typed, Value

Member = Callable[[Expr, Call], Expr]
_NANOS = 1_000_000_000


def is_time(kind: Type) -> bool:
    """Whether a type is one of ``java.time``."""
    return isinstance(kind, RecordOf) and kind.name.startswith(f"{PACKAGE}.")


def member(expr: Expr, call: Call) -> Value:
    """``value.name(args)``; raises Refused for what is not in the tables."""
    handler = _handler(expr.type, call.name)
    if handler is None:
        raise call.refuse(f"{call.name} of a {expr.type}", "FT012")
    if call.name.startswith(("get", "to", "is", "length", "ordinal", "name")):
        call.take_optional()
    return Typed(held(call.reader, "time", expr, lambda e: handler(e, call)))


def _handler(kind: Type, name: str) -> Member | None:
    found = _MEMBERS.get((kind, name)) if isinstance(kind, RecordOf) else None
    if found is None and kind in STAMPS:
        return _STAMP.get(name) or _of_date(name)
    return found


def _of_date(name: str) -> Member | None:
    """What a date and time has from its date."""
    inner = _MEMBERS.get((DATE, name))
    if inner is None or not name.startswith("get"):
        return None
    return lambda e, call: inner(New(DATE, (Field(e, "day"),)), call)


def _civil(body: Callable[[Expr, Expr, Expr], Expr]) -> Member:
    return lambda e, call: civil(call.reader, Field(e, "day"), body)


def _weekday(e: Expr, call: Call) -> Expr:
    """1970-01-01 was a Thursday."""
    return New(WEEKDAY, (as_int(plus(floor_mod(plus(Field(e, "day"), 3), 7), 1)),))


def _day_of_year(e: Expr, call: Call) -> Expr:
    day = Field(e, "day")

    def of(y: Expr, m: Expr, d: Expr) -> Expr:
        return as_int(plus(minus(day, epoch_day(call.reader, y, Lit(1, LONG), Lit(1, LONG))), 1))

    return civil(call.reader, day, of)


def _days(sign: int) -> Member:
    def of(e: Expr, call: Call) -> Expr:
        (node,) = call.take(1)
        return moved(call.reader, Field(e, "day"), times(_argument(node, call), sign))

    return of


def _argument(node: object, call: Call) -> Expr:
    return call.value(node, LONG)  # type: ignore[arg-type]


def _months(sign: int) -> Member:
    def of(e: Expr, call: Call) -> Expr:
        (node,) = call.take(1)
        return months_later(call.reader, Field(e, "day"), times(_argument(node, call), sign))

    return of


def _with_day(e: Expr, call: Call) -> Expr:
    (node,) = call.take(1)
    day = long(call.value(node, INT))
    return civil(call.reader, Field(e, "day"), lambda y, m, _d: date_of(call.reader, y, m, day))


def _order(operator: str) -> Member:
    """Before, after or at the same time: by the two numbers of the record."""

    def of(e: Expr, call: Call) -> Expr:
        (node,) = call.take(1)
        other = call.value(node)
        if other.type != e.type:
            raise call.refuse("a comparison of two classes")
        return held(call.reader, "other", other, lambda o: _ordered(e, o, operator))

    return of


def _ordered(left: Expr, right: Expr, operator: str) -> Expr:
    assert isinstance(left.type, RecordOf)
    first, *rest = (name for name, _ in left.type.fields)
    last = rest[-1] if rest else first
    whole = Op(operator, (Field(left, last), Field(right, last)), BOOLEAN)
    if not rest:
        return whole
    same = equal(Field(left, first), Field(right, first))
    strict = Op(operator, (Field(left, first), Field(right, first)), BOOLEAN)
    return If(same, whole, strict, BOOLEAN)


def _text(y: Expr, m: Expr, d: Expr) -> Expr:
    """``2020-03-01``; years beyond 9999 have a sign, as those before 0."""
    size = Op("math.abs", (y,), LONG)
    sign = If(
        Op("<", (y, Lit(0, LONG)), BOOLEAN),
        Lit("-", STRING),
        If(Op(">", (y, Lit(9999, LONG)), BOOLEAN), Lit("+", STRING), Lit("", STRING), STRING),
        STRING,
    )
    parts = [sign, _padded("%04d", size), Lit("-", STRING), _padded("%02d", m)]
    parts += [Lit("-", STRING), _padded("%02d", d)]
    whole = parts[0]
    for part in parts[1:]:
        whole = Op("String.concat", (whole, part), STRING)
    return whole


def _padded(form: str, value: Expr) -> Expr:
    return Op("format", (Lit(form, STRING), value), STRING)


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


def _value(e: Expr, call: Call) -> Expr:
    return Field(e, "value")


def _named(e: Expr, call: Call) -> Expr:
    """The name of a weekday or month."""
    assert isinstance(e.type, RecordOf)
    *names, last = ENUMS[e.type]
    whole: Expr = Lit(last, STRING)
    for at in range(len(names), 0, -1):
        whole = If(equal(Field(e, "value"), at), Lit(names[at - 1], STRING), whole, STRING)
    return whole


def _later_of(sign: int) -> Member:
    """``plus(n)`` of a weekday or month, round and round."""

    def of(e: Expr, call: Call) -> Expr:
        assert isinstance(e.type, RecordOf)
        (node,) = call.take(1)
        size = len(ENUMS[e.type])
        steps = times(floor_mod(_argument(node, call), size), sign)
        start = minus(Field(e, "value"), 1)
        return New(e.type, (as_int(plus(floor_mod(plus(start, steps), size), 1)),))

    return of


_ORDERS: dict[str, Member] = {
    "isBefore": _order("<"),
    "isAfter": _order(">"),
    "isEqual": _order("=="),
}
_ENUM: dict[str, Member] = {
    "getValue": _value,
    "ordinal": lambda e, _call: Op("-", (Field(e, "value"), Lit(1, INT)), INT),
    "name": _named,
    "toString": _named,
    "plus": _later_of(1),
    "minus": _later_of(-1),
}
_DATE: dict[str, Member] = {
    "getYear": _civil(lambda y, _m, _d: as_int(y)),
    "getMonthValue": _civil(lambda _y, m, _d: as_int(m)),
    "getMonth": _civil(lambda _y, m, _d: New(MONTH, (as_int(m),))),
    "getDayOfMonth": _civil(lambda _y, _m, d: as_int(d)),
    "getDayOfYear": _day_of_year,
    "getDayOfWeek": _weekday,
    "toEpochDay": lambda e, _call: Field(e, "day"),
    "isLeapYear": _civil(lambda y, _m, _d: is_leap(y)),
    "lengthOfMonth": _civil(lambda y, m, _d: as_int(month_length(y, m))),
    "lengthOfYear": _civil(lambda y, _m, _d: as_int(choose(is_leap(y), 366, 365))),
    "plusDays": _days(1),
    "minusDays": _days(-1),
    "plusWeeks": _days(7),
    "minusWeeks": _days(-7),
    "plusMonths": _months(1),
    "minusMonths": _months(-1),
    "plusYears": _months(12),
    "minusYears": _months(-12),
    "withDayOfMonth": _with_day,
    "atStartOfDay": lambda e, _call: New(DATE_TIME, (Field(e, "day"), Lit(0, LONG))),
    "toString": _civil(_text),
    **_ORDERS,
}
_STAMP: dict[str, Member] = {
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
    **_ORDERS,
}
_INSTANT: dict[str, Member] = {
    "toEpochMilli": _millis,
    "getEpochSecond": lambda e, _call: Field(e, "second"),
    "getNano": lambda e, _call: as_int(Field(e, "nano")),
    "atZone": _zoned(ZONED),
    "atOffset": _zoned(OFFSET),
    **{name: order for name, order in _ORDERS.items() if name != "isEqual"},
}
_DURATION: dict[str, Member] = {
    "toMillis": _whole("MILLIS"),
    "toNanos": _whole("NANOS"),
    "toSeconds": lambda e, _call: Field(e, "second"),
    "getSeconds": lambda e, _call: Field(e, "second"),
    "getNano": lambda e, _call: as_int(Field(e, "nano")),
    "toMinutes": _whole("MINUTES"),
    "toHours": _whole("HOURS"),
    "toDays": _whole("DAYS"),
}
_TABLES = {DATE: _DATE, INSTANT: _INSTANT, DURATION: _DURATION, WEEKDAY: _ENUM, MONTH: _ENUM}
_MEMBERS: dict[tuple[RecordOf, str], Member] = {
    (kind, name): handler for kind, table in _TABLES.items() for name, handler in table.items()
}
__all__ = ["is_time", "member", "split"]
