"""Members of weekdays and months: their numbers, names and what comes later."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, If, Lit, New, Op
from bridges.featran.getters.types import INT, LONG, STRING, RecordOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import as_int, equal, floor_mod, minus, plus, times
from migrate.featran.scala.times.kinds import ENUMS
from migrate.featran.scala.times.orders import Member


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
        steps = times(floor_mod(call.value(node, LONG), size), sign)
        start = minus(Field(e, "value"), 1)
        return New(e.type, (as_int(plus(floor_mod(plus(start, steps), size), 1)),))

    return of


OF_ENUM: dict[str, Member] = {
    "getValue": _value,
    "ordinal": lambda e, _call: Op("-", (Field(e, "value"), Lit(1, INT)), INT),
    "name": _named,
    "toString": _named,
    "plus": _later_of(1),
    "minus": _later_of(-1),
}
