"""Folds: one step per item, from the left, in all lanes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.leaves import leaves, rebuilt
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import Items, Value, concat, gather, select

Step = Callable[[Scope, Any, Any], Value]


def fold(start: Value, items: Items, spare: Value, step: Step, scope: Scope) -> Any:
    """What ``step(scope, so_far, item)`` makes of ``start`` and each lane's items in turn.

    ``spare`` is one blank item. What a step raises counts in the lanes that have the item.
    """
    import tensorflow as tf

    padded = concat(items.item, spare)
    first, lengths, end = items.splits[:-1], items.lengths, items.splits[-1]

    def body(i: Tensor, raised: Tensor, *state: Tensor) -> list[Tensor]:
        here = i < lengths
        inner = replace(scope, active=scope.active & here, raised=[])
        so_far = rebuilt(start, state)
        made = step(inner, so_far, gather(padded, tf.where(here, first + i, end)))
        for mask, _ in inner.raised:
            raised |= mask
        return [i + 1, raised, *leaves(select(here, made, so_far))]

    begin = [tf.constant(0, tf.int64), tf.zeros_like(lengths, tf.bool), *leaves(start)]
    shapes = [tf.TensorShape([None] * t.shape.rank) for t in begin]
    longest = tf.reduce_max(tf.pad(lengths, [[0, 1]]))
    _, raised, *state = _loop(longest, body, begin, shapes)
    scope.raised.append((raised, "an exception in a fold"))
    return rebuilt(start, state)


def _loop(longest: Tensor, body: Callable[..., Any], begin: list[Any], shapes: list[Any]) -> Any:
    import tensorflow as tf

    from bridges.featran.tf.getters.evaluate import NothingComes

    try:
        return tf.while_loop(lambda i, *_: i < longest, body, begin, shape_invariants=shapes)
    except NothingComes as error:
        raise NoRule("a fold that always throws") from error
