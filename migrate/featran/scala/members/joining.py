"""Members of collections that bring two together, or change one: ``++``, ``zip``, ``diff`` …."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Field, Fn, New, Op
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.types import (
    BOOLEAN,
    CHAR,
    INT,
    STRING,
    OptionOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.members.typing import as_kind, common
from migrate.featran.scala.values import Typed, Value


def appended(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``xs :+ x`` and ``x +: xs``, ``x :: xs``; ``+`` adds to a set."""
    (node,) = call.take(1)
    value = call.value(node)
    item = common(call, kind.item, value.type)
    result = SeqOf(item, kind.kind)
    name = "Seq.append" if call.name in (":+", "+", "appended") else "Seq.prepend"
    if call.name == "+" and kind.kind != "Set":
        raise call.refuse(f"+ of a {kind}", "FT012")
    return call.op(name, (as_kind(call, expr, result), as_kind(call, value, item)), result)


def concat(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``xs ++ ys`` and its kin."""
    (node,) = call.take(1)
    other = call.value(node)
    if isinstance(other.type, OptionOf):
        other = Op("Option.toSeq", (other,), SeqOf(other.type.item, "List"))
    if not isinstance(other.type, SeqOf):
        raise call.refuse(f"{call.name} of a {other.type}", "FT012")
    if other.type.kind == "Set" and hash_code(other.type.item) is None:
        raise call.refuse(f"{call.name} with a {other.type} depends on its order")
    item = common(call, kind.item, other.type.item)
    # ``ys ::: xs`` and ``ys ++: xs`` have their receiver on the right.
    first, second = (other, expr) if call.name.endswith(":") else (expr, other)
    made = SeqOf(item, kind.kind)
    return call.op("Seq.concat", (as_kind(call, first, made), _items(call, second, item)), made)


def _items(call: Call, other: Expr, item: Type) -> Expr:
    """A second collection as one of ``item``; a set stays one."""
    is_set = isinstance(other.type, SeqOf) and other.type.kind == "Set"
    return as_kind(call, other, SeqOf(item, "Set" if is_set else "Seq"))


def zip_with(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``zip``: pairs, as many as the shorter one has."""
    (node,) = call.take(1)
    other = call.value(node)
    if other.type == STRING:
        other = Op("String.toChars", (other,), SeqOf(CHAR, "Vector"), call.at)
    if not isinstance(other.type, SeqOf):
        raise call.refuse(f"zip with a {other.type}", "FT012")
    pair = TupleOf((kind.item, other.type.item))
    return call.op("Seq.zip", (expr, other), SeqOf(pair, kind.kind))


def compared(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``startsWith``, ``endsWith``, ``sameElements``: item by item."""
    (node,) = call.take(1)
    other = call.value(node)
    as_list = SeqOf(kind.item, "List")
    right = Op("Seq.to", (as_kind(call, other, SeqOf(kind.item)),), as_list)
    left: Expr = Op("Seq.to", (expr,), as_list)
    if call.name != "sameElements":
        part = "Seq.take" if call.name == "startsWith" else "Seq.takeRight"
        left = Op(part, (left, Op("Seq.size", (right,), INT)), as_list)
    return call.op("==", (left, right), BOOLEAN)


def pad_to(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``padTo(n, x)``."""
    length, item = call.take(2)
    missing = Op("-", (call.value(length, INT), Op("Seq.size", (expr,), INT)), INT)
    filler = Op("Seq.fill", (missing, call.value(item, kind.item)), kind)
    return call.op("Seq.concat", (expr, filler), kind)


def unzip(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``unzip``: two collections."""
    if call.lists and call.lists[0]:
        raise call.refuse("unzip by a function")
    pair = kind.item
    if not isinstance(pair, TupleOf) or len(pair.items) != 2:
        raise call.refuse(f"unzip of a {kind}", "FT012")
    sides = []
    for index, item in enumerate(pair.items):
        variable = call.reader.fresh("x", pair)
        fn = Fn((variable,), Field(variable, f"_{index + 1}"))
        sides.append(Op("Seq.map", (expr, fn), SeqOf(item, kind.kind), call.at))
    return Typed(New(TupleOf(tuple(s.type for s in sides)), tuple(sides)))


def updated(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``updated(i, x)``."""
    place, node = call.take(2)
    value = call.value(node)
    made = SeqOf(common(call, kind.item, value.type), kind.kind)
    args = (as_kind(call, expr, made), call.value(place, INT), as_kind(call, value, made.item))
    return call.op("Seq.updated", args, made)


def without(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``diff``, ``intersect``, and for sets ``--``, ``&~``, ``&``, ``-``."""
    nodes = call.take()
    if call.name == "-":
        items = tuple(call.value(n, kind.item) for n in nodes)
        other: Expr = Op("Seq.of", items, SeqOf(kind.item, "List"))
    else:
        (node,) = nodes
        other = _items(call, call.value(node), kind.item)
    common = call.name in ("intersect", "&")
    if kind.kind == "Set":
        return call.op("Seq.filter", (expr, _inside(other, kind, call, common)), kind)
    if call.name not in ("diff", "intersect"):
        raise call.refuse(f"{call.name} of a {kind}", "FT012")
    return call.op("Seq.intersect" if common else "Seq.diff", (expr, other), kind)


def _inside(other: Expr, kind: SeqOf, call: Call, wanted: bool) -> Fn:
    """Whether an item is in ``other``, or is not."""
    item = call.reader.fresh("x", kind.item)
    found = Op("Seq.contains", (other, item), BOOLEAN)
    return Fn((item,), found if wanted else Op("!", (found,), BOOLEAN))


def subset_of(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``subsetOf``: every item is in the other set."""
    (node,) = call.take(1)
    other = call.value(node)
    return call.op("Seq.forall", (expr, _inside(other, kind, call, True)), BOOLEAN)
