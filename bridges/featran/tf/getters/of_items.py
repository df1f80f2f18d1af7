"""The operations of collections, over all items of all lanes at once."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Expr, Fn, Op, Var, walk
from bridges.featran.getters.types import SeqOf
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.getters import collections
from bridges.featran.tf.getters.evaluate import (
    call,
    evaluate,
    function_of,
    literal_text,
    operands,
    scalar,
)
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Fields, Items, Opt, Value, blank, keep_items


def _free(function: Fn) -> frozenset[str]:
    return frozenset(node.name for node in walk(function.body) if isinstance(node, Var))


def _each(function: Fn, items: Items, scope: Scope) -> Any:
    """The function's value for every item."""
    inner = scope.spread(items.rows, _free(function))
    return call(function, inner, items.item)


def over_items(node: Op, scope: Scope) -> Any:
    items = evaluate(node.args[0], scope)
    result = _each(function_of(node.args[1]), items, scope)
    match node.name:
        case "Seq.map":
            return Items(items.splits, result)
        case "Seq.filter":
            return keep_items(items, result)
        case "Seq.exists":
            return collections.any_of(items, result)
        case "Seq.forall":
            return ~collections.any_of(items, ~result)
        case "Seq.count":
            return collections.count(items, result)
        case "Seq.find":
            return collections.first(keep_items(items, result), _spare(node.args[0]))
        case _:
            return _flattened(items, result)


def _spare(node: Expr) -> Any:
    import tensorflow as tf

    assert isinstance(node.type, SeqOf)
    return blank(node.type.item, tf.constant(1))


def _flattened(items: Items, result: Value) -> Items:
    import tensorflow as tf

    inner = collections.of_option(result) if isinstance(result, Opt) else result
    assert isinstance(inner, Items)
    return Items(tf.gather(inner.splits, items.splits), inner.item)


def flatten(node: Op, scope: Scope) -> Any:
    items = evaluate(node.args[0], scope)
    return _flattened(items, items.item)


def seq_of(node: Op, scope: Scope) -> Any:
    assert isinstance(node.type, SeqOf)
    if not node.args:
        return blank(node.type, scope.lanes)
    parts = [collections.single(value, scope.lanes) for value in operands(node, scope)]
    joined = parts[0]
    for part in parts[1:]:
        joined = collections.joined(joined, part)
    return joined


def seq_to(node: Op, scope: Scope) -> Any:
    return evaluate(node.args[0], scope)


def about_items(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    items = evaluate(node.args[0], scope)
    kind = node.args[0].type
    assert isinstance(kind, SeqOf)
    method = node.name.removeprefix("Seq.")
    match method:
        case "size":
            return collections.size(items)
        case "isEmpty":
            return items.lengths == 0
        case "nonEmpty":
            return items.lengths > 0
        case "headOption":
            return collections.first(items, _spare(node.args[0]))
        case "lastOption":
            return collections.last(items, _spare(node.args[0]))
        case "head" | "last":
            scope.throws(items.lengths == 0, f"NoSuchElementException: {method} of empty list")
            pick = collections.first if method == "head" else collections.last
            return pick(items, _spare(node.args[0])).value
        case "tail" | "init":
            scope.throws(items.lengths == 0, f"UnsupportedOperationException: {method} of empty")
            start = 1 if method == "tail" else 0
            return collections.cut(
                items, tf.zeros_like(items.lengths) + start, items.lengths - 1 + start
            )
        case "reverse":
            return collections.reverse(items)
        case "distinct":
            return collections.distinct(items, scalar(kind.item))
        case "sum":
            return collections.total(items, scalar(kind.item))
        case "max" | "min":
            return collections.extreme(method, items, scalar(kind.item), scope)
    raise NoRule(node.name)


def cut(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    items = evaluate(node.args[0], scope)
    counts = [tf.cast(evaluate(arg, scope), tf.int64) for arg in node.args[1:]]
    length, none = items.lengths, tf.zeros_like(items.lengths)
    count = tf.maximum(counts[0], 0)
    match node.name:
        case "Seq.take":
            return collections.cut(items, none, count)
        case "Seq.drop":
            return collections.cut(items, count, length)
        case "Seq.takeRight":
            return collections.cut(items, length - count, length)
        case "Seq.dropRight":
            return collections.cut(items, none, length - count)
        case _:
            return collections.cut(items, counts[0], counts[1])


def place(node: Op, scope: Scope) -> Any:
    items, place = operands(node, scope)
    found = collections.at(items, place, _spare(node.args[0]))
    if node.name == "Seq.lift":
        return found
    scope.throws(~found.defined, "IndexOutOfBoundsException")
    return found.value


def contains(node: Op, scope: Scope) -> Any:
    owner = node.args[0]
    # Nobody sees the order of a set that is only asked what it contains.
    if isinstance(owner, Op) and owner.name == "Seq.of":
        items = seq_of(owner, scope)
    else:
        items = evaluate(owner, scope)
    value = evaluate(node.args[1], scope)
    kind = node.args[0].type
    assert isinstance(kind, SeqOf)
    return collections.contains(items, value, scalar(kind.item))


def join(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    match node.name:
        case "Seq.append":
            return collections.joined(left, collections.single(right, scope.lanes))
        case "Seq.prepend":
            return collections.joined(collections.single(right, scope.lanes), left)
        case "Seq.concat":
            return collections.joined(left, right)
        case _:
            left, right = collections.zipped_length(left, right)
            return Items(left.splits, Fields({"_1": left.item, "_2": right.item}))


def with_index(node: Op, scope: Scope) -> Any:
    import tensorflow as tf

    (items,) = operands(node, scope)
    places = tf.range(items.splits[-1]) - tf.gather(items.splits[:-1], items.rows)
    return Items(items.splits, Fields({"_1": items.item, "_2": tf.cast(places, tf.int32)}))


def make_string(node: Op, scope: Scope) -> Any:
    items = evaluate(node.args[0], scope)
    kind = node.args[0].type
    assert isinstance(kind, SeqOf)
    marks = [literal_text(arg, node.name) for arg in node.args[1:]]
    return collections.text(items, scalar(kind.item), *marks)
