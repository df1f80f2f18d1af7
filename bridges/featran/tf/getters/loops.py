"""Folds: one step per item, from the left, in all lanes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.values import (
    Fields,
    Items,
    Keyed,
    Opt,
    Value,
    concat,
    gather,
    select,
)

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
        so_far, _ = _rebuilt(start, state)
        made = step(inner, so_far, gather(padded, tf.where(here, first + i, end)))
        for mask, _ in inner.raised:
            raised |= mask
        return [i + 1, raised, *_leaves(select(here, made, so_far))]

    begin = [tf.constant(0, tf.int64), tf.zeros_like(lengths, tf.bool), *_leaves(start)]
    shapes = [tf.TensorShape([None] * t.shape.rank) for t in begin]
    longest = tf.reduce_max(tf.pad(lengths, [[0, 1]]))
    _, raised, *state = _loop(longest, body, begin, shapes)
    scope.raised.append((raised, "an exception in a fold"))
    return _rebuilt(start, state)[0]


def _loop(longest: Tensor, body: Callable[..., Any], begin: list[Any], shapes: list[Any]) -> Any:
    import tensorflow as tf

    from bridges.featran.tf.getters.evaluate import NothingComes

    try:
        return tf.while_loop(lambda i, *_: i < longest, body, begin, shape_invariants=shapes)
    except NothingComes as error:
        raise NoRule("a fold that always throws") from error


def _leaves(value: Value) -> list[Tensor]:
    """The tensors of a value, in a fixed order."""
    match value:
        case Opt(defined, inner):
            return [defined, *_leaves(inner)]
        case Items(splits, item):
            return [splits, *_leaves(item)]
        case Keyed(items, hashed):
            return [hashed, *_leaves(items)]
        case Fields(fields):
            return [leaf for field in fields.values() for leaf in _leaves(field)]
        case _:
            return [value]


def _rebuilt(like: Value, leaves: Any) -> tuple[Value, Any]:
    """The value of such tensors, and the tensors left over."""
    match like:
        case Opt(_, inner):
            value, rest = _rebuilt(inner, leaves[1:])
            return Opt(leaves[0], value), rest
        case Items(_, item):
            value, rest = _rebuilt(item, leaves[1:])
            return Items(leaves[0], value), rest
        case Keyed(items, _):
            value, rest = _rebuilt(items, leaves[1:])
            return Keyed(cast("Items", value), leaves[0]), rest
        case Fields(fields):
            made = {}
            for name, field in fields.items():
                made[name], leaves = _rebuilt(field, leaves)
            return Fields(made), leaves
        case _:
            return leaves[0], leaves[1:]
