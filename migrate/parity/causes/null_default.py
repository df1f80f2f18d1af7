"""A missing value was filled with a default, or the default was taken for missing: one constant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family

_FAMILIES = frozenset({Family.INT, Family.FLOAT, Family.STRING, Family.BOOL, Family.DECIMAL})
_NULL_TEXTS = ("null", "None", "NULL", "NaN", "nan", "N/A", "NA", r"\N", "undefined", "nil")


def _attempts(subject: Subject) -> Iterator[Attempt]:
    if subject.family not in _FAMILIES:
        return
    filled = Counter(_token(new) for old, new in subject.evidence if old is None)
    emptied = Counter(_token(old) for old, new in subject.evidence if new is None)
    for constant in _constant(filled, subject):
        yield Attempt(
            f"null became {constant[1]}",
            old=lambda v, c=constant[0]: f"COALESCE({v}, {c})",  # type: ignore[misc]
        )
    for constant in _constant(emptied, subject):
        yield Attempt(
            f"{constant[1]} became null",
            old=lambda v, c=constant[0]: f"NULLIF({v}, {c})",  # type: ignore[misc]
        )


def _token(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool) else float(value)


def _constant(found: Counter[Any], subject: Subject) -> Iterator[tuple[str, str]]:
    """The one value that most pairs have; texts that stand for null need no majority."""
    total = sum(found.values())
    for value, count in sorted(found.items(), key=lambda item: (-item[1], str(item[0]))):
        named = isinstance(value, str) and value in _NULL_TEXTS
        if named or (count * 2 > total and (count > 1 or total == 1)):
            literal = sql.text(value) if isinstance(value, str) else sql.number(value)
            if isinstance(value, bool):
                literal = str(value).lower()
            yield f"CAST({literal} AS {subject.type.sql})", repr(value)


CAUSE = Cause("null-default", "null and a default value were taken for each other", _attempts)
