"""The operations that make collections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bridges.featran.getters.ast import Expr, Lit, Op
from bridges.featran.getters.types import SeqOf
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters import collections
from bridges.featran.tf.getters.collected import collection, each
from bridges.featran.tf.getters.evaluate import constant_of, evaluate, function_of, operands
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items, blank, gather


def seq_of(node: Op, scope: Scope) -> Any:
    assert isinstance(node.type, SeqOf)
    if not node.args:
        return blank(node.type, scope.lanes)
    if all(isinstance(arg, Lit) and arg.value is not None for arg in node.args):
        return _constants(node.args, scope)
    parts = [collections.single(value, scope.lanes) for value in operands(node, scope)]
    joined = parts[0]
    for part in parts[1:]:
        joined = collections.joined(joined, part)
    return joined


def _constants(literals: Sequence[Expr], scope: Scope) -> Items:
    import tensorflow as tf

    values = tf.stack([constant_of(arg) for arg in literals if isinstance(arg, Lit)])
    splits = tf.range(tf.cast(scope.lanes, tf.int64) + 1) * len(literals)
    return Items(splits, tf.tile(values, [scope.lanes]))


def seq_to(node: Op, scope: Scope) -> Any:
    """A collection as one of another kind; a set that stays one keeps its order."""
    value = evaluate(node.args[0], scope)
    assert isinstance(node.type, SeqOf)
    return value if node.type.kind == "Set" else collection(node.args[0], scope)


def span(node: Op, scope: Scope) -> Any:
    """``start until stop by step``; lanes that are not here make nothing."""
    import tensorflow as tf

    bounds = operands(node, scope)
    start, stop, step = (tf.cast(bound, tf.int64) for bound in bounds)
    scope.throws(tf.equal(step, 0), "IllegalArgumentException: step cannot be 0.")
    here = scope.active & (step != 0)
    step = tf.where(here, step, 1)
    places = tf.ragged.range(start, tf.where(here, stop, start), step)
    values = tf.cast(places.flat_values, bounds[0].dtype)
    return Items(tf.cast(places.row_splits, tf.int64), values)


def _counted(count: Tensor, scope: Scope) -> Items:
    """The places 0, 1 … of as many items."""
    import tensorflow as tf

    size = tf.where(scope.active, tf.maximum(count, 0), 0)
    places = tf.ragged.range(size)
    return Items(tf.cast(places.row_splits, tf.int64), places.flat_values)


def fill(node: Op, scope: Scope) -> Any:
    """``fill``: nothing is raised where no item is made."""
    count = evaluate(node.args[0], scope)
    places = _counted(count, scope)
    item = evaluate(node.args[1], scope.when(count > 0))
    return Items(places.splits, gather(item, places.rows))


def tabulate(node: Op, scope: Scope) -> Any:
    places = _counted(evaluate(node.args[0], scope), scope)
    return Items(places.splits, each(function_of(node.args[1]), places, scope))
