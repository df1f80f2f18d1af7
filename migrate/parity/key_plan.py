"""The parts of the key, each of a type that both sides can be brought to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from migrate.errors import BadInput
from migrate.parity.leaves import Leaf
from migrate.parity.model import AlignmentMode, Compatibility
from migrate.parity.plan import Key
from migrate.parity.policy import Policy
from migrate.parity.types import NUMBERS, Family
from migrate.parity.unify import unify

#: Types that cannot be told apart by their text, or have no total order.
_NO_KEYS: Final = frozenset({Family.LIST, Family.MAP, Family.STRUCT, Family.OTHER, Family.FLOAT})


def renamed(path: str, policy: Policy) -> str:
    """The name in NEW of a path of OLD."""
    for old, new in policy.rename:
        if path == old or path.startswith(f"{old}."):
            return new + path[len(old) :]
    return path


def keys_of(
    policy: Policy, left: tuple[Leaf, ...], right: tuple[Leaf, ...], mode: AlignmentMode
) -> tuple[Key, ...]:
    if mode is not AlignmentMode.KEY:
        return ()
    if not policy.key:
        raise BadInput("rows are aligned by key, and there is none", next_step="give --key a,b.c")
    mine, theirs = {e.path: e for e in left}, {e.path: e for e in right}
    return tuple(_key(name, mine, theirs, policy) for name in policy.key)


def _key(name: str, left: Mapping[str, Leaf], right: Mapping[str, Leaf], policy: Policy) -> Key:
    other = renamed(name, policy)
    for side, leaves, wanted in (("OLD", left, name), ("NEW", right, other)):
        if wanted not in leaves:
            raise BadInput(
                f"{side} has no column {wanted!r} for the key",
                next_step=f"its columns are {', '.join(list(leaves)[:12])}",
            )
    mine, theirs = left[name], right[other]
    both = unify(mine.type, theirs.type)
    if both.compatibility is Compatibility.INCOMPATIBLE or _text_beside_number(mine, theirs):
        raise BadInput(
            f"key {name!r} is {mine.type} in OLD and {theirs.type} in NEW: they cannot match",
            next_step="cast one side in [[normalise]] of a policy",
        )
    if both.type.family in _NO_KEYS or mine.is_record or theirs.is_record:
        raise BadInput(
            f"key {name!r} is {both.type}: such values are no key",
            next_step="name columns of whole numbers, texts, bytes, dates or times",
        )
    mask = policy.mask_for(name)
    return Key(name, both.left(mine.sql), both.right(theirs.sql), both.type, mask)


def _text_beside_number(left: Leaf, right: Leaf) -> bool:
    families = {left.type.family, right.type.family}
    return Family.STRING in families and bool(families & (NUMBERS | {Family.DATE}))
