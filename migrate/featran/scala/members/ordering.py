"""Members of collections that ask for an order: ``sorted``, ``max``, ``sortBy`` …."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, If, Op
from bridges.featran.getters.ordering import orderable
from bridges.featran.getters.types import BOOLEAN, OptionOf, SeqOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.tree import text
from migrate.featran.scala.values import Typed, Value


def ordered(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sorted``, ``max``, ``min`` by the implicit order, or that reversed."""
    backwards = _reversed(call)
    if not orderable(kind.item):
        raise call.refuse(f"an order of {kind.item}")
    if call.name == "sorted":
        return _sorted(expr, (), kind, backwards, call)
    name = _turned(call.name) if backwards else call.name
    return _extreme(expr, name, (), kind, call)


def by(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sortBy``, ``maxBy``, ``minBy``."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item])
    backwards = _reversed(call)
    if not orderable(fn.type):
        raise call.refuse(f"an order of {fn.type}")
    if call.name == "sortBy":
        return _sorted(expr, (fn,), kind, backwards, call)
    name = _turned(call.name) if backwards else call.name
    return _extreme(expr, name, (fn,), kind, call)


def _sorted(
    expr: Expr, by_key: tuple[Expr, ...], kind: SeqOf, backwards: bool, call: Call
) -> Value:
    """Sorted; backwards, equal items still keep their order."""
    name = "Seq.sortBy" if by_key else "Seq.sorted"
    if not backwards:
        return call.op(name, (expr, *by_key), kind)
    turned = Op("Seq.reverse", (expr,), kind)
    return call.op("Seq.reverse", (Op(name, (turned, *by_key), kind, call.at),), kind)


def _turned(name: str) -> str:
    return name.replace("max", "min") if "max" in name else name.replace("min", "max")


def _extreme(expr: Expr, name: str, by_key: tuple[Expr, ...], kind: SeqOf, call: Call) -> Value:
    if "Option" not in name:
        return call.op(f"Seq.{name}", (expr, *by_key), kind.item)
    found = OptionOf(kind.item)
    best = Op(f"Seq.{name.replace('Option', '')}", (expr, *by_key), kind.item, call.at)
    empty = Op("Seq.isEmpty", (expr,), BOOLEAN)
    return Typed(If(empty, Op("None", (), found), Op("Some", (best,), found), found))


def _reversed(call: Call) -> bool:
    """Whether an order that is written out is the reverse one; raises Refused for others."""
    if not call.lists or not call.lists[0]:
        call.take_optional()
        return False
    (node,) = call.take(1)
    name = text(node).replace(" ", "")
    if name.startswith(("Ordering[", "Ordering.", "implicitly[Ordering[")):
        if name.endswith(".reverse"):
            return True
        if not name.endswith((")", "}", ".on")) and name.count(".") <= 2 and "fromLess" not in name:
            return False
    raise call.refuse(f"{call.name} by another order than the default one")


def sort_with(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sortWith(f)``: stable, where ``f`` is an order."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item, kind.item], BOOLEAN)
    return call.op("Seq.sortWith", (expr, fn), kind)
