"""Members of dates, times, instants, durations, weekdays and months."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, New
from bridges.featran.getters.types import RecordOf, Type
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import held
from migrate.featran.scala.times.kinds import (
    DATE,
    DURATION,
    INSTANT,
    MONTH,
    PACKAGE,
    STAMPS,
    WEEKDAY,
)
from migrate.featran.scala.times.of_dates import OF_DATE
from migrate.featran.scala.times.of_enums import OF_ENUM
from migrate.featran.scala.times.of_stamps import OF_DURATION, OF_INSTANT, OF_STAMP
from migrate.featran.scala.times.orders import Member
from migrate.featran.scala.values import Typed, Value


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
        return OF_STAMP.get(name) or _of_date(name)
    return found


def _of_date(name: str) -> Member | None:
    """What a date and time has from its date."""
    inner = _MEMBERS.get((DATE, name))
    if inner is None or not name.startswith("get"):
        return None
    return lambda e, call: inner(New(DATE, (Field(e, "day"),)), call)


_TABLES = {
    DATE: OF_DATE,
    INSTANT: OF_INSTANT,
    DURATION: OF_DURATION,
    WEEKDAY: OF_ENUM,
    MONTH: OF_ENUM,
}
_MEMBERS: dict[tuple[RecordOf, str], Member] = {
    (kind, name): handler for kind, table in _TABLES.items() for name, handler in table.items()
}
