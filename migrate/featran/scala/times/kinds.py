"""The types of ``java.time`` that getters know, and what imports bring into reach."""

from __future__ import annotations

from bridges.featran.getters.types import INT, LONG, RecordOf, Type
from migrate.featran.scala.scope import Imported, Scope

PACKAGE = "java.time"


def _record(name: str, *fields: tuple[str, Type]) -> RecordOf:
    return RecordOf(f"{PACKAGE}.{name}", fields)


DATE = _record("LocalDate", ("day", LONG))
"""Days since 1970-01-01."""
DATE_TIME = _record("LocalDateTime", ("day", LONG), ("nano", LONG))
"""The same and the nanoseconds of the day."""
ZONED = _record("ZonedDateTime", ("day", LONG), ("nano", LONG))
"""A date and time in UTC, the one zone that is known."""
OFFSET = _record("OffsetDateTime", ("day", LONG), ("nano", LONG))
INSTANT = _record("Instant", ("second", LONG), ("nano", LONG))
DURATION = _record("Duration", ("second", LONG), ("nano", LONG))
WEEKDAY = _record("DayOfWeek", ("value", INT))
MONTH = _record("Month", ("value", INT))

KINDS = {
    kind.name.rpartition(".")[2]: kind
    for kind in (DATE, DATE_TIME, ZONED, OFFSET, INSTANT, DURATION, WEEKDAY, MONTH)
}
STAMPS = (DATE_TIME, ZONED, OFFSET)
"""What has a date and a time of day."""
ENUMS: dict[RecordOf, tuple[str, ...]] = {
    WEEKDAY: ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"),
    MONTH: (
        *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST"),
        *("SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
    ),
}
_NAMES = frozenset({*KINDS, "ZoneOffset", "ZoneId", "Period", "YearMonth", "LocalTime", "Year"})


def in_reach(name: str, scope: Scope) -> str | None:
    """The path of a class of ``java.time`` that a wildcard import brought in, if it did."""
    packages = {path for level in scope.chain() for path in level.wildcards}
    return f"{PACKAGE}.{name}" if name in _NAMES and PACKAGE in packages else None


def time_type(name: str, scope: Scope) -> RecordOf | None:
    """The type that a name means where it stands, if an import makes it one of these."""
    for level in scope.chain():
        found = level.names.get(name)
        if isinstance(found, Imported):
            return KINDS.get(name) if found.path == f"{PACKAGE}.{name}" else None
    return KINDS.get(name) if in_reach(name, scope) else None
