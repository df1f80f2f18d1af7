"""One-hot columns whose labels were numbered in another order, in one table or in several.

Rows of the evidence tell which column's one went where. The permutation counts only if almost
every row agrees. :mod:`migrate.parity.relabelled_rows` finds the rows that follow it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from migrate.parity.partial import EVIDENCE, Survey
from migrate.parity.plan import Plan
from migrate.parity.types import NUMBERS

#: A move must be seen so often before it counts as a rule. Of two columns any change is an
#: exchange, so a rule has three at least.
_SEEN: Final = 3
_COLUMNS: Final = 3
#: The part of the rows of the evidence that must follow the rule.
_AGREE: Final = 0.9
#: What a label's column may be called: the feature, a mark, the label.
_FEATURE: Final = re.compile(r"(.*)[-_.=:/ ]")


@dataclass(frozen=True, slots=True)
class Permutation:
    """By number of a field, that of the field whose ones it has now."""

    source: Mapping[int, int]

    def __contains__(self, index: int) -> bool:
        return index in self.source


def permutations(plan: Plan, survey: Survey) -> tuple[Permutation, ...]:
    """The sets of columns that were permuted: all of one type, or of a feature."""
    sets: dict[str, list[int]] = defaultdict(list)
    for index, counted in enumerate(survey.fields):
        if counted.different and _is_one_hot(plan, survey, index):
            sets[plan.fields[index].type.sql].append(index)
    found = [each for columns in sets.values() for each in _of_set(plan, survey, columns)]
    return tuple(sorted(found, key=lambda each: min(each.source)))


def _is_one_hot(plan: Plan, survey: Survey, index: int) -> bool:
    """Zero became the one other value, or that became zero."""
    field = plan.fields[index]
    if field.type.family not in NUMBERS or field.mask is not None:
        return False
    found = {value for _, old, new in survey.fields[index].evidence for value in (old, new)}
    return len(found) == 2 and None not in found and 0 in found


def _of_set(plan: Plan, survey: Survey, columns: Sequence[int]) -> Iterator[Permutation]:
    if whole := _source(survey, columns):
        yield Permutation(whole)
        return
    features: dict[str, list[int]] = defaultdict(list)
    for index in columns:
        if match := _FEATURE.match(plan.fields[index].name):
            features[match[1]].append(index)
    for each in features.values():
        if len(each) < len(columns) and (source := _source(survey, each)):
            yield Permutation(source)


def _source(survey: Survey, columns: Sequence[int]) -> dict[int, int]:
    """By column, the one whose ones it has now; empty where too many rows disagree."""
    moves: Counter[tuple[int, int]] = Counter()
    rows = 0
    for row in _rows(survey, columns):
        gone = [index for index, (old, new) in row.items() if old and not new]
        come = [index for index, (old, new) in row.items() if new and not old]
        rows += 1
        if len(gone) == len(come) == 1 and len(row) == 2:
            moves[come[0], gone[0]] += 1
    source: dict[int, int] = {}
    for (new, old), count in moves.most_common():
        if new not in source and old not in source.values() and count >= _SEEN:
            source[new] = old
    agree = sum(moves[move] for move in source.items())
    permuted = len(source) >= _COLUMNS and set(source) == set(source.values())
    return source if permuted and agree >= _AGREE * rows else {}


def _rows(survey: Survey, columns: Sequence[int]) -> Iterator[Mapping[int, tuple[Any, Any]]]:
    """Old and new values by column, of rows that the evidence of every column that differs has."""
    evidence = {index: survey.fields[index].evidence for index in columns}
    last = min((rows[-1][0] for rows in evidence.values() if len(rows) >= EVIDENCE), default=None)
    found: dict[int, dict[int, tuple[Any, Any]]] = defaultdict(dict)
    for index, rows in evidence.items():
        for place, old, new in rows:
            if last is None or place < last:
                found[place][index] = (old, new)
    return iter(found.values())
