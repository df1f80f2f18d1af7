"""Rules for values that hold others."""

from __future__ import annotations

from collections.abc import Callable

from migrate.parity import sql
from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Family, Type, list_of
from migrate.parity.unify.unified import Unified, both

#: How the items of two types are compared.
Unify = Callable[[Type, Type], Unified]


def lists(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Lists of items that have a common type."""
    items = unify(left.item, right.item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    common = list_of(items.type)
    return Unified(items.compatibility, common, _each(items.left), _each(items.right))


def structs(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Structs inside lists and maps: the same field names, in any order."""
    mine, theirs = dict(left.children), dict(right.children)
    if mine.keys() != theirs.keys():
        return None
    found = {field: unify(mine[field], theirs[field]) for field in mine}
    worst = {each.compatibility for each in found.values()}
    if Compatibility.INCOMPATIBLE in worst:
        return None
    inner = ", ".join(f"{sql.name(field)} {each.type.sql}" for field, each in found.items())
    children = tuple((field, each.type) for field, each in found.items())
    common = Type(Family.STRUCT, f"STRUCT({inner})", children=children)
    return both(worst.pop() if len(worst) == 1 else Compatibility.CONVERTIBLE, common)


def maps(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Maps whose keys and whose values have a common type."""
    (_, left_key), (_, left_value) = left.children
    (_, right_key), (_, right_value) = right.children
    keys, values = unify(left_key, right_key), unify(left_value, right_value)
    if Compatibility.INCOMPATIBLE in (keys.compatibility, values.compatibility):
        return None
    children = (("key", keys.type), ("value", values.type))
    common = Type(Family.MAP, f"MAP({keys.type.sql}, {values.type.sql})", children=children)
    return both(values.compatibility, common)


def wrapped(left: Type, right: Type, unify: Unify) -> Unified | None:
    """A scalar beside a list: a list of one, as tf.Example has every value."""
    if Family.LIST not in (left.family, right.family):
        return None
    left_item = left.item if left.family is Family.LIST else left
    right_item = right.item if right.family is Family.LIST else right
    items = unify(left_item, right_item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    common = list_of(items.type)
    if left.family is Family.LIST:
        return Unified(Compatibility.CONVERTIBLE, common, _each(items.left), _one(items.right))
    return Unified(Compatibility.CONVERTIBLE, common, _one(items.left), _each(items.right))


def _each(item: Expr) -> Expr:
    return lambda value: f"list_transform({value}, lambda e: {item('e')})"


def _one(item: Expr) -> Expr:
    return lambda value: f"CASE WHEN {value} IS NOT NULL THEN [{item(value)}] END"
