"""The operations of maps."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Expr, Op
from bridges.featran.getters.types import MapOf
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.getters import collections, identity
from bridges.featran.tf.getters.collected import collection, each
from bridges.featran.tf.getters.equality import same
from bridges.featran.tf.getters.evaluate import either, evaluate, function_of
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Fields, Items, Keyed, Opt, blank, gather, keep_items


def _kind(node: Expr) -> MapOf:
    if isinstance(node.type, MapOf):
        return node.type
    raise NoRule(f"a map of type {node.type}")


def _found(node: Op, scope: Scope) -> Opt:
    """The value of a key, where the map has it."""
    import tensorflow as tf

    kind, held = _kind(node.args[0]), evaluate(node.args[0], scope)
    pairs = held.items
    wanted = gather(evaluate(node.args[1], scope), pairs.rows)
    place = collections.first_place(pairs, same(pairs.item.fields["_1"], wanted, kind.key))
    values = Items(pairs.splits, pairs.item.fields["_2"])
    return collections.at(values, place, blank(kind.value, tf.constant(1)))


def get(node: Op, scope: Scope) -> Any:
    found = _found(node, scope)
    if node.name == "Map.get":
        return found
    if node.name == "Map.contains":
        return found.defined
    scope.throws(~found.defined, "NoSuchElementException: key not found")
    return found.value


def get_or_else(node: Op, scope: Scope) -> Any:
    found = _found(node, scope)
    return either(
        found.defined,
        lambda _: found.value,
        lambda inner: evaluate(node.args[2], inner),
        scope,
    )


def parts(node: Op, scope: Scope) -> Any:
    """``keys``, ``values`` and the pairs, as Scala visits them."""
    pairs = collection(node.args[0], scope)
    assert isinstance(pairs.item, Fields)
    fields = pairs.item.fields
    match node.name:
        case "Map.values":
            return Items(pairs.splits, fields["_2"])
        case "Map.keys":
            return Items(pairs.splits, fields["_1"])
        case _:
            return pairs


def filtered(node: Op, scope: Scope) -> Any:
    """``filter``: what is left of a hash trie stays one."""
    held = evaluate(node.args[0], scope)
    pairs = collection(node.args[0], scope)
    keep = each(function_of(node.args[1]), pairs, scope)
    return Keyed(keep_items(pairs, keep), held.hashed | (pairs.lengths > 4))


def to_map(node: Op, scope: Scope) -> Any:
    return collection(node.args[0], scope)


def changed(node: Op, scope: Scope) -> Any:
    """``Map.concat``, and ``Map.like``: other pairs as a map; a hash trie stays one."""
    held, key = evaluate(node.args[0], scope), _kind(node).key
    pairs = collection(node.args[1], scope)
    hashed = held.hashed | (held.items.lengths > 4)
    if node.name == "Map.concat":
        pairs = collections.joined(collection(node.args[0], scope), pairs)
    elif scope.flavour.scala == "2.12":
        hashed &= False
    return Keyed(identity.last_wins(pairs, key), hashed)
