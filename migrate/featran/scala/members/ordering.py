"""Members of collections that ask for an order: ``sorted``, ``max``, ``sortBy`` …."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Fn, If, Op
from bridges.featran.getters.ordering import orderable
from bridges.featran.getters.types import BOOLEAN, DOUBLE, FLOAT, OptionOf, SeqOf, TupleOf, Type
from migrate.featran.scala.calls import Call, as_fn, as_function
from migrate.featran.scala.orders import implicit_order, key_of
from migrate.featran.scala.tree import text
from migrate.featran.scala.values import Typed, Value


def ordered(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sorted``, ``max``, ``min`` by the implicit order, or that reversed."""
    backwards = _reversed(call, kind.item)
    own = _own_key(call, kind.item) if backwards is None else None
    if own is not None:
        return _by_key(expr, kind, own, call)
    if not orderable(kind.item):
        raise call.refuse(f"an order of {kind.item}")
    if call.name == "sorted":
        return _sorted(expr, (), kind, bool(backwards), call)
    name = _turned(call.name) if backwards else call.name
    return _extreme(expr, name, (), kind, call)


def by(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``sortBy``, ``maxBy``, ``minBy``."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item])
    backwards = _reversed(call, fn.type)
    if backwards is None or not orderable(fn.type):
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


def _own_key(call: Call, item: Type) -> Fn:
    """What an implicit order of the source compares by; raises Refused for another order."""
    found = implicit_order(call, item)
    node = key_of(found) if found is not None else None
    if found is None or node is None:
        raise call.refuse(f"{call.name} by an implicit order")
    given = call.reader.expression(node, found.scope)
    function = as_function(call.reader, given, node, found.scope)
    return as_fn(call.reader, function, [item], None, node, found.scope)


def _by_key(expr: Expr, kind: SeqOf, fn: Fn, call: Call) -> Value:
    """``sorted``, ``max`` and ``min`` by an order that is ``Ordering.by(f)``."""
    items = fn.type.items if isinstance(fn.type, TupleOf) else (fn.type,)
    if not orderable(fn.type) or {FLOAT, DOUBLE} & set(items):
        raise call.refuse(f"{call.name} by an implicit order of {fn.type}")
    if call.name == "sorted":
        return _sorted(expr, (fn,), kind, False, call)
    name = f"{call.name.removesuffix('Option')}By"
    name = f"{name}Option" if call.name.endswith("Option") else name
    return _extreme(expr, name, (fn,), kind, call)


def _reversed(call: Call, item: Type) -> bool | None:
    """Whether an order that is written out is the reverse one; raises Refused for others.

    None where none is written and the source has an implicit one.
    """
    if not call.lists or not call.lists[0]:
        call.take_optional()
        return None if implicit_order(call, item) is not None else False
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
