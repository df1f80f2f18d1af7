"""Maps of the source whose values are things of the DSL: ``Map("age" -> (_.age))``."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Expr, Field, Lit, New
from bridges.featran.getters.interpret import constant
from bridges.featran.getters.rewrite import free_variables
from bridges.featran.getters.types import BOOLEAN, TupleOf
from migrate.featran.scala.calls import Call
from migrate.featran.scala.values import Listed, Pair, Typed, Value

_SMALL = 4
_BY_KEY = frozenset({"apply", "getOrElse", "contains", "isDefinedAt"})


def static_map(given: list[Value], call: Call) -> Listed:
    """``Map(k -> v, …)``; raises Refused where a key is not constant.

    A later value replaces an earlier one in its place. From five keys on the order is that of
    hashes, which differ by Scala version.
    """
    found: dict[Any, Value] = {}
    for pair in given:
        key, value = _taken_apart(pair, call)
        found[_constant(key, call)] = Pair((Typed(key), value))
    return Listed(tuple(found.values()), tuple(found), len(found) <= _SMALL)


def _taken_apart(pair: Value, call: Call) -> tuple[Expr, Value]:
    if isinstance(pair, Pair) and len(pair.items) == 2 and isinstance(pair.items[0], Typed):
        return pair.items[0].expr, pair.items[1]
    if isinstance(pair, Typed) and isinstance(pair.type, TupleOf) and len(pair.type.items) == 2:
        sides = pair.expr.args if isinstance(pair.expr, New) else ()
        key, value = sides or (Field(pair.expr, "_1"), Field(pair.expr, "_2"))
        return key, Typed(value)
    raise call.refuse("a Map of something else than pairs", "FT012")


def _constant(key: Expr, call: Call) -> Any:
    if free_variables(key):
        raise call.refuse("a key that a row decides, in a Map of DSL values")
    return constant(key)


def of_map(owner: Listed, call: Call) -> Value | None:
    """A member that only maps have; None for those that they share with lists."""
    assert owner.keys is not None
    if call.name in _BY_KEY:
        return _by_key(owner, call)
    if not owner.ordered:
        raise unordered(call)
    if call.name in ("keys", "keySet", "keysIterator"):
        return Listed(tuple(_side(item, 0) for item in owner.items))
    if call.name in ("values", "valuesIterator"):
        return Listed(tuple(_side(item, 1) for item in owner.items))
    return None


def unordered(call: Call) -> Exception:
    """The refusal to walk a Map whose order the source does not tell."""
    return call.refuse(f"{call.name} of a Map of five or more, in the order of hashes")


def _by_key(owner: Listed, call: Call) -> Value:
    nodes = call.take(2 if call.name == "getOrElse" else 1)
    key = _constant(call.value(nodes[0]), call)
    assert owner.keys is not None
    at = owner.keys.index(key) if key in owner.keys else None
    if call.name in ("contains", "isDefinedAt"):
        return Typed(Lit(at is not None, BOOLEAN))
    if at is not None:
        return _side(owner.items[at], 1)
    if call.name == "getOrElse":
        return call.reader.expression(nodes[1], call.scope)
    raise call.refuse(f"the Map has no key {key!r}", "FT006")


def _side(item: Value, at: int) -> Value:
    assert isinstance(item, Pair)
    return item.items[at]
