"""The ISO calendar: days since 1970-01-01 to year, month and day, and back, as expressions.

The arithmetic counts years from March, in cycles of 400 years (146,097 days).
"""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, New
from bridges.featran.getters.types import RecordOf
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.times.arithmetic import (
    at_most,
    below,
    both,
    choose,
    either,
    equal,
    floor_div,
    floor_mod,
    held,
    minus,
    or_throw,
    plus,
    quotient,
    remainder,
    times,
    within,
)
from migrate.featran.scala.times.kinds import DATE

_CYCLE = 146_097
#: Days from 0000-03-01 to 1970-01-01.
_SHIFT = 719_468
LEAST_DAY, GREATEST_DAY = -365_243_219_162, 365_241_780_471
GREATEST_YEAR = 999_999_999
ERROR = "java.time.DateTimeException"


def civil(reader: Reader, day: Expr, body: Callable[[Expr, Expr, Expr], Expr]) -> Expr:
    """``body(year, month, day of the month)`` of an epoch day; all are Longs."""

    def of_cycle(shifted: Expr) -> Expr:
        in_cycle = floor_mod(shifted, _CYCLE)
        return held(reader, "cycle", in_cycle, lambda d: of_year(shifted, d))

    def of_year(shifted: Expr, d: Expr) -> Expr:
        leaps = plus(minus(quotient(d, 36_524), quotient(d, 1460)), minus(d, quotient(d, 146_096)))
        year = quotient(leaps, 365)
        return held(reader, "year", year, lambda y: of_day(shifted, d, y))

    def of_day(shifted: Expr, d: Expr, y: Expr) -> Expr:
        before = minus(plus(times(y, 365), quotient(y, 4)), quotient(y, 100))
        return held(reader, "doy", minus(d, before), lambda n: of_month(shifted, y, n))

    def of_month(shifted: Expr, y: Expr, n: Expr) -> Expr:
        march = quotient(plus(times(n, 5), 2), 153)
        return held(reader, "march", march, lambda m: finished(shifted, y, n, m))

    def finished(shifted: Expr, y: Expr, n: Expr, m: Expr) -> Expr:
        first = quotient(plus(times(m, 153), 2), 5)
        date = plus(minus(n, first), 1)
        month = choose(below(m, 10), plus(m, 3), minus(m, 9))
        year = plus(plus(y, times(floor_div(shifted, _CYCLE), 400)), choose(below(m, 10), 0, 1))
        return held(
            reader,
            "y",
            year,
            lambda a: held(
                reader, "m", month, lambda b: held(reader, "d", date, lambda c: body(a, b, c))
            ),
        )

    return held(reader, "shifted", plus(day, _SHIFT), of_cycle)


def epoch_day(reader: Reader, year: Expr, month: Expr, day: Expr) -> Expr:
    """The epoch day of a date that exists."""
    start = choose(at_most(month, 2), minus(year, 1), year)

    def of(y: Expr) -> Expr:
        in_cycle = floor_mod(y, 400)
        march = floor_mod(plus(month, 9), 12)
        doy = minus(plus(quotient(plus(times(march, 153), 2), 5), day), 1)
        leaps = minus(quotient(in_cycle, 4), quotient(in_cycle, 100))
        days = plus(plus(times(in_cycle, 365), leaps), doy)
        return minus(plus(times(floor_div(y, 400), _CYCLE), days), _SHIFT)

    return held(reader, "start", start, of)


def is_leap(year: Expr) -> Expr:
    """Whether a year has a 29 February."""
    fourth = equal(floor_mod(year, 4), 0)
    century = equal(floor_mod(year, 100), 0)
    return either(both(fourth, equal(choose(century, 1, 0), 0)), equal(floor_mod(year, 400), 0))


def month_length(year: Expr, month: Expr) -> Expr:
    """How many days a month has."""
    usual = plus(remainder(plus(month, quotient(month, 8)), 2), 30)
    return choose(equal(month, 2), choose(is_leap(year), 29, 28), usual)


def date_of(reader: Reader, year: Expr, month: Expr, day: Expr, exception: str = ERROR) -> Expr:
    """``LocalDate.of(year, month, day)``, which throws where there is no such date."""

    def of(y: Expr, m: Expr, d: Expr) -> Expr:
        exists = both(within(y, -GREATEST_YEAR, GREATEST_YEAR), within(m, 1, 12))
        exists = both(exists, both(at_most(1, d), at_most(d, month_length(y, m))))
        made = New(DATE, (epoch_day(reader, y, m, d),))
        return or_throw(exists, made, exception, "there is no such date")

    return held(
        reader,
        "y",
        year,
        lambda y: held(reader, "m", month, lambda m: held(reader, "d", day, lambda d: of(y, m, d))),
    )


def date_at(reader: Reader, day: Expr, kind: RecordOf = DATE, *rest: Expr) -> Expr:
    """The date (and time) of an epoch day, which throws beyond the years that Java has."""

    def of(d: Expr) -> Expr:
        made = New(kind, (d, *rest))
        return or_throw(within(d, LEAST_DAY, GREATEST_DAY), made, ERROR, "beyond the last year")

    return held(reader, "day", day, of)


def moved(reader: Reader, day: Expr, by: Expr) -> Expr:
    """An epoch day some days later: a date, or what throws where Java's years end."""
    far = 2 * GREATEST_DAY

    def of(n: Expr) -> Expr:
        near = choose(within(n, -far, far), n, far)
        return date_at(reader, plus(day, near))

    return held(reader, "n", by, of)


def months_later(reader: Reader, day: Expr, by: Expr) -> Expr:
    """A date some months later; the day of the month is cut to the month's length."""

    def of(n: Expr) -> Expr:
        limit = 24 * GREATEST_YEAR
        near = choose(within(n, -limit, limit), n, limit)
        return civil(reader, day, lambda y, m, d: after(near, y, m, d))

    def after(n: Expr, y: Expr, m: Expr, d: Expr) -> Expr:
        count = plus(plus(times(y, 12), minus(m, 1)), n)
        return held(reader, "count", count, lambda c: resolved(floor_div(c, 12), c, d))

    def resolved(year: Expr, count: Expr, d: Expr) -> Expr:
        month = plus(floor_mod(count, 12), 1)
        length = month_length(year, month)
        return date_of(reader, year, month, choose(below(d, length), d, length))

    return held(reader, "n", by, of)
