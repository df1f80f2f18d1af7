"""The operations that go through a collection from the left."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Op
from bridges.featran.getters.types import DOUBLE, FLOAT, INT, LONG
from bridges.featran.tf import exact
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections, numbers
from bridges.featran.tf.getters.collected import collection, item_of, spare, unordered
from bridges.featran.tf.getters.evaluate import call, evaluate, function_of, scalar
from bridges.featran.tf.getters.loops import fold
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items, dtype_of
from bridges.featran.tf.rows import ragged


def fold_left(node: Op, scope: Scope) -> Any:
    items = collection(node.args[0], scope)
    start, function = evaluate(node.args[1], scope), function_of(node.args[2])
    return fold(
        start,
        items,
        spare(node.args[0]),
        lambda inner, so_far, item: call(function, inner, so_far, item),
        scope,
    )


def reduce(node: Op, scope: Scope) -> Any:
    """``reduce``: the first item is the start; raises on none."""
    import tensorflow as tf

    items = collection(node.args[0], scope)
    blank = spare(node.args[0])
    first = collections.first(items, blank)
    scope.throws(~first.defined, "UnsupportedOperationException: empty.reduceLeft")
    rest = collections.part("drop", items, tf.ones_like(items.lengths))
    function = function_of(node.args[1])
    return fold(
        first.value,
        rest,
        blank,
        lambda inner, so_far, item: call(function, inner, so_far, item),
        scope,
    )


_SUMMED = (INT, LONG, FLOAT, DOUBLE)


def total(node: Op, scope: Scope) -> Any:
    """``sum`` and ``product``: floating point from the left, from 0.0 or 1.0."""
    import tensorflow as tf

    kind = scalar(item_of(node.args[0]))
    if kind not in _SUMMED:
        raise NoRule(f"{node.name} of {kind}")
    floating, product = kind in (FLOAT, DOUBLE), node.name == "Seq.product"
    items = (collection if floating else unordered)(node.args[0], scope)
    if not product and kind != FLOAT:
        return _sum(items, floating)
    sign = "*" if product else "+"
    return fold(
        tf.fill([scope.lanes], tf.constant(int(product), dtype_of(kind))),
        items,
        spare(node.args[0]),
        lambda inner, so_far, item: numbers.arithmetic(sign, so_far, item, kind, inner),
        scope,
    )


def _sum(items: Items, floating: bool) -> Tensor:
    import tensorflow as tf

    rows = ragged(items.splits, items.item)
    return exact.sequential_sum(rows.to_tensor(0.0)) if floating else tf.reduce_sum(rows, axis=1)
