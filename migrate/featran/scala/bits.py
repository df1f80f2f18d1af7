"""``Integer.bitCount``, ``Long.toHexString`` and their kin, by arithmetic and formats."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.rewrite import let
from bridges.featran.getters.types import INT, LONG, STRING, Prim
from migrate.featran.scala.calls import Call
from migrate.featran.scala.coercion import convert
from migrate.featran.scala.values import Typed, Value


def _bit_count(kind: Prim) -> Callable[[Call], Value]:
    """The ones of a number: in pairs of bits, fours, bytes, and so on (Hacker's Delight)."""
    width = 64 if kind == LONG else 32

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        total = call.value(node, kind)
        for size in (1, 2, 4, 8, 16, 32)[: width.bit_length() - 1]:
            total = _neighbours(call, total, kind, size, width)
        return Typed(convert(total, INT))

    return of


def _neighbours(call: Call, sums: Expr, kind: Prim, size: int, width: int) -> Expr:
    """Sums of ``size`` bits each, added up two by two."""
    every = sum(((1 << size) - 1) << at for at in range(0, width, 2 * size))
    mask = Lit(every, kind)
    held = call.reader.fresh("bits", kind)
    low = Op("&", (held, mask), kind)
    high = Op("&", (Op(">>>", (held, Lit(size, INT)), kind), mask), kind)
    return let(held.name, sums, Op("+", (low, high), kind))


def _hexadecimal(kind: Prim) -> Callable[[Call], Value]:
    """Two's complement, as the conversion ``%x`` writes it."""

    def of(call: Call) -> Value:
        (node,) = call.take(1)
        return call.op("format", (Lit("%x", STRING), call.value(node, kind)), STRING)

    return of


BITS: dict[str, Callable[[Call], Value]] = {
    "Integer.bitCount": _bit_count(INT),
    "Long.bitCount": _bit_count(LONG),
    "Integer.toHexString": _hexadecimal(INT),
    "Long.toHexString": _hexadecimal(LONG),
}
