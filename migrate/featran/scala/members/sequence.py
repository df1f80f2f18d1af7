"""Members of collections: ``Seq``, ``List``, ``Vector``, ``Array``, ``Set``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.printing import printable
from bridges.featran.getters.types import (
    BOOLEAN,
    INT,
    NUMERIC,
    STRING,
    MapOf,
    OptionOf,
    SeqKind,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call
from migrate.featran.scala.members import grouping, joining, ordering, ranges
from migrate.featran.scala.members.sequence_functions import (
    TESTS,
    collect_first,
    flatten,
    fold_left,
    foreach,
    index_where,
    of_function,
    reduce,
)
from migrate.featran.scala.orders import implicit_order
from migrate.featran.scala.values import Typed, Value

_TO: dict[str, SeqKind] = {
    "toSeq": "Seq",
    "toList": "List",
    "toArray": "Array",
    "toVector": "Vector",
    "toIndexedSeq": "Vector",
    "toIterable": "Seq",
    "toTraversable": "Seq",
    "toSet": "Set",
    "toBuffer": "Seq",
}
_SAME = frozenset({"iterator", "view", "par", "seq", "force", "asScala", "asJava", "toStream"})
_PROPERTIES: dict[str, Callable[[SeqOf], Type]] = {
    "isEmpty": lambda _: BOOLEAN,
    "nonEmpty": lambda _: BOOLEAN,
    "head": lambda k: k.item,
    "last": lambda k: k.item,
    "headOption": lambda k: OptionOf(k.item),
    "lastOption": lambda k: OptionOf(k.item),
    "tail": lambda k: k,
    "init": lambda k: k,
    "reverse": lambda k: k,
    "distinct": lambda k: k,
    "zipWithIndex": lambda k: SeqOf(TupleOf((k.item, INT)), k.kind),
}
_BY_COUNT = frozenset({"take", "drop", "takeRight", "dropRight"})
_ORDERLESS = frozenset(
    {
        *("isEmpty", "nonEmpty", "size", "contains", "exists", "forall", "count", "filter", "max"),
        *("min", "subsetOf", "diff", "intersect", "-", "--", "&", "&~"),
    }
)


def member(expr: Expr, call: Call) -> Value:
    """A member of a collection."""
    kind = expr.type
    assert isinstance(kind, SeqOf)
    name = call.name
    _refuse_unordered(kind, call)
    if name in _TO:
        return _to(expr, kind, _TO[name], call)
    if name in _SAME:
        return Typed(expr)
    if name in ("size", "length"):
        call.take_optional()
        return call.op("Seq.size", (expr,), INT)
    if name in _PROPERTIES:
        call.take_optional()
        return call.op(f"Seq.{name}", (expr,), _PROPERTIES[name](kind))
    if name in _BY_COUNT:
        (node,) = call.take(1)
        return call.op(f"Seq.{name}", (expr, call.value(node, INT)), kind)
    handler = _HANDLERS.get(name)
    if handler is None:
        raise call.refuse(f"{name} of a {kind}", "FT012")
    return handler(expr, kind, call)


def _refuse_unordered(kind: SeqOf, call: Call) -> None:
    """The order of a set is known where the hash of its items is."""
    known = call.name in _ORDERLESS or hash_code(kind.item) is not None
    if kind.kind == "Set" and not known:
        raise call.refuse(f"{call.name} of a {kind} depends on its order")


def _to(expr: Expr, kind: SeqOf, wanted: SeqKind, call: Call) -> Value:
    if call.lists and not call.lists[0]:
        call.lists.pop(0)
    if wanted == kind.kind or (wanted == "Seq" and kind.kind in ("List", "Vector")):
        return Typed(expr)
    return call.op("Seq.to", (expr,), SeqOf(kind.item, wanted))


def _aggregate(expr: Expr, kind: SeqOf, call: Call) -> Value:
    if kind.item not in NUMERIC or implicit_order(call, kind.item) is not None:
        raise call.refuse(f"{call.name} of a {kind}", "FT012")
    return call.op(f"Seq.{call.name}", (expr,), kind.item)


def _item(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``contains``, ``indexOf``: with an item."""
    (node,) = call.take(1)
    result = BOOLEAN if call.name == "contains" else INT
    return call.op(f"Seq.{call.name}", (expr, call.value(node, kind.item)), result)


