"""Members of ranges: ``by``, ``indices``."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import INT, SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.tree import Node, kids, need, text
from migrate.featran.scala.values import Value


def stepped(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``a until b by step``: the step must be a constant."""
    (node,) = call.take(1)
    step = call.value(node, kind.item)
    if not isinstance(expr, Op) or expr.name != "Seq.range" or not isinstance(step, Lit):
        raise call.refuse("by, of something else than a range with a constant step")
    first, last, _ = expr.args
    if int(step.value or 0) < 0 and _is_inclusive(call.node):
        last = Op("-", (last, Lit(2, kind.item)), kind.item)
    return call.op("Seq.range", (first, last, step), kind)


def _is_inclusive(node: Node) -> bool:
    """Whether the range before ``by`` was written with ``to``."""
    left = need(node, "left") if node.type == "infix_expression" else node
    while left.type == "parenthesized_expression":
        (left,) = kids(left)
    return left.type == "infix_expression" and text(need(left, "operator")) == "to"


def indices(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``indices``: from 0 until the size."""
    size = Op("Seq.size", (expr,), INT, call.at)
    return call.op("Seq.range", (Lit(0, INT), size, Lit(1, INT)), SeqOf(INT))
