"""One-hot labels with a column each, numbered in another order: the columns are permuted.

Rows of the evidence tell which column's one went where. The permutation counts only if every row
agrees, and explains a difference only where the whole row is what it makes of the old row.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Neighbour, Subject
from migrate.parity.partial import EVIDENCE
from migrate.parity.types import NUMBERS

#: A move must be seen so often before it counts as a rule. Of two columns any change is an
#: exchange, so a rule has three at least.
_SEEN: Final = 3
_COLUMNS: Final = 3
#: By column, its value in one row before and after.
Row = Mapping[str, tuple[Any, Any]]


def attempts(subject: Subject) -> Iterator[Attempt]:
    """The permutation's column in place of the subject's own."""
    if subject.family not in NUMBERS or not _is_one_hot(subject.evidence):
        return
    own = Neighbour(
        subject.name,
        subject.type,
        f"l{subject.place}",
        f"r{subject.place}",
        f"c{subject.place}",
        subject.rows,
    )
    columns = {n.name: n for n in (own, *subject.neighbours) if n.type.sql == subject.type.sql}
    source = _sources(columns)
    if subject.name not in source:
        return
    whole = (sql.same(columns[new].new, columns[old].old) for new, old in source.items())
    yield Attempt(
        f"{len(source)} columns permuted",
        old=lambda _v: columns[source[subject.name]].old,
        when=sql.all_of(whole),
    )


def _is_one_hot(pairs: Any) -> bool:
    """Zero became the one other value, or that became zero."""
    found = {value for pair in pairs for value in pair}
    return len(found) == 2 and None not in found and 0 in found


def _sources(columns: Mapping[str, Neighbour]) -> Mapping[str, str]:
    """By column, the one whose ones it has now; empty where rows do not agree on it."""
    moves: Counter[tuple[str, str]] = Counter()
    for row in _rows(columns):
        gone = [name for name, (old, new) in row.items() if old and not new]
        come = [name for name, (old, new) in row.items() if new and not old]
        if len(gone) != 1 or len(come) != 1 or len(row) != 2:
            return {}
        moves[come[0], gone[0]] += 1
    source = dict(moves.keys())
    permuted = len(moves) == len(source) and set(source) == set(source.values())
    often = len(source) >= _COLUMNS and min(moves.values()) >= _SEEN
    return source if permuted and often else {}


def _rows(columns: Mapping[str, Neighbour]) -> Iterator[Row]:
    """Rows of which the evidence of every column that differs in them is there."""
    last = min(
        (column.rows[-1][0] for column in columns.values() if len(column.rows) >= EVIDENCE),
        default=None,
    )
    found: dict[int, dict[str, tuple[Any, Any]]] = defaultdict(dict)
    for name, column in columns.items():
        for place, old, new in column.rows:
            if last is None or place < last:
                found[place][name] = (old, new)
    return iter(found.values())
