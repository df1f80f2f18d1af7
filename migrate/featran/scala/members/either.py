"""Members of ``Either``, and of its projection to the left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bridges.featran.getters.ast import Expr, Fn, If, Lit, New, Op, Var
from bridges.featran.getters.rewrite import is_path, let
from bridges.featran.getters.types import (
    BOOLEAN,
    NOTHING,
    UNKNOWN,
    OptionOf,
    RecordOf,
    Type,
    either,
    sides,
)
from migrate.featran.scala.calls import Call, as_fn, as_function
from migrate.featran.scala.choices import common_kind
from migrate.featran.scala.eithers import part
from migrate.featran.scala.members.typing import as_kind, common
from migrate.featran.scala.values import Function, Typed, Value

_LEFT = "Either[left] "
"""The name of the projection to the left begins so."""
_OF_SIDE = frozenset({"getOrElse", "exists", "forall", "contains", "toSeq"})
_MAPS = frozenset({"map", "flatMap"})


def member(expr: Expr, call: Call) -> Value:
    """A member of an Either, which is computed once."""
    if is_path(expr) or isinstance(expr, New):
        return _member(expr, call)
    held = call.reader.fresh("either", expr.type)
    found = _member(held, call)
    if not isinstance(found, Typed):
        raise call.refuse(f"{call.name} of a computed Either")
    return Typed(let(held.name, expr, found.expr))


def _member(expr: Expr, call: Call) -> Value:
    at = 0 if _is_left(expr.type) else 1
    name = call.name
    if name in ("isRight", "isLeft"):
        return call.op("Option.isDefined", (part(expr, int(name == "isRight")),), BOOLEAN)
    if name == "right":
        return Typed(expr)
    if name == "left":
        return Typed(_projected(expr))
    if name == "toOption":
        return Typed(part(expr, at))
    if name == "get":
        return call.op("Option.get", (part(expr, at),), _sides(expr)[at])
    if name in _OF_SIDE:
        return _of_side(expr, at, call)
    if name in _MAPS:
        (node,) = call.take(1)
        given = call.reader.expression(node, call.scope)
        return with_function(expr, call, as_function(call.reader, given, node, call.scope))
    handler = _HANDLERS.get(name)
    if handler is None or at == 0:
        raise call.refuse(f"{name} of an {expr.type}", "FT012")
    return handler(expr, call)


def _is_left(kind: Type) -> bool:
    return isinstance(kind, RecordOf) and kind.name.startswith(_LEFT)


def _projected(expr: Expr) -> Expr:
    kind = expr.type
    assert isinstance(kind, RecordOf)
    name = f"{_LEFT}{kind.name.removeprefix('Either')}"
    return New(replace(kind, name=name), (part(expr, 0), part(expr, 1)))


def _sides(expr: Expr) -> tuple[Type, Type]:
    found = sides(expr.type)
    assert found is not None
    return found


def _of_side(expr: Expr, at: int, call: Call) -> Value:
    """What an option has too."""
    from migrate.featran.scala.members import option

    return option.member(part(expr, at), call)


def with_function(expr: Expr, call: Call, function: Function) -> Value:
    """``map`` and ``flatMap`` with a function that is read already."""
    if call.name not in _MAPS:
        raise call.refuse(f"{call.name} of an {expr.type}", "FT012")
    if not (is_path(expr) or isinstance(expr, New)):
        held = call.reader.fresh("either", expr.type)
        return Typed(let(held.name, expr, _mapped(held, call, function)))
    return Typed(_mapped(expr, call, function))


def _mapped(expr: Expr, call: Call, function: Function) -> Expr:
    at = 0 if _is_left(expr.type) else 1
    kinds = _sides(expr)
    fn = as_fn(call.reader, function, [kinds[at]], None, call.node, call.scope)
    mine, other = part(expr, at), part(expr, 1 - at)
    if call.name == "map":
        done = call.op("Option.map", (mine, fn), OptionOf(fn.type)).expr
        parts, both = ((other, done), (kinds[0], fn.type))
        if at == 0:
            parts, both = (done, other), (fn.type, kinds[1])
        return New(either(*both), parts)
    made = sides(fn.type)
    if made is None:
        raise call.refuse(f"flatMap of an Either to a {fn.type}", "FT012")
    kept = _kept(call, kinds[1 - at], made[1 - at])
    wanted = either(kept, made[1]) if at == 1 else either(made[0], kept)
    held = fn.params[0]
    then = let(held.name, Op("Option.get", (mine,), kinds[at]), _brought(call, fn.body, wanted))
    left = _widened(call, other, kept)
    none = Op("None", (), OptionOf(made[at]))
    rest = New(wanted, (left, none) if at == 1 else (none, left))
    return If(Op("Option.isDefined", (mine,), BOOLEAN), then, rest, wanted)


def _kept(call: Call, a: Type, b: Type) -> Type:
    """The type of the side that two share: a sealed family, or one of which nothing is known."""
    if NOTHING in (a, b) or a == b:
        return a if b == NOTHING else b
    return common_kind(call.reader, [a, b]) or UNKNOWN


def _brought(call: Call, expr: Expr, wanted: RecordOf) -> Expr:
    """An Either with its sides as ``wanted`` has them."""
    both = sides(wanted)
    assert both is not None
    if expr.type == wanted:
        return expr
    held = expr if is_path(expr) or isinstance(expr, New) else call.reader.fresh("e", expr.type)
    parts = tuple(_widened(call, part(held, at), both[at]) for at in (0, 1))
    made = New(wanted, parts)
    return let(held.name, expr, made) if isinstance(held, Var) and held != expr else made


def _widened(call: Call, option: Expr, item: Type) -> Expr:
    """An option with its value as a value of its family; of an unknown type nothing is kept."""
    kind = option.type
    assert isinstance(kind, OptionOf)
    if kind.item == item:
        return option
    if isinstance(option, Op) and option.name == "None":
        return Op("None", (), OptionOf(item))
    if kind.item == NOTHING:
        return Op("as", (option,), OptionOf(item))
    held = call.reader.fresh("side", kind.item)
    if item == UNKNOWN:
        body: Expr = Lit(None, UNKNOWN)
    else:
        body = call.reader.as_typed(Typed(held), call.node, call.scope, item)
    return Op("Option.map", (option, Fn((held,), body)), OptionOf(item))


def _fold(expr: Expr, call: Call) -> Value:
    """``fold(l => …, r => …)``."""
    failed, found = call.take(2)
    kinds = _sides(expr)
    wanted = call.value_types()[0] if call.type_args else None
    on_left = call.function(failed, [kinds[0]], wanted)
    on_right = call.function(found, [kinds[1]], wanted)
    kind = wanted or common(call, on_left.type, on_right.type)
    branches = []
    for at, fn in enumerate((on_left, on_right)):
        value = Op("Option.get", (part(expr, at),), kinds[at], call.at)
        branches.append(let(fn.params[0].name, value, as_kind(call, fn.body, kind)))
    test = Op("Option.isDefined", (part(expr, 1),), BOOLEAN)
    return Typed(If(test, branches[1], branches[0], kind))


def _swap(expr: Expr, call: Call) -> Value:
    left, right = _sides(expr)
    return Typed(New(either(right, left), (part(expr, 1), part(expr, 0))))


def _or_else(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    other = call.value(node, expr.type)
    test = Op("Option.isDefined", (part(expr, 1),), BOOLEAN)
    return Typed(If(test, expr, as_kind(call, other, expr.type), expr.type))


def _filter_or_else(expr: Expr, call: Call) -> Value:
    """``filterOrElse(test, other)``."""
    test, other = call.take(2)
    kinds = _sides(expr)
    fn = call.function(test, [kinds[1]], BOOLEAN)
    value = as_kind(call, call.value(other), kinds[0])
    option = part(expr, 1)
    fails = Op("&&", (Op("Option.isDefined", (option,), BOOLEAN), _not_holds(option, fn)), BOOLEAN)
    some = Op("Some", (value,), OptionOf(kinds[0]))
    wrong = New(expr.type, (some, Op("None", (), OptionOf(kinds[1]))))
    return Typed(If(fails, wrong, expr, expr.type))


def _not_holds(option: Expr, fn: Expr) -> Expr:
    return Op("!", (Op("Option.exists", (option, fn), BOOLEAN),), BOOLEAN)


_HANDLERS: dict[str, Callable[[Expr, Call], Value]] = {
    "fold": _fold,
    "swap": _swap,
    "orElse": _or_else,
    "filterOrElse": _filter_or_else,
}
