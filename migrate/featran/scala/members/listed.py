"""Static collections of DSL values, and static loops: every item is read in turn."""

from __future__ import annotations

from dataclasses import replace

from bridges.featran.getters.ast import Expr, Op
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import BOOLEAN, INT, SeqOf
from migrate.featran.scala.calls import Call, as_function, call_function
from migrate.featran.scala.constants import reify
from migrate.featran.scala.members.choices import as_list
from migrate.featran.scala.refusal import Refused
from migrate.featran.scala.static_maps import of_map, unordered
from migrate.featran.scala.values import Function, Listed, Pair, Typed, Value

_LONGEST = 10_000
_FILTERS = {"filter": True, "withFilter": True, "filterNot": False}
_SAME = frozenset({"toSeq", "toList", "toVector", "toArray", "iterator", "seq", "toIndexedSeq"})


def member(receiver: Listed | Pair, call: Call) -> Value:
    """A member of a static list or tuple of DSL values."""
    name = call.name
    if isinstance(receiver, Pair):
        if name.startswith("_") and name[1:].isdigit() and int(name[1:]) <= len(receiver.items):
            return receiver.items[int(name[1:]) - 1]
        raise call.refuse(f"{name} of a tuple")
    if receiver.keys is not None:
        found = of_map(receiver, call)
        if found is not None:
            return found
    if name in _SAME:
        return replace(receiver, keys=None)
    if name in ("map", "flatMap", *_FILTERS):
        (node,) = call.take(1)
        given = call.reader.expression(node, call.scope)
        return each(receiver, call, as_function(call.reader, given, node, call.scope))
    if name in ("foldLeft", "fold", "/:"):
        start, body = call.take(1)[0], call.take(1)[0]
        first = call.reader.expression(start, call.scope)
        function = as_function(
            call.reader, call.reader.expression(body, call.scope), body, call.scope
        )
        return _folded(list(receiver.items), first, function, call)
    if name in ("reduce", "reduceLeft") and receiver.items:
        (node,) = call.take(1)
        function = as_function(
            call.reader, call.reader.expression(node, call.scope), node, call.scope
        )
        return _folded(list(receiver.items[1:]), receiver.items[0], function, call)
    if name in ("take", "drop") and receiver.ordered:
        (node,) = call.take(1)
        count = call.value(node, INT)
        if not free_variables(count):
            at = max(0, int(constant(count)))
            kept = receiver.items[:at] if name == "take" else receiver.items[at:]
            return replace(receiver, items=kept, keys=None)
        raise call.refuse(f"{name} by a row of a list of DSL values")
    if name in ("head", "last"):
        return receiver.items[0 if name == "head" else -1]
    return _more(receiver, call)


def _more(receiver: Listed, call: Call) -> Value:
    if call.name == "apply":
        index = call.value(call.lists[0][0])
        at = -1 if free_variables(index) else int(constant(index))
        if 0 <= at < len(receiver.items):
            call.take(1)
            return receiver.items[at]
    if call.name in ("++", ":+", "+:", "::"):
        (node,) = call.take(1)
        other = call.reader.expression(node, call.scope)
        if call.name == "++" and isinstance(other, Listed):
            return Listed((*receiver.items, *other.items))
        if call.name == ":+":
            return Listed((*receiver.items, other))
        if call.name in ("+:", "::"):
            return Listed((other, *receiver.items))
    choices = as_list(receiver, call)
    if choices is not None:
        from migrate.featran.scala.members import select

        return select(choices, call)
    raise call.refuse(f"{call.name} of a list of DSL values")


def each(receiver: Listed, call: Call, function: Function) -> Value:
    """``map``, ``flatMap`` or a filter: the function applied to every item."""
    if not receiver.ordered:
        raise unordered(call)
    if call.name in _FILTERS:
        kept = [i for i in receiver.items if _holds(function, i, call) == _FILTERS[call.name]]
        return Listed(tuple(kept))
    return _collected([_applied(function, [i], call) for i in receiver.items], call)


def _holds(function: Function, item: Value, call: Call) -> bool:
    """What a test that no row decides says of an item."""
    test = call.reader.as_typed(_applied(function, [item], call), call.node, call.scope, BOOLEAN)
    if free_variables(test):
        raise call.refuse(f"{call.name} of a list of DSL values by a row")
    return bool(constant(test))


def _applied(function: Function, args: list[Value], call: Call) -> Value:
    return call_function(function, args, None, call.reader, call.node, call.scope)


def _collected(results: list[Value], call: Call) -> Value:
    if call.name == "flatMap":
        results = [item for r in results for item in _parts(r, call)]
    if results and all(isinstance(r, Typed) for r in results):
        exprs = tuple(r.expr for r in results if isinstance(r, Typed))
        if len({e.type for e in exprs}) == 1:
            return Typed(Op("Seq.of", exprs, SeqOf(exprs[0].type, "List")))
    return Listed(tuple(results))


def _parts(result: Value, call: Call) -> list[Value]:
    if isinstance(result, Listed):
        return list(result.items)
    if isinstance(result, Typed) and isinstance(result.type, SeqOf):
        return static_items(result.expr, call)
    raise call.refuse("flatMap to something else than a static list")


def static_items(expr: Expr, call: Call) -> list[Value]:
    """The items of a constant collection; raises Refused where a row decides."""
    kind = expr.type
    if isinstance(expr, Op) and expr.name == "Seq.of":
        return [Typed(a) for a in expr.args]
    if free_variables(expr) or not isinstance(kind, SeqOf):
        raise call.refuse("a loop over something that is not a static list", "FT006")
    try:
        values = constant(expr)
    except JvmException as error:
        raise call.refuse(f"this throws {error}", "FT006") from error
    if len(values) > _LONGEST:
        raise call.refuse(f"a static loop of {len(values)} rounds", "FT006")
    return [Typed(reify(v, kind.item)) for v in values]


def unrolled(expr: Expr, call: Call, function: Function) -> Value | None:
    """``map`` over a constant list whose results are DSL values; None where they are not."""
    if free_variables(expr):
        return None
    try:
        items = static_items(expr, call)
    except Refused:
        return None
    if not items:
        return None
    first = _applied(function, [items[0]], call)
    if isinstance(first, Typed):
        return None
    return _collected([first, *(_applied(function, [i], call) for i in items[1:])], call)


def fold_static(expr: Expr, first: Value, function: Function, call: Call) -> Value:
    """``foldLeft`` with a DSL value: over a constant list."""
    return _folded(static_items(expr, call), first, function, call)


def _folded(items: list[Value], first: Value, function: Function, call: Call) -> Value:
    result = first
    for item in items:
        result = _applied(function, [result, item], call)
    return result
