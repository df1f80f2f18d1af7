"""The operations that sort or compare."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import DOUBLE, FLOAT, Type
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, order
from bridges.featran.tf.getters.collected import collection, each, item_of, spare, unordered
from bridges.featran.tf.getters.evaluate import function_of, operands
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items


def sort(node: Op, scope: Scope) -> Any:
    if node.name == "Seq.sorted":
        items = unordered(node.args[0], scope)
        return order.sorted_by(items, order.keys_of(items.item, item_of(node.args[0])))
    items = collection(node.args[0], scope)
    return order.sorted_by(items, _by(node, items, scope)[0])


def _by(node: Op, items: Items, scope: Scope) -> tuple[list[Tensor], Type]:
    """The keys that a function, if there is one, gives the items; and their type."""
    if len(node.args) == 1:
        kind = item_of(node.args[0])
        return order.keys_of(items.item, kind), kind
    function = function_of(node.args[1])
    return order.keys_of(each(function, items, scope), function.type), function.type


def extreme(node: Op, scope: Scope) -> Any:
    """``max``, ``min``, ``maxBy``, ``minBy``: the first of equal items; raises on none."""
    method = node.name.removeprefix("Seq.")
    items = collection(node.args[0], scope) if "By" in method else unordered(node.args[0], scope)
    keys, kind = _by(node, items, scope)
    if kind in (FLOAT, DOUBLE) and scope.flavour.scala == "2.12":
        raise NoRule(f"{method} of {kind} as Scala 2.12 compares")
    place = order.extreme_place(method, items, keys)
    scope.throws(place < 0, f"UnsupportedOperationException: empty.{method}")
    return collections.at(items, place, spare(node.args[0])).value


def compare(node: Op, scope: Scope) -> Any:
    left, right = operands(node, scope)
    return order.compare(left, right, node.args[0].type)
