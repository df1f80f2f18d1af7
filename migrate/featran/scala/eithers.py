"""``Either`` in getters: a pair of options, one of which has a value."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, If, New, Op
from bridges.featran.getters.types import (
    BOOLEAN,
    NOTHING,
    OptionOf,
    Type,
    either,
    sides,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Typed, Value


def side(call: Call) -> Value:
    """``Left(x)`` and ``Right(x)``."""
    (node,) = call.take(1)
    wanted = sides(call.expected) if call.expected is not None else None
    written = call.value_types()
    if len(written) == 2:
        wanted = (written[0], written[1])
    at = ("Left", "Right").index(call.name)
    value = call.value(node, wanted[at] if wanted is not None else None)
    return Typed(made(value, at, wanted))


def made(value: Expr, at: int, wanted: tuple[Type, Type] | None = None) -> Expr:
    """An Either whose left (0) or right (1) side is ``value``."""
    kinds = list(wanted or (NOTHING, NOTHING))
    kinds[at] = kinds[at] if wanted is not None else value.type
    parts: list[Expr] = [Op("None", (), OptionOf(kind)) for kind in kinds]
    parts[at] = Op("Some", (value,), OptionOf(kinds[at]))
    return New(either(*kinds), tuple(parts))


def static(call: Call) -> Value:
    """``Either.cond(test, right, left)``."""
    if call.name != "cond":
        raise call.refuse(f"Either.{call.name}", "FT012")
    test, right, left = call.take(3)
    wanted = sides(call.expected) if call.expected is not None else None
    good = call.value(right, wanted[1] if wanted else None)
    bad = call.value(left, wanted[0] if wanted else None)
    kinds = wanted or (bad.type, good.type)
    both = (made(good, 1, kinds), made(bad, 0, kinds))
    return Typed(If(call.value(test, BOOLEAN), *both, both[0].type))


def of_option(option: Expr, other: Expr, at: int) -> Expr:
    """``toRight(other)`` (1) and ``toLeft(other)`` (0) of an option that is cheap to repeat."""
    kind = option.type
    assert isinstance(kind, OptionOf)
    defined = Op("Option.isDefined", (option,), BOOLEAN)
    none, some = (Op("None", (), OptionOf(other.type)), Op("Some", (other,), OptionOf(other.type)))
    missing = If(defined, none, some, OptionOf(other.type))
    kinds = (other.type, kind.item) if at == 1 else (kind.item, other.type)
    return New(either(*kinds), (missing, option) if at == 1 else (option, missing))


def part(expr: Expr, at: int) -> Expr:
    """The left (0) or right (1) option."""
    if isinstance(expr, New):
        return expr.args[at]
    return Field(expr, ("left", "right")[at])
