"""Members of ``Map``."""

from __future__ import annotations

from collections.abc import Callable

from bridges.featran.getters.ast import Expr, Field, Fn, New, Op, Var
from bridges.featran.getters.ordering import hash_code
from bridges.featran.getters.rewrite import is_path, let
from bridges.featran.getters.types import (
    BOOLEAN,
    INT,
    NOTHING,
    NULL,
    NUMERIC,
    MapOf,
    OptionOf,
    SeqOf,
    TupleOf,
    Type,
)
from migrate.featran.scala.calls import Call, as_function, call_function
from migrate.featran.scala.coercion import Mismatch, coerce, lub
from migrate.featran.scala.members import sequence
from migrate.featran.scala.members.typing import as_kind, common
from migrate.featran.scala.values import Defaulted, Function, Typed, Value

_SIZES = {"size": INT, "isEmpty": BOOLEAN, "nonEmpty": BOOLEAN}
_ORDERLESS = frozenset({"exists", "forall", "count"})


def member(expr: Expr, call: Call) -> Value:
    """A member of a map; iteration is in Scala's order where the hash of the keys is known."""
    kind = expr.type
    assert isinstance(kind, MapOf)
    if call.name in _SIZES:
        call.take_optional()
        return call.op(f"Map.{call.name}", (expr,), _SIZES[call.name])
    if call.name in ("withDefaultValue", "withDefault"):
        return _with_default(expr, call)
    handler = _HANDLERS.get(call.name)
    if handler is not None:
        return handler(expr, kind, call)
    if hash_code(kind.key) is None and call.name not in _ORDERLESS:
        raise call.refuse(f"{call.name} of a {kind} depends on its order")
    return _iterated(expr, kind, call)


def _with_default(expr: Expr, call: Call) -> Value:
    (node,) = call.take(1)
    given = call.reader.expression(node, call.scope)
    if call.name == "withDefaultValue":
        return Defaulted(Typed(expr), Function(lambda _, __: given, 1, "a default"))
    return Defaulted(Typed(expr), as_function(call.reader, given, node, call.scope))


_OF_MAP = frozenset({"get", "getOrElse", "contains", "isDefinedAt", "size", "isEmpty", "nonEmpty"})
_OF_MAP |= {"keys", "keySet", "values", "toSeq", "toList", "exists", "forall", "count"}


def of_defaulted(owner: Defaulted, call: Call) -> Value:
    """A member of a map with a default, which counts for ``apply`` alone."""
    expr, kind = owner.map.expr, owner.map.type
    assert isinstance(kind, MapOf)
    if call.name in _OF_MAP:
        return member(expr, call)
    if call.name != "apply":
        raise call.refuse(f"{call.name} of a map with a default")
    (node,) = call.take(1)
    return defaulted_at(owner, call.value(node, kind.key), call)


def defaulted_at(owner: Defaulted, key: Expr, call: Call) -> Value:
    """``map(key)`` of a map with a default."""
    kind = owner.map.type
    assert isinstance(kind, MapOf)
    held = key if is_path(key) else call.reader.fresh("key", kind.key)
    value = call_function(
        owner.other, [Typed(held)], kind.value, call.reader, call.node, call.scope
    )
    other = as_kind(call, call.reader.as_typed(value, call.node, call.scope), kind.value)
    found = call.op("Map.getOrElse", (owner.map.expr, held, other), kind.value).expr
    return Typed(let(held.name, key, found) if isinstance(held, Var) and held != key else found)


