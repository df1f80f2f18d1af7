"""Members of collections that take functions."""

from __future__ import annotations

from bridges.featran.getters.ast import Expr, Fn, Lit, Op
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.types import BOOLEAN, INT, OptionOf, SeqKind, SeqOf, Type
from migrate.featran.scala.calls import Call, as_fn, as_function
from migrate.featran.scala.members.typing import as_kind
from migrate.featran.scala.values import Function, Typed, Value

TESTS = frozenset({"exists", "forall", "count", "find", "filter", "takeWhile", "dropWhile"})


def of_function(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """A member that takes one function of an item."""
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
    wanted = BOOLEAN if name in (*TESTS, "filterNot") else None
    fn = as_fn(call.reader, function, [kind.item], wanted, call.node, call.scope)
    if name == "filterNot":
        negated = Fn(fn.params, Op("!", (fn.body,), BOOLEAN))
        return call.op("Seq.filter", (expr, negated), kind)
    if name in TESTS:
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


def flatten(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``flatten``: of collections, or of options."""
    variable = call.reader.fresh("x", kind.item)
    return _flat(expr, Fn((variable,), variable), kind, call)


def fold_left(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``foldLeft(start)(f)``: with a value of a getter, or static over a constant list."""
    from migrate.featran.scala.members.listed import fold_static

    (start,) = call.take(1)
    (body,) = call.take(1)
    first = call.reader.expression(start, call.scope)
    given = call.reader.expression(body, call.scope)
    function = as_function(call.reader, given, body, call.scope)
    if not isinstance(first, Typed):
        return fold_static(expr, first, function, call)
    wanted = call.value_types()[0] if call.type_args else first.type
    value = as_kind(call, first.expr, wanted)
    fn = as_fn(call.reader, function, [wanted, kind.item], wanted, body, call.scope)
    return call.op("Seq.foldLeft", (expr, value, fn), wanted)


def reduce(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``reduce(f)``, ``reduceLeft(f)``."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item, kind.item], kind.item)
    if call.name == "reduceOption" or call.name == "reduceLeftOption":
        some = Op("Some", (Op("Seq.reduce", (expr, fn), kind.item, call.at),), OptionOf(kind.item))
        none = Op("None", (), OptionOf(kind.item))
        from bridges.featran.getters.ast import If

        empty = Op("Seq.isEmpty", (expr,), BOOLEAN)
        return Typed(If(empty, none, some, OptionOf(kind.item)))
    return call.op("Seq.reduce", (expr, fn), kind.item)


def index_where(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``indexWhere(f)``, -1 where no item passes."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.item], BOOLEAN)
    tests = call.op("Seq.map", (expr, fn), SeqOf(BOOLEAN, "List"))
    return call.op("Seq.indexOf", (tests.expr, Lit(True, BOOLEAN)), INT)


def foreach(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """Refused: a loop without a value."""
    raise call.refuse("foreach")


def collect_first(expr: Expr, kind: SeqOf, call: Call) -> Value:
    """``collectFirst { case … }``: what the first item gives that a case takes."""
    from migrate.featran.scala.members.partial import partial_fn

    (node,) = call.take(1)
    fn = partial_fn(call, node, kind.item)
    return call.op("Seq.collectFirst", (expr, fn), fn.type)
