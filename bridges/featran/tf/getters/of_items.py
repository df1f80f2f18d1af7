"""The operations of collections, over all items of all lanes at once."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import CHAR
from bridges.featran.tf import utf16
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, cuts, identity, texts
from bridges.featran.tf.getters.collected import collection, each, item_of, spare, unordered
from bridges.featran.tf.getters.equality import same
from bridges.featran.tf.getters.evaluate import evaluate, function_of, literal_text
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Fields, Items, Keyed, Opt, Value, gather, keep_items

#: Of these Scala asks no item after one with this answer.
_STOPS = {"exists": True, "find": True, "forall": False, "takeWhile": False, "dropWhile": False}
_ORDERLESS = frozenset({"exists", "forall", "count"})


def over_items(node: Op, scope: Scope) -> Any:
    method = node.name.removeprefix("Seq.")
    items = (unordered if method in _ORDERLESS else collection)(node.args[0], scope)
    result = each(function_of(node.args[1]), items, scope, _STOPS.get(method))
    match method:
        case "map":
            return Items(items.splits, result)
        case "filter":
            return keep_items(items, result)
        case "exists":
            return collections.any_of(items, result)
        case "forall":
            return ~collections.any_of(items, ~result)
        case "count":
            return collections.count(items, result)
        case "find":
            return collections.first(keep_items(items, result), spare(node.args[0]))
        case "takeWhile" | "dropWhile":
            return _while(method, items, result)
        case _:
            return _flattened(items, result)


def _while(method: str, items: Items, result: Tensor) -> Items:
    import tensorflow as tf

    first = tf.cast(collections.first_place(items, ~result), tf.int64)
    size = tf.where(first < 0, items.lengths, first)
    return collections.part("take" if method == "takeWhile" else "drop", items, size)


def _flattened(items: Items, result: Value) -> Items:
    import tensorflow as tf

    inner = collections.of_option(result) if isinstance(result, Opt) else result
    inner = inner.items if isinstance(inner, Keyed) else inner
    assert isinstance(inner, Items)
    return Items(tf.gather(inner.splits, items.splits), inner.item)


def flatten(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    return _flattened(items, items.item)


def sized(node: Op, scope: Scope) -> Any:
    """What only the number of items decides; of a map too."""
    items = unordered(node.args[0], scope)
    method = node.name.partition(".")[2]
    if method == "size":
        return collections.size(items)
    return items.lengths == 0 if method == "isEmpty" else items.lengths > 0


def ends(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    method = node.name.removeprefix("Seq.")
    pick = collections.first if method.startswith("head") else collections.last
    found = pick(items, spare(node.args[0]))
    if method.endswith("Option"):
        return found
    scope.throws(~found.defined, f"NoSuchElementException: {method} of empty list")
    return found.value


def without_end(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    method = node.name.removeprefix("Seq.")
    scope.throws(items.lengths == 0, f"UnsupportedOperationException: {method} of empty")
    return collections.part("drop" if method == "tail" else "dropRight", items, _one(items))


def _one(items: Items) -> Tensor:
    import tensorflow as tf

    return tf.ones_like(items.lengths)


def reverse(node: Op, scope: Scope) -> Any:
    return collections.reverse(collection(node.args[0], scope))


def distinct(node: Op, scope: Scope) -> Any:
    return identity.distinct(collection(node.args[0], scope), item_of(node.args[0]))


def cut(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    counts = [evaluate(arg, scope) for arg in node.args[1:]]
    if node.name == "Seq.slice":
        return collections.cut(items, *counts)
    return collections.part(node.name.removeprefix("Seq."), items, counts[0])


def place(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    found = collections.at(items, evaluate(node.args[1], scope), spare(node.args[0]))
    if node.name == "Seq.lift":
        return found
    scope.throws(~found.defined, "IndexOutOfBoundsException")
    return found.value


def contains(node: Op, scope: Scope) -> Any:
    if node.name == "Seq.contains":
        items = unordered(node.args[0], scope)
        return collections.any_of(items, _equal(node, items, scope))
    items = collection(node.args[0], scope)
    return collections.first_place(items, _equal(node, items, scope))


def _equal(node: Op, items: Items, scope: Scope) -> Tensor:
    """Which items equal the second operand."""
    wanted = gather(evaluate(node.args[1], scope), items.rows)
    return same(items.item, wanted, item_of(node.args[0]))


def join(node: Op, scope: Scope) -> Any:
    left = collection(node.args[0], scope)
    if node.name in ("Seq.append", "Seq.prepend"):
        one = collections.single(evaluate(node.args[1], scope), scope.lanes)
        pair = (left, one) if node.name == "Seq.append" else (one, left)
        return collections.joined(*pair)
    right = collection(node.args[1], scope)
    if node.name == "Seq.concat":
        return collections.joined(left, right)
    left, right = collections.zipped_length(left, right)
    return Items(left.splits, Fields({"_1": left.item, "_2": right.item}))


def with_index(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    items = collection(node.args[0], scope)
    places = tf.range(items.splits[-1]) - tf.gather(items.splits[:-1], items.rows)
    return Items(items.splits, Fields({"_1": items.item, "_2": tf.cast(places, tf.int32)}))


def make_string(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    marks = [literal_text(arg, node.name) for arg in node.args[1:]]
    kind = item_of(node.args[0])
    if kind == CHAR and not any(marks):
        return cuts.joined(items)
    words = Items(items.splits, texts.shown(items.item, kind, scope.flavour))
    made = collections.text(words, *marks)
    return utf16.rejoined(made) if scope.halves else made


def sliding(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    items, size = collection(node.args[0], scope), evaluate(node.args[1], scope)
    step = evaluate(node.args[2], scope) if len(node.args) > 2 else tf.ones_like(size)
    wrong = "IllegalArgumentException: size and step must be positive"
    scope.throws((size < 1) | (step < 1), wrong)
    return collections.windows(items, size, step)
