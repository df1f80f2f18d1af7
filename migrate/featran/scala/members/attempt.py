"""Members of ``scala.util.Try``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Let
from bridges.featran.getters.types import BOOLEAN, OptionOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.members import option
from migrate.featran.scala.values import Attempt, Typed, Value

_AS_OPTION = frozenset({"getOrElse"})


def member(expr: Expr, call: Call) -> Value:
    """A member of ``Try(expr)``."""
    name = call.name
    as_option = call.op("Try.toOption", (expr,), OptionOf(expr.type))
    if name == "toOption":
        return as_option
    if name == "isSuccess":
        return call.op("Option.isDefined", (as_option.expr,), BOOLEAN)
    if name == "isFailure":
        return call.op("Option.isEmpty", (as_option.expr,), BOOLEAN)
    if name == "get":
        return Typed(expr)
    if name in _AS_OPTION:
        return option.member(as_option.expr, call)
    if name == "map":
        (node,) = call.take(1)
        fn = call.function(node, [expr.type])
        return Attempt(Let(fn.params[0].name, expr, fn.body))
    raise call.refuse(f"{name} of a Try")
