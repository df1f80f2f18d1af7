"""Values as flat lists of tensors, which loops carry, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.getters.values import Fields, Items, Keyed, Opt, Value


def leaves(value: Value) -> list[Tensor]:
    """The tensors of a value, in a fixed order."""
    match value:
        case Opt(defined, inner):
            return [defined, *leaves(inner)]
        case Items(splits, item):
            return [splits, *leaves(item)]
        case Keyed(items, hashed):
            return [hashed, *leaves(items)]
        case Fields(fields):
            return [leaf for field in fields.values() for leaf in leaves(field)]
        case _:
            return [value]


def rebuilt(like: Value, tensors: Sequence[Tensor]) -> Any:
    """The value of such tensors, of the same form as another."""
    return _taken(like, list(tensors))[0]


def _taken(like: Value, leaves: Any) -> tuple[Value, Any]:
    """The value of such tensors, and the tensors left over."""
    match like:
        case Opt(_, inner):
            value, rest = _taken(inner, leaves[1:])
            return Opt(leaves[0], value), rest
        case Items(_, item):
            value, rest = _taken(item, leaves[1:])
            return Items(leaves[0], value), rest
        case Keyed(items, _):
            value, rest = _taken(items, leaves[1:])
            return Keyed(cast("Items", value), leaves[0]), rest
        case Fields(fields):
            made = {}
            for name, field in fields.items():
                made[name], leaves = _taken(field, leaves)
            return Fields(made), leaves
        case _:
            return leaves[0], leaves[1:]
