"""Members of collections: ``Seq``, ``List``, ``Vector``, ``Array``, ``Set``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Fn, Lit, Op
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
from migrate.featran.scala.calls import Call, as_fn, as_function
from migrate.featran.scala.members import grouping, joining, ordering, ranges
from migrate.featran.scala.members.typing import as_kind
from migrate.featran.scala.values import Function, Typed, Value

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
_TESTS = frozenset({"exists", "forall", "count", "find", "filter", "takeWhile", "dropWhile"})
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
    if kind.item not in NUMERIC:
        raise call.refuse(f"{call.name} of a {kind}", "FT012")
    return call.op(f"Seq.{call.name}", (expr,), kind.item)


def _function(expr: Expr, kind: SeqOf, call: Call) -> Value:
    (node,) = call.take(1)
    if call.name == "collect":
        from migrate.featran.scala.members.partial import partial_fn

        fn = partial_fn(call, node, kind.item)
        return _flat(expr, fn, kind, call)
    given = call.reader.expression(node, call.scope)
    return with_function(expr, call, as_function(call.reader, given, node, call.scope))


def with_function(expr: Expr, call: Call, function: Function) -> Value:
    """``map``, ``flatMap``, ``filter`` … with a function that is read already."""
    kind = expr.type
    assert isinstance(kind, SeqOf)
    name = {"withFilter": "filter"}.get(call.name, call.name)
    if name in ("map", "flatMap"):
        from migrate.featran.scala.members.listed import unrolled

        static = unrolled(expr, call, function)
        if static is not None:
            return static
    wanted = BOOLEAN if name in (*_TESTS, "filterNot") else None
    fn = as_fn(call.reader, function, [kind.item], wanted, call.node, call.scope)
    if name == "filterNot":
        negated = Fn(fn.params, Op("!", (fn.body,), BOOLEAN))
        return call.op("Seq.filter", (expr, negated), kind)
    if name in _TESTS:
        return call.op(f"Seq.{name}", (expr, fn), _tested(name, kind))
    if name == "flatMap":
        return _flat(expr, fn, kind, call)
    if name == "map":
        return call.op("Seq.map", (expr, fn), SeqOf(fn.type, _mapped_kind(kind, fn.type, call)))
    raise call.refuse(f"{call.name} in a getter")


def _tested(name: str, kind: SeqOf) -> Type:
    if name == "count":
        return INT
    if name == "find":
        return OptionOf(kind.item)
    return kind if name in ("filter", "takeWhile", "dropWhile") else BOOLEAN


def _mapped_kind(kind: SeqOf, item: Type, call: Call) -> SeqKind:
    if kind.kind == "Set" and hash_code(item) is None:
        raise call.refuse(f"a set of {item}")
    return kind.kind


def _flat(expr: Expr, fn: Fn, kind: SeqOf, call: Call) -> Value:
    body = fn.body
    if isinstance(fn.type, OptionOf):
        body = Op("Option.toSeq", (body,), SeqOf(fn.type.item, "List"), call.at)
    if not isinstance(body.type, SeqOf):
        raise call.refuse(f"flatMap to a {body.type}", "FT012")
    made = Fn(fn.params, body)
    result = SeqOf(body.type.item, _mapped_kind(kind, body.type.item, call))
    return call.op("Seq.flatMap", (expr, made), result)


def _flatten(expr: Expr, kind: SeqOf, call: Call) -> Value:
    variable = call.reader.fresh("x", kind.item)
    return _flat(expr, Fn((variable,), variable), kind, call)


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


def _fold_left(expr: Expr, kind: SeqOf, call: Call) -> Value:
    from migrate.featran.scala.members.listed import fold_static

    (start,) = call.take(1)
    (body,) = call.take(1)
    first = call.reader.expression(start, call.scope)
    given = call.reader.expression(body, call.scope)
    function = as_function(call.reader, given, body, call.scope)
    if not isinstance(first, Typed):
        return fold_static(expr, first, function, call)
    wanted = call.types()[0] if call.type_args else first.type
    value = as_kind(call, first.expr, wanted)
    fn = as_fn(call.reader, function, [wanted, kind.item], wanted, body, call.scope)
    return call.op("Seq.foldLeft", (expr, value, fn), wanted)


def _reduce(expr: Expr, kind: SeqOf, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [kind.item, kind.item], kind.item)
    if call.name == "reduceOption" or call.name == "reduceLeftOption":
        some = Op("Some", (Op("Seq.reduce", (expr, fn), kind.item, call.at),), OptionOf(kind.item))
        none = Op("None", (), OptionOf(kind.item))
        from bridges.featran.getters.ast import If

        empty = Op("Seq.isEmpty", (expr,), BOOLEAN)
        return Typed(If(empty, none, some, OptionOf(kind.item)))
    return call.op("Seq.reduce", (expr, fn), kind.item)


def _to_map(expr: Expr, kind: SeqOf, call: Call) -> Value:
    if not isinstance(kind.item, TupleOf) or len(kind.item.items) != 2:
        raise call.refuse(f"toMap of a {kind}", "FT012")
    return call.op("Seq.toMap", (expr,), MapOf(*kind.item.items))


def _index_where(expr: Expr, kind: SeqOf, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [kind.item], BOOLEAN)
    tests = call.op("Seq.map", (expr, fn), SeqOf(BOOLEAN, "List"))
    return call.op("Seq.indexOf", (tests.expr, Lit(True, BOOLEAN)), INT)


def _foreach(expr: Expr, kind: SeqOf, call: Call) -> Value:
    raise call.refuse("foreach")


def _collect_first(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``collectFirst { case … }``: what the first item gives that a case takes."""
    from migrate.featran.scala.members.partial import partial_fn

    (node,) = call.take(1)
    fn = partial_fn(call, node, kind.item)
    return call.op("Seq.collectFirst", (expr, fn), fn.type)


_HANDLERS: dict[str, Callable[[Expr, SeqOf, Call], Value]] = {
    **dict.fromkeys(("sum", "product"), _aggregate),
    **dict.fromkeys(("sorted", "max", "min", "maxOption", "minOption"), ordering.ordered),
    **dict.fromkeys(("sortBy", "maxBy", "minBy", "maxByOption", "minByOption"), ordering.by),
    "sortWith": ordering.sort_with,
    **dict.fromkeys((*_TESTS, "map", "flatMap", "filterNot", "withFilter", "collect"), _function),
    "collectFirst": _collect_first,
    "flatten": _flatten,
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
    **dict.fromkeys(("foldLeft", "fold", "/:"), _fold_left),
    "foldRight": grouping.fold_right,
    **dict.fromkeys(("scanLeft", "scan"), grouping.scan_left),
    **dict.fromkeys(("reduce", "reduceLeft", "reduceOption", "reduceLeftOption"), _reduce),
    "sliding": grouping.sliding,
    "grouped": grouping.grouped,
    "groupBy": grouping.group_by,
    "toMap": _to_map,
    "by": ranges.stepped,
    "foreach": _foreach,
    "indices": ranges.indices,
    **dict.fromkeys(("partition", "span", "splitAt"), grouping.halves),
    "indexWhere": _index_where,
    **dict.fromkeys(("startsWith", "endsWith", "sameElements"), joining.compared),
    "padTo": joining.pad_to,
    "unzip": joining.unzip,
}
