"""Members of ``Option``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Fn, New, Op, Var
from bridges.featran.getters.rewrite import is_path, let
from bridges.featran.getters.types import (
    BOOLEAN,
    NULL,
    NUMERIC,
    OptionOf,
    SeqOf,
    TupleOf,
    Type,
    sides,
)
from migrate.featran.scala import eithers
from migrate.featran.scala.calls import Call, as_fn
from migrate.featran.scala.coercion import Mismatch, coerce, lub, nullable
from migrate.featran.scala.values import Function, Typed, Value

_TESTS = {
    "isDefined": "Option.isDefined",
    "nonEmpty": "Option.isDefined",
    "isEmpty": "Option.isEmpty",
}
_PREDICATES = ("exists", "forall")
_SEQUENCES = {"toSeq": "List", "toList": "List", "toVector": "Vector", "toArray": "Array"}
_SEQUENCES |= {"toIterable": "List", "toIndexedSeq": "Vector", "iterator": "List"}


def member(expr: Expr, call: Call) -> Value:
    """A member of an option."""
    kind = expr.type
    assert isinstance(kind, OptionOf)
    name = call.name
    if name in _TESTS:
        return call.op(_TESTS[name], (expr,), BOOLEAN)
    if name == "get":
        return call.op("Option.get", (expr,), kind.item)
    if name in _SEQUENCES:
        return call.op("Option.toSeq", (expr,), SeqOf(kind.item, _SEQUENCES[name]))  # type: ignore[arg-type]
    if name == "orNull":
        return call.op("Option.orNull", (expr,), _or_null(kind.item, call))
    handler = _WITH_ARGUMENTS.get(name)
    if handler is None:
        return _of_a_collection(expr, kind, call)
    return handler(expr, kind, call)


def _or_null(item: Type, call: Call) -> Type:
    if not nullable(item):
        raise call.refuse(f"orNull of an Option[{item}]", "FT012")
    return item


def _of_a_collection(expr: Expr, kind: OptionOf, call: Call) -> Value:
    """``size``, ``mkString``, ``sum`` …: the option as a collection of at most one."""
    from migrate.featran.scala.members import sequence

    as_seq = call.op("Option.toSeq", (expr,), SeqOf(kind.item, "List"))
    return sequence.member(as_seq.expr, call)


def _alternative(call: Call, item: Type) -> tuple[Expr, Type]:
    (node,) = call.take(1)
    value = call.reader.expression(node, call.scope, item)
    other = call.reader.as_typed(value, node, call.scope)
    return other, _common(call, item, other.type)


def _common(call: Call, a: Type, b: Type) -> Type:
    if b == NULL and nullable(a):
        return a
    try:
        return lub(a, b)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error


def _as(call: Call, expr: Expr, kind: Type) -> Expr:
    try:
        return coerce(expr, kind)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error


def _get_or_else(expr: Expr, kind: OptionOf, call: Call) -> Value:
    other, item = _alternative(call, kind.item)
    numbers = kind.item in NUMERIC and other.type in NUMERIC
    if numbers and other.type != kind.item and call.expected not in NUMERIC:
        raise call.refuse(f"the common type of {kind.item} and {other.type} is AnyVal", "FT012")
    option = _widened(call, expr, item)
    return call.op("Option.getOrElse", (option, _as(call, other, item)), item)


def _widened(call: Call, option: Expr, item: Type) -> Expr:
    """The option with its number widened, as ``option.map(_.toDouble)`` would."""
    kind = option.type
    assert isinstance(kind, OptionOf)
    if kind.item == item:
        return option
    variable = call.reader.fresh("x", kind.item)
    body = _as(call, variable, item)
    if body == variable:
        return Op("as", (option,), OptionOf(item))
    return Op("Option.map", (option, Fn((variable,), body)), OptionOf(item), call.at)


def _or_else(expr: Expr, kind: OptionOf, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.value(node)
    common = _common(call, kind, other.type)
    return call.op("Option.orElse", (_as(call, expr, common), _as(call, other, common)), common)


def _fold(expr: Expr, kind: OptionOf, call: Call) -> Value:
    (empty,) = call.take(1)
    (body,) = call.take(1)
    wanted = call.types()[0] if call.type_args else None
    other = call.value(empty, wanted)
    fn = call.function(body, [kind.item], other.type)
    return call.op("Option.fold", (expr, other, fn), other.type)


def _contains(expr: Expr, kind: OptionOf, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("Option.contains", (expr, call.value(node, kind.item)), BOOLEAN)


def _to_side(expr: Expr, kind: OptionOf, call: Call) -> Value:
    """``toRight(other)`` and ``toLeft(other)``."""
    (node,) = call.take(1)
    at = 1 if call.name == "toRight" else 0
    wanted = sides(call.expected) if call.expected is not None else None
    other = call.value(node, wanted[1 - at] if wanted is not None else None)
    held = expr if is_path(expr) else call.reader.fresh("o", kind)
    made = eithers.of_option(held, other, at)
    return Typed(let(held.name, expr, made) if isinstance(held, Var) and held != expr else made)


def _function(expr: Expr, kind: OptionOf, call: Call) -> Value:
    (node,) = call.take(1)
    given = call.reader.expression(node, call.scope)
    if call.name == "collect":
        return _collect(expr, kind, call, node)
    from migrate.featran.scala.calls import as_function

    return with_function(expr, call, as_function(call.reader, given, node, call.scope))


def with_function(expr: Expr, call: Call, function: Function) -> Value:
    """``map``, ``flatMap``, ``filter``, ``exists`` … with a function that is read already."""
    kind = expr.type
    assert isinstance(kind, OptionOf)
    name = call.name
    test = name in (*_PREDICATES, "filter", "filterNot", "withFilter")
    fn = as_fn(call.reader, function, [kind.item], BOOLEAN if test else None, call.node, call.scope)
    if name in _PREDICATES:
        return call.op(f"Option.{name}", (expr, fn), BOOLEAN)
    if name in ("filter", "withFilter"):
        return call.op("Option.filter", (expr, fn), kind)
    if name == "filterNot":
        negated = Fn(fn.params, Op("!", (fn.body,), BOOLEAN))
        return call.op("Option.filter", (expr, negated), kind)
    if name == "flatMap":
        return _flat_map(expr, fn, call)
    if name == "foreach":
        raise call.refuse("foreach in a getter")
    if fn.body == fn.params[0]:
        return Typed(expr)
    return call.op("Option.map", (expr, fn), OptionOf(fn.type))


def _flat_map(expr: Expr, fn: Fn, call: Call) -> Value:
    if isinstance(fn.type, OptionOf):
        return call.op("Option.flatMap", (expr, fn), fn.type)
    if isinstance(fn.type, SeqOf):
        kind = expr.type
        assert isinstance(kind, OptionOf)
        as_seq = Op("Option.toSeq", (expr,), SeqOf(kind.item, "List"))
        return call.op("Seq.flatMap", (as_seq, fn), SeqOf(fn.type.item, "List"))
    raise call.refuse(f"flatMap to a {fn.type}", "FT012")


def _collect(expr: Expr, kind: OptionOf, call: Call, cases: object) -> Value:
    from migrate.featran.scala.members.partial import partial_fn
    from migrate.featran.scala.tree import Node

    assert isinstance(cases, Node)
    fn = partial_fn(call, cases, kind.item)
    return call.op("Option.flatMap", (expr, fn), fn.type)


def _flatten(expr: Expr, kind: OptionOf, call: Call) -> Value:
    if not isinstance(kind.item, OptionOf):
        raise call.refuse(f"flatten of a {kind}", "FT012")
    variable = call.reader.fresh("x", kind.item)
    return call.op("Option.flatMap", (expr, Fn((variable,), variable)), kind.item)


def _zip(expr: Expr, kind: OptionOf, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.value(node)
    if not isinstance(other.type, OptionOf):
        raise call.refuse(f"zip with a {other.type}", "FT012")
    left, right = call.reader.fresh("x", kind.item), call.reader.fresh("y", other.type.item)
    pair = TupleOf((kind.item, other.type.item))
    inner = Op("Option.map", (other, Fn((right,), New(pair, (left, right)))), OptionOf(pair))
    return call.op("Option.flatMap", (expr, Fn((left,), inner)), OptionOf(pair))


_WITH_ARGUMENTS: dict[str, Callable[[Expr, OptionOf, Call], Value]] = {
    "getOrElse": _get_or_else,
    "orElse": _or_else,
    "fold": _fold,
    "contains": _contains,
    "flatten": _flatten,
    "toRight": _to_side,
    "toLeft": _to_side,
    "zip": _zip,
    **dict.fromkeys(
        (
            *("map", "flatMap", "filter", "filterNot", "withFilter", "exists", "forall"),
            *("foreach", "collect"),
        ),
        _function,
    ),
}
