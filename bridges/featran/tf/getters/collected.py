"""Collections as operations see them: in order, in no order, item by item."""

from __future__ import annotations

from typing import Any

from bridges.featran.getters.ast import Expr, Fn, Var, walk
from bridges.featran.getters.types import MapOf, OptionOf, SeqOf, Type
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.evaluate import NothingComes, call, evaluate
from bridges.featran.tf.getters.scope import Scope
from bridges.featran.tf.getters.tries import in_order
from bridges.featran.tf.getters.values import Items, Keyed, Value, blank


def collection(node: Expr, scope: Scope) -> Items:
    """The items of a collection in the order that Scala visits them."""
    value = evaluate(node, scope)
    if not isinstance(value, Keyed):
        return _as_items(value)
    kind = node.type
    assert isinstance(kind, SeqOf | MapOf)
    return in_order(value, kind.item if isinstance(kind, SeqOf) else kind.key, scope.flavour)


def unordered(node: Expr, scope: Scope) -> Items:
    """The items of a collection for a question that their order does not change."""
    value = evaluate(node, scope)
    return value.items if isinstance(value, Keyed) else _as_items(value)


def _as_items(value: Any) -> Items:
    if not isinstance(value, Items):
        raise NoRule("a collection of this kind")
    return value


def item_of(node: Expr) -> Type:
    """The type of a collection's items."""
    if isinstance(node.type, SeqOf | OptionOf):
        return node.type.item
    raise NoRule(f"the items of a {node.type}")


def spare(node: Expr) -> Value:
    """One blank item of a collection."""
    import tensorflow as tf

    return blank(item_of(node), tf.constant(1))


def each(function: Fn, items: Items, scope: Scope, stops: bool | None = None) -> Any:
    """The function's value for every item.

    ``stops``: the value after which Scala asks no further, so that nothing is raised there.
    """
    names = frozenset(node.name for node in walk(function.body) if isinstance(node, Var))
    inner = scope.spread(items.rows, names)
    try:
        result = call(function, inner, items.item)
    except NothingComes as error:
        raise NoRule("a function over a collection that always throws") from error
    if inner.raised:
        before = None if stops is None else _after(items, result if stops else ~result)
        scope.hears(inner, items.rows, before)
    return result


def _after(items: Items, flags: Tensor) -> Tensor:
    """Whether an earlier item of the lane has its flag set."""
    import tensorflow as tf

    so_far = tf.pad(tf.cumsum(tf.cast(flags, tf.int32)), [[1, 0]])
    begin = tf.gather(so_far, tf.gather(items.splits[:-1], items.rows))
    return so_far[:-1] > begin
