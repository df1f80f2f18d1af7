"""Labels were numbered in another order: positions of vectors, codes or one-hot columns moved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrate.parity import sql
from migrate.parity.causes import one_hot
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.model import Kind
from migrate.parity.types import Family

#: A code must be seen so often before its new code counts as a rule.
_SEEN = 2
_MOST_LABELS = 1000


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.kind is Kind.VECTOR and not subject.lifted:
        yield from _vectors(subject)
    elif not subject.lifted and (permuted := list(one_hot.attempts(subject))):
        yield from permuted
    elif subject.family in (Family.INT, Family.STRING) and not subject.lifted:
        yield from _codes(subject)


def _vectors(subject: Subject) -> Iterator[Attempt]:
    """One-hot vectors: where the one was, and where it is now."""
    moves: dict[int, int] = {}
    size = 0
    for old, new in subject.values():
        places = _hot(old), _hot(new)
        if len(old) != len(new) or None in places or (size and len(old) != size):
            continue
        size = len(old)
        if moves.setdefault(places[0], places[1]) != places[1]:  # type: ignore[arg-type]
            return
    if not moves or set(moves) != set(moves.values()):
        return
    source = {new: old for old, new in moves.items()}
    picks = ", ".join(f"list_extract(v, {source.get(i, i) + 1})" for i in range(size))

    def permuted(value: str) -> str:
        inner = picks.replace("(v,", f"({value},")
        return f"CASE WHEN len({value}) = {size} THEN [{inner}] ELSE {value} END"

    yield Attempt(f"{len(moves)} positions permuted", old=permuted)


def _hot(vector: Any) -> int | None:
    """The place of the only element that is not zero."""
    places = [i for i, v in enumerate(vector) if v]
    return places[0] if len(places) == 1 else None


def _codes(subject: Subject) -> Iterator[Attempt]:
    """A one-to-one map of old codes to new ones, onto the same set of codes."""
    counts: dict[Any, dict[Any, int]] = {}
    for old, new in subject.values():
        found = counts.setdefault(old, {})
        found[new] = found.get(new, 0) + 1
    mapping = {old: next(iter(news)) for old, news in counts.items() if len(news) == 1}
    often = all(sum(news.values()) >= _SEEN for news in counts.values())
    onto = set(mapping) == set(mapping.values())
    # Of two codes any change is an exchange: it is a rule only where no row kept its code.
    enough = len(mapping) > 2 or (len(mapping) == 2 and not subject.unchanged)
    if len(mapping) != len(counts) or not (enough and often and onto):
        return
    if len(mapping) > _MOST_LABELS:
        return
    kind = subject.type.sql
    cases = " ".join(
        f"WHEN {_literal(old)} THEN {_literal(new)}" for old, new in sorted(mapping.items())
    )
    yield Attempt(
        f"{len(mapping)} labels permuted",
        old=lambda v: f"CAST(CASE {v} {cases} ELSE {v} END AS {kind})",
    )


def _literal(value: Any) -> str:
    return sql.text(value) if isinstance(value, str) else str(int(value))


CAUSE = Cause("label-order", "labels are numbered in another order", _attempts)
