"""ISO texts as dates and times. What Java's parsers refuse throws, as there."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op, Throw
from bridges.featran.getters.types import BOOLEAN, INT, LONG, STRING
from migrate.featran.scala.reader import Reader
from migrate.featran.scala.times.arithmetic import (
    at_most,
    both,
    held,
    long,
    or_throw,
    plus,
    times,
)
from migrate.featran.scala.times.calendar import date_of
from migrate.featran.scala.times.kinds import DATE, DATE_TIME, INSTANT

_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?"
ERROR = "java.time.format.DateTimeParseException"


def date(reader: Reader, text: Expr) -> Expr:
    """``LocalDate.parse(text)``: years of four digits; others throw, which Java would take."""
    return _checked(reader, text, _DATE, lambda t: _date_in(reader, t))


def date_time(reader: Reader, text: Expr) -> Expr:
    """``LocalDateTime.parse(text)``."""
    return _checked(reader, text, _DATE + _TIME, lambda t: _date_time_in(reader, t))


def instant(reader: Reader, text: Expr) -> Expr:
    """``Instant.parse(text)``, of texts that end in Z."""

    def of(t: Expr) -> Expr:
        length = Op("-", (Op("String.length", (t,), INT), Lit(1, INT)), INT)
        bare = Op("String.take", (t, length), STRING)
        return held(reader, "bare", bare, lambda b: _date_time_in(reader, b))

    stamp = _checked(reader, text, f"{_DATE}{_TIME}[Zz]", of)
    return held(reader, "stamp", stamp, instant_of)


def instant_of(stamp: Expr) -> Expr:
    """The instant of a date and time in UTC."""
    return New(INSTANT, (seconds_of(stamp), Op("%", (Field(stamp, "nano"), _NANOS), LONG)))


def seconds_of(stamp: Expr) -> Expr:
    """Seconds since 1970-01-01T00:00Z."""
    of_day = Op("/", (Field(stamp, "nano"), _NANOS), LONG)
    return plus(times(Field(stamp, "day"), 86_400), of_day)


_NANOS = Lit(1_000_000_000, LONG)


def _checked(reader: Reader, text: Expr, pattern: str, body: Callable[[Expr], Expr]) -> Expr:
    def of(t: Expr) -> Expr:
        made = body(t)
        matches = Op("String.matches", (t, Lit(pattern, STRING)), BOOLEAN)
        message = Op("String.concat", (t, Lit(" could not be parsed", STRING)), STRING)
        return If(matches, made, Throw(ERROR, message), made.type)

    return held(reader, "text", text, of)


def _number(text: Expr, start: int, end: int) -> Expr:
    digits = Op("String.substring", (text, Lit(start, INT), Lit(end, INT)), STRING)
    return long(Op("parse", (digits,), INT))


def _date_in(reader: Reader, text: Expr) -> Expr:
    parts = (_number(text, 0, 4), _number(text, 5, 7), _number(text, 8, 10))
    return date_of(reader, *parts, exception=ERROR)


def _date_time_in(reader: Reader, text: Expr) -> Expr:
    def of(hour: Expr, minute: Expr, second: Expr) -> Expr:
        exists = both(at_most(hour, 23), both(at_most(minute, 59), at_most(second, 59)))
        seconds = plus(times(plus(times(hour, 60), minute), 60), second)
        nano = plus(times(seconds, 1_000_000_000), _fraction(text))
        found = _date_in(reader, text)
        made = held(reader, "date", found, lambda d: New(DATE_TIME, (Field(d, "day"), nano)))
        return or_throw(exists, made, ERROR, "there is no such time")

    length = Op("String.length", (text,), INT)
    second = If(Op(">", (length, Lit(16, INT)), BOOLEAN), _number(text, 17, 19), long(0), LONG)
    return held(
        reader,
        "h",
        _number(text, 11, 13),
        lambda h: held(
            reader,
            "min",
            _number(text, 14, 16),
            lambda m: held(reader, "s", second, lambda s: of(h, m, s)),
        ),
    )


def _fraction(text: Expr) -> Expr:
    """The nanoseconds that the digits after the point are."""
    digits = Op("String.drop", (text, Lit(20, INT)), STRING)
    padded = Op("String.concat", (digits, Lit("0" * 9, STRING)), STRING)
    return long(Op("parse", (Op("String.take", (padded, Lit(9, INT)), STRING),), INT))


__all__ = ["DATE", "date", "date_time", "instant", "instant_of", "seconds_of"]