def _at(expr: Expr, kind: SeqOf, call: Call) -> Value:
    (node,) = call.take(1)
    if call.name == "lift":
        return call.op("Seq.lift", (expr, call.value(node, INT)), OptionOf(kind.item))
    if call.name == "isDefinedAt":
        index = call.value(node, INT)
        low = Op("<=", (Lit(0, INT), index), BOOLEAN)
        high = Op("<", (index, Op("Seq.size", (expr,), INT)), BOOLEAN)
        return call.op("&&", (low, high), BOOLEAN)
    return call.op("Seq.apply", (expr, call.value(node, INT)), kind.item)


def _slice(expr: Expr, kind: SeqOf, call: Call) -> Value:
    first, last = call.take(2)
    return call.op("Seq.slice", (expr, call.value(first, INT), call.value(last, INT)), kind)


def _mk_string(expr: Expr, kind: SeqOf, call: Call) -> Value:
    if not printable(kind.item):
        raise call.refuse(f"the text of a {kind.item}")
    nodes = call.take(0, 1, 3) if call.lists else []
    values = [call.value(n, STRING) for n in nodes]
    empty: Expr = Lit("", STRING)
    if len(values) == 3:
        start, separator, end = values
    else:
        start, separator, end = empty, values[0] if values else empty, empty
    return call.op("Seq.mkString", (expr, start, separator, end), STRING)


def _to_map(expr: Expr, kind: SeqOf, call: Call) -> Value:
    if not isinstance(kind.item, TupleOf) or len(kind.item.items) != 2:
        raise call.refuse(f"toMap of a {kind}", "FT012")
    return call.op("Seq.toMap", (expr,), MapOf(*kind.item.items))


_HANDLERS: dict[str, Callable[[Expr, SeqOf, Call], Value]] = {
    **dict.fromkeys(("sum", "product"), _aggregate),
    **dict.fromkeys(("sorted", "max", "min", "maxOption", "minOption"), ordering.ordered),
    **dict.fromkeys(("sortBy", "maxBy", "minBy", "maxByOption", "minByOption"), ordering.by),
    "sortWith": ordering.sort_with,
    **dict.fromkeys((*TESTS, "map", "flatMap", "filterNot", "withFilter", "collect"), of_function),
    "collectFirst": collect_first,
    "flatten": flatten,
    **dict.fromkeys(("contains", "indexOf", "lastIndexOf"), _item),
    **dict.fromkeys(("apply", "lift", "isDefinedAt"), _at),
    "slice": _slice,
    **dict.fromkeys((":+", "+:", "::", "+", "appended", "prepended"), joining.appended),
    **dict.fromkeys(("++", "union", ":::", "++:", "concat", "|", "appendedAll"), joining.concat),
    **dict.fromkeys(("diff", "intersect", "--", "&~", "&", "-"), joining.without),
    "subsetOf": joining.subset_of,
    "updated": joining.updated,
    "zip": joining.zip_with,
    "mkString": _mk_string,
    **dict.fromkeys(("foldLeft", "fold", "/:"), fold_left),
    "foldRight": grouping.fold_right,
    **dict.fromkeys(("scanLeft", "scan"), grouping.scan_left),
    **dict.fromkeys(("reduce", "reduceLeft", "reduceOption", "reduceLeftOption"), reduce),
    "sliding": grouping.sliding,
    "grouped": grouping.grouped,
    "groupBy": grouping.group_by,
    "toMap": _to_map,
    "by": ranges.stepped,
    "foreach": foreach,
    "indices": ranges.indices,
    **dict.fromkeys(("partition", "span", "splitAt"), grouping.halves),
    "indexWhere": index_where,
    **dict.fromkeys(("startsWith", "endsWith", "sameElements"), joining.compared),
    "padTo": joining.pad_to,
    "unzip": joining.unzip,
}
