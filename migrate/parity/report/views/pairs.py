"""Two values side by side, wherever the page shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate.parity.model import Example, KeyPart, ValueChange
from migrate.parity.report.highlight import Pieces, highlighted

#: Changes that occur once each say little: so many of them are shown, and of others.
FEW_CHANGES, MOST_CHANGES = 3, 12


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values side by side; None is a null, ``cause`` the title of what explains it."""

    old: Pieces | None
    new: Pieces | None
    cause: str = ""
    field: str = ""
    count: int = 0
    share: float = 0.0
    delta: float | None = None
    key: tuple[KeyPart, ...] = ()
    row_class: str = ""


def changes_of(changes: Sequence[ValueChange]) -> tuple[Pair, ...]:
    """The changes that say most, with bars by the most frequent one."""
    most = max((c.count for c in changes), default=0) or 1
    found = []
    for change in changes[: MOST_CHANGES if most > 1 else FEW_CHANGES]:
        old, new = pieces_of(change.left, change.right)
        found.append(Pair(old, new, count=change.count, share=round(100 * change.count / most, 1)))
    return tuple(found)


def example_of(example: Example, titles: Mapping[str, str]) -> Pair:
    """An example with the title of its cause."""
    old, new = pieces_of(example.left, example.right)
    cause = titles.get(example.cause, example.cause)
    return Pair(old, new, cause, delta=example.delta, key=example.key)


def pieces_of(left: str | None, right: str | None) -> tuple[Pieces | None, Pieces | None]:
    """Both values with what differs marked; None for a null."""
    old, new = highlighted(left, right)
    return (None if left is None else old), (None if right is None else new)
