"""Members of collections that take them apart: ``groupBy``, ``grouped``, ``partition`` …."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Fn, New, Op
from bridges.featran.getters.types import BOOLEAN, INT, MapOf, SeqOf, TupleOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Typed, Value


def group_by(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``groupBy(f)``: a map to collections of the same kind."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item])
    return call.op("Seq.groupBy", (expr, fn), MapOf(fn.type, kind))


def grouped(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``grouped(n)``: pieces of n, the last one may be shorter."""
    (node,) = call.take(1)
    size = call.value(node, INT)
    return call.op("Seq.sliding", (expr, size, size), SeqOf(kind, "List"))


def sliding(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sliding(n)``, ``sliding(n, step)``."""
    sizes = tuple(call.value(n, INT) for n in call.take(1, 2))
    return call.op("Seq.sliding", (expr, *sizes), SeqOf(kind, "List"))


def scan_left(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``scanLeft(z)(f)``: every step of the fold."""
    (start,) = call.take(1)
    (body,) = call.take(1)
    wanted = call.value_types()[0] if call.type_args else None
    value = call.value(start, wanted)
    fn = call.function(body, [value.type, kind.item], value.type)
    return call.op("Seq.scanLeft", (expr, value, fn), SeqOf(value.type, kind.kind))


def fold_right(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``foldRight(z)(f)``: the fold of the reverse, with the parameters changed round."""
    (start,) = call.take(1)
    (body,) = call.take(1)
    wanted = call.value_types()[0] if call.type_args else None
    value = call.value(start, wanted)
    fn = call.function(body, [kind.item, value.type], value.type)
    item, whole = fn.params
    turned = Fn((whole, item), fn.body)
    backwards = Op("Seq.reverse", (expr,), kind, call.at)
    return call.op("Seq.foldLeft", (backwards, value, turned), value.type)


def halves(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``partition``, ``span``, ``splitAt``: a pair of collections."""
    (node,) = call.take(1)
    if call.name == "splitAt":
        count = call.value(node, INT)
        parts = tuple(Op(f"Seq.{n}", (expr, count), kind, call.at) for n in ("take", "drop"))
        return Typed(New(TupleOf((kind, kind)), parts))
    fn = call.function(node, [kind.item], BOOLEAN)
    names = ("takeWhile", "dropWhile") if call.name == "span" else ("filter", "filter")
    negated = Fn(fn.params, Op("!", (fn.body,), BOOLEAN))
    second = fn if call.name == "span" else negated
    halves = (
        Op(f"Seq.{names[0]}", (expr, fn), kind, call.at),
        Op(f"Seq.{names[1]}", (expr, second), kind, call.at),
    )
    return Typed(New(TupleOf((kind, kind)), halves))
