"""``Integer.bitCount``, ``Long.numberOfTrailingZeros`` and their kin, by arithmetic."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import INT, LONG, Prim
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import convert
from migrate.featran.scala.tree import Node
from migrate.featran.scala.values import Typed, Value


def _width(kind: Prim) -> int:
    return 64 if kind == LONG else 32


def _bit_count(kind: Prim) -> Callable[[Call], Value]:
    """The ones of a number."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        return _counted(call, call.value(node, kind), kind)

    return of


def _counted(call: Call, total: Expr, kind: Prim) -> Value:
    """The ones of a number: in pairs of bits, fours, bytes, and so on (Hacker's Delight)."""
    width = _width(kind)
    for size in (1, 2, 4, 8, 16, 32)[: width.bit_length() - 1]:
        total = _neighbours(call, total, kind, size, width)
    return Typed(convert(total, INT))


def _neighbours(call: Call, sums: Expr, kind: Prim, size: int, width: int) -> Expr:
    """Sums of ``size`` bits each, added up two by two."""
    every = sum(((1 << size) - 1) << at for at in range(0, width, 2 * size))
    mask = Lit(every, kind)
    held = call.reader.fresh("bits", kind)
    low = Op("&", (held, mask), kind)
    high = Op("&", (Op(">>>", (held, Lit(size, INT)), kind), mask), kind)
    return let(held.name, sums, Op("+", (low, high), kind))


def _lowest(kind: Prim) -> Callable[[Call], Value]:
    """The lowest one of a number: ``x & -x``."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        held = call.reader.fresh("bits", kind)
        one = Op("&", (held, Op("neg", (held,), kind)), kind)
        return Typed(let(held.name, call.value(node, kind), one))

    return of


def _highest(kind: Prim) -> Callable[[Call], Value]:
    """The highest one: all bits from there down, without those below it."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        held = call.reader.fresh("bits", kind)
        below = Op(">>>", (held, Lit(1, INT)), kind)
        return Typed(let(held.name, _filled(call, node, kind), Op("-", (held, below), kind)))

    return of


def _filled(call: Call, node: Node, kind: Prim) -> Expr:
    """A number with every bit set below its highest one."""
    filled = call.value(node, kind)
    for size in (1, 2, 4, 8, 16, 32)[: _width(kind).bit_length() - 1]:
        held = call.reader.fresh("bits", kind)
        lower = Op(">>>", (held, Lit(size, INT)), kind)
        filled = let(held.name, filled, Op("|", (held, lower), kind))
    return filled


def _leading(kind: Prim) -> Callable[[Call], Value]:
    """The zeros above the highest one."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        return _counted(call, Op("~", (_filled(call, node, kind),), kind), kind)

    return of


def _trailing(kind: Prim) -> Callable[[Call], Value]:
    """The zeros below the lowest one: the ones of ``~x & (x - 1)``."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        held = call.reader.fresh("bits", kind)
        less = Op("-", (held, Lit(1, kind)), kind)
        below = Op("&", (Op("~", (held,), kind), less), kind)
        return _counted(call, let(held.name, call.value(node, kind), below), kind)

    return of


def _of(owner: str, kind: Prim) -> dict[str, Callable[[Call], Value]]:
    return {
        f"{owner}.bitCount": _bit_count(kind),
        f"{owner}.lowestOneBit": _lowest(kind),
        f"{owner}.highestOneBit": _highest(kind),
        f"{owner}.numberOfLeadingZeros": _leading(kind),
        f"{owner}.numberOfTrailingZeros": _trailing(kind),
    }


BITS: dict[str, Callable[[Call], Value]] = {**_of("Integer", INT), **_of("Long", LONG)}
