"""Members of ``LocalDate``: parts of the calendar, steps through it, its text."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op
from bridges.featran.getters.types import BOOLEAN, INT, LONG, STRING
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import (
    as_int,
    choose,
    floor_mod,
    long,
    minus,
    plus,
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
from migrate.featran.scala.times.kinds import DATE_TIME, MONTH, WEEKDAY
from migrate.featran.scala.times.orders import ORDERS, Member


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
        return moved(call.reader, Field(e, "day"), times(call.value(node, LONG), sign))

    return of


def _months(sign: int) -> Member:
    def of(e: Expr, call: Call) -> Expr:
        (node,) = call.take(1)
        return months_later(call.reader, Field(e, "day"), times(call.value(node, LONG), sign))

    return of


def _with_day(e: Expr, call: Call) -> Expr:
    (node,) = call.take(1)
    day = long(call.value(node, INT))
    return civil(call.reader, Field(e, "day"), lambda y, m, _d: date_of(call.reader, y, m, day))


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


OF_DATE: dict[str, Member] = {
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
    **ORDERS,
}
