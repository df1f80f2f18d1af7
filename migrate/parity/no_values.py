"""Columns without a value beside records: the same fields, all of them null."""

from __future__ import annotations

from collections.abc import Callable

from migrate.parity.key_plan import renamed
from migrate.parity.leaves import Leaf
from migrate.parity.policy import Policy
from migrate.parity.types import NOTHING, Family

Leaves = tuple[Leaf, ...]


def without_values(left: Leaves, right: Leaves, policy: Policy) -> tuple[Leaves, Leaves]:
    """Both sides with the fields of the other side's records where they have only nulls or ``{}``.

    Else each field would be a column of one side.
    """
    mine = {renamed(leaf.path, policy): leaf for leaf in left}
    theirs = {leaf.path: leaf for leaf in right}
    opened_left, opened_right = list[Leaf](), list[Leaf]()
    for name, leaf in mine.items():
        opened_left += _opened(leaf, theirs.get(name), right, _moved(name, leaf.path))
    for name, leaf in theirs.items():
        opened_right += _opened(leaf, mine.get(name), left, lambda path: renamed(path, policy))
    return tuple(opened_left), tuple(opened_right)


def _is_empty(leaf: Leaf) -> bool:
    is_map = leaf.type.family is Family.MAP
    return not leaf.is_record and (leaf.type.item if is_map else leaf.type) == NOTHING


def _moved(old: str, new: str) -> Callable[[str], str]:
    return lambda path: new + path[len(old) :]


def _opened(
    leaf: Leaf, other: Leaf | None, leaves: Leaves, path: Callable[[str], str]
) -> list[Leaf]:
    """The leaf, or as a record with the fields of the other side's one."""
    if other is None or not other.is_record or not _is_empty(leaf):
        return [leaf]
    there = f"CASE WHEN {leaf.sql} IS NOT NULL THEN true END"
    fields = [each for each in leaves if each.path.startswith(f"{other.path}.")]
    return [
        Leaf(leaf.path, there, leaf.type, leaf.parent, is_record=True),
        *(
            Leaf(path(each.path), "NULL", NOTHING, path(each.parent), each.is_record)
            for each in fields
        ),
    ]
