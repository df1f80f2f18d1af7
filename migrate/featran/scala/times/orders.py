"""The order of times of one class: ``isBefore``, ``isAfter``, ``isEqual``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, If, Op
from bridges.featran.getters.types import BOOLEAN, RecordOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.times.arithmetic import equal, held

Member = Callable[[Expr, Call], Expr]
"""A member of a time, which has been computed once, with its arguments."""


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


ORDERS: dict[str, Member] = {
    "isBefore": _order("<"),
    "isAfter": _order(">"),
    "isEqual": _order("=="),
}
