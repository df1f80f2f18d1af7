"""Members of ``scala.util.Try``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, If, Let, Lit, Op, Throw
from bridges.featran.getters.types import BOOLEAN, NULL, STRING, UNKNOWN, OptionOf
from migrate.featran.scala import eithers
from migrate.featran.scala.calls import Call, as_function, call_function
from migrate.featran.scala.exceptions import caught
from migrate.featran.scala.members import option
from migrate.featran.scala.members.typing import as_kind, common
from migrate.featran.scala.tree import kids
from migrate.featran.scala.values import Attempt, Function, Typed, Value

_AS_OPTION = frozenset({"getOrElse", "foreach", "exists", "forall"})
_ANY = Lit("Throwable", STRING)


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
    handler = _HANDLERS.get(name)
    if handler is None:
        raise call.refuse(f"{name} of a Try")
    return handler(expr, call)


def _map(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [expr.type])
    return Attempt(Let(fn.params[0].name, expr, fn.body))


def _flat_map(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    held = call.reader.fresh("x", expr.type)
    given = call.reader.expression(node, call.scope)
    function = as_function(call.reader, given, node, call.scope)
    made = call_function(function, [Typed(held)], None, call.reader, node, call.scope)
    if not isinstance(made, Attempt):
        raise call.refuse("flatMap of a Try to something else")
    return Attempt(Let(held.name, expr, made.expr))


def _filter(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [expr.type], BOOLEAN)
    held = fn.params[0]
    missing = Lit("Predicate does not hold", STRING)
    fails = Throw("java.util.NoSuchElementException", missing, call.at)
    return Attempt(Let(held.name, expr, If(fn.body, held, fails, expr.type)))


def _or_else(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.reader.expression(node, call.scope)
    if not isinstance(other, Attempt):
        raise call.refuse("orElse of a Try to something else")
    kind = common(call, expr.type, other.expr.type)
    both = (as_kind(call, expr, kind), as_kind(call, other.expr, kind), _ANY)
    return Attempt(Op("Try.catch", both, kind, call.at))


def _fold(expr: Expr, call: Call) -> Value:
    """``fold(_ => d, f)``: what ``f`` throws is caught too."""
    failed, node = call.take(2)
    given = call.reader.expression(failed, call.scope)
    function = as_function(call.reader, given, failed, call.scope)
    unknown = Function(lambda _, __: Typed(Lit(None, NULL)), 0, "an exception")
    other = call_function(function, [unknown], None, call.reader, failed, call.scope)
    fn = call.function(node, [expr.type])
    alternative = call.reader.as_typed(other, failed, call.scope)
    kind = common(call, alternative.type, fn.type)
    whole = Let(fn.params[0].name, expr, as_kind(call, fn.body, kind))
    return call.op("Try.catch", (whole, as_kind(call, alternative, kind), _ANY), kind)


def _to_either(expr: Expr, call: Call) -> Value:
    """``toEither``: of the exception, only that there is one is known."""
    tried = call.reader.fresh("tried", OptionOf(expr.type))
    unknown = Lit(None, UNKNOWN)
    made = eithers.of_option(tried, unknown, 1)
    return Typed(Let(tried.name, Op("Try.toOption", (expr,), tried.type), made))


def _recover(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    cases = kids(node)[0] if node.type == "block" and len(kids(node)) == 1 else node
    if cases.type not in ("case_block", "indented_cases"):
        raise call.refuse("recover with a function that is not written out")
    clauses = [c for c in kids(cases) if c.type == "case_clause"]
    return Attempt(caught(call.reader, expr, clauses, call.node, call.scope, expr.type))


_HANDLERS: dict[str, Callable[[Expr, Call], Value]] = {
    "map": _map,
    "flatMap": _flat_map,
    "filter": _filter,
    "orElse": _or_else,
    "toEither": _to_either,
    "fold": _fold,
    "recover": _recover,
}