def _get(expr: Expr, kind: MapOf, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("Map.get", (expr, call.value(node, kind.key)), OptionOf(kind.value))


def _contains(expr: Expr, kind: MapOf, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("Map.contains", (expr, call.value(node, kind.key)), BOOLEAN)


def _apply(expr: Expr, kind: MapOf, call: Call) -> Value:
    (node,) = call.take(1)
    return call.op("Map.apply", (expr, call.value(node, kind.key)), kind.value)


def _get_or_else(expr: Expr, kind: MapOf, call: Call) -> Value:
    key, other = call.take(2)
    wanted = call.value(key, kind.key)
    alternative = call.reader.as_typed(
        call.reader.expression(other, call.scope, kind.value), other, call.scope
    )
    try:
        item = lub(kind.value, alternative.type)
        same = alternative.type in (kind.value, NOTHING, NULL) or call.expected == kind.value
        if item != kind.value or not (same or kind.value not in NUMERIC):
            raise Mismatch(f"{alternative.type} is not {kind.value}")
        return call.op("Map.getOrElse", (expr, wanted, coerce(alternative, item)), item)
    except Mismatch as error:
        raise call.refuse(str(error), "FT012") from error


def _part(expr: Expr, kind: MapOf, call: Call) -> Value:
    """``keys``, ``values``, ``toSeq``."""
    if hash_code(kind.key) is None:
        raise call.refuse(f"{call.name} of a {kind} depends on its order")
    if call.name == "keysIterator":
        return call.op("Map.keys", (expr,), SeqOf(kind.key))
    if call.name in ("keys", "keySet"):
        return call.op("Map.keys", (expr,), SeqOf(kind.key, "Set"))
    if call.name in ("values", "valuesIterator"):
        return call.op("Map.values", (expr,), SeqOf(kind.value))
    return _pairs(expr, kind, call)


def _pairs(expr: Expr, kind: MapOf, call: Call) -> Typed:
    pair: Type = TupleOf((kind.key, kind.value))
    seq = {"toList": "List", "toArray": "Array", "toVector": "Vector"}.get(call.name, "Seq")
    return call.op("Map.pairs", (expr,), SeqOf(pair, seq))  # type: ignore[arg-type]


def _same(expr: Expr, kind: MapOf, call: Call) -> Value:
    return Typed(expr)


def _iterated(expr: Expr, kind: MapOf, call: Call) -> Value:
    """``map``, ``filter`` and the rest on the pairs; a map again where Scala makes one."""
    pairs = _pairs(expr, kind, call).expr
    name = call.name
    if name in ("filter", "filterNot", "withFilter"):
        return _filtered(expr, kind, call)
    result = sequence.member(pairs, call)
    if name not in ("map", "flatMap", "collect") or not isinstance(result, Typed):
        return result
    made = result.type
    item = made.item if isinstance(made, SeqOf) else None
    if isinstance(item, TupleOf) and len(item.items) == 2:
        return call.op("Map.like", (expr, result.expr), MapOf(*item.items))
    return result


def _filtered(expr: Expr, kind: MapOf, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [TupleOf((kind.key, kind.value))], BOOLEAN)
    if call.name == "filterNot":
        fn = Fn(fn.params, Op("!", (fn.body,), BOOLEAN))
    return call.op("Map.filter", (expr, fn), kind)


def _map_values(expr: Expr, kind: MapOf, call: Call) -> Value:
    (node,) = call.take(1)
    fn = call.function(node, [kind.value])
    pair = call.reader.fresh("pair", TupleOf((kind.key, kind.value)))
    made = TupleOf((kind.key, fn.type))
    value = let(fn.params[0].name, Field(pair, "_2"), fn.body)
    body = New(made, (Field(pair, "_1"), value))
    mapped = Op("Seq.map", (_pairs(expr, kind, call).expr, Fn((pair,), body)), SeqOf(made, "List"))
    return call.op("Seq.toMap", (mapped,), MapOf(kind.key, fn.type))


def _with(expr: Expr, kind: MapOf, call: Call) -> Value:
    """``m + (k -> v)``, ``m ++ other``, ``updated(k, v)``."""
    nodes = call.take()
    if call.name == "updated" and len(nodes) == 2:
        key, value = call.value(nodes[0], kind.key), call.value(nodes[1])
        made = MapOf(kind.key, common(call, kind.value, value.type))
        args = (as_kind(call, expr, made), key, as_kind(call, value, made.value))
        return call.op("Map.updated", args, made)
    others = [call.value(n) for n in nodes]
    if call.name == "+":
        pair = others[0].type
        for other in others[1:]:
            pair = common(call, pair, other.type)
        items = tuple(as_kind(call, o, pair) for o in others)
        others = [Op("Seq.of", items, SeqOf(pair, "List"))]
    if len(others) != 1:
        raise call.refuse(f"{len(others)} arguments for {call.name}")
    return _joined(expr, kind, others[0], call)


def _joined(expr: Expr, kind: MapOf, other: Expr, call: Call) -> Value:
    found = other.type
    pair = found.item if isinstance(found, SeqOf) else None
    if isinstance(found, MapOf):
        pair = TupleOf((found.key, found.value))
    if isinstance(found, OptionOf):
        pair, other = found.item, Op("Option.toSeq", (other,), SeqOf(found.item, "List"))
    if not isinstance(pair, TupleOf) or len(pair.items) != 2:
        raise call.refuse(f"{call.name} of a {kind} and a {found}", "FT012")
    made = MapOf(common(call, kind.key, pair.items[0]), common(call, kind.value, pair.items[1]))
    wanted: Type = made
    if not isinstance(found, MapOf):
        wanted = SeqOf(TupleOf((made.key, made.value)))
    return call.op("Map.concat", (as_kind(call, expr, made), as_kind(call, other, wanted)), made)


def _without(expr: Expr, kind: MapOf, call: Call) -> Value:
    """``m - k``, ``m -- ks``, ``removed``."""
    nodes = call.take()
    if call.name in ("--", "removedAll"):
        (node,) = nodes
        keys = as_kind(call, call.value(node), SeqOf(kind.key))
    else:
        items = tuple(call.value(n, kind.key) for n in nodes)
        keys = Op("Seq.of", items, SeqOf(kind.key, "List"))
    return call.op("Map.removed", (expr, keys), kind)


def _filter_keys(expr: Expr, kind: MapOf, call: Call) -> Value:
    """``filterKeys(f)``: a view; its pairs are those of the map, in its order."""
    (node,) = call.take(1)
    fn = call.function(node, [kind.key], BOOLEAN)
    pair_type = TupleOf((kind.key, kind.value))
    pair = call.reader.fresh("pair", pair_type)
    test = Fn((pair,), let(fn.params[0].name, Field(pair, "_1"), fn.body))
    pairs = _pairs(expr, kind, call).expr
    kept = Op("Seq.filter", (pairs, test), SeqOf(pair_type, "List"), call.at)
    return call.op("Seq.toMap", (kept,), kind)


_HANDLERS: dict[str, Callable[[Expr, MapOf, Call], Value]] = {
    **dict.fromkeys(("+", "++", "updated", "concat"), _with),
    **dict.fromkeys(("-", "--", "removed", "removedAll"), _without),
    "filterKeys": _filter_keys,
    "get": _get,
    "contains": _contains,
    "isDefinedAt": _contains,
    "apply": _apply,
    "getOrElse": _get_or_else,
    "mapValues": _map_values,
    **dict.fromkeys(
        (
            *("keys", "keySet", "keysIterator", "values", "valuesIterator"),
            *("toSeq", "toList", "toArray", "toVector", "iterator"),
        ),
        _part,
    ),
    **dict.fromkeys(("toMap", "asScala", "seq", "view"), _same),
}
