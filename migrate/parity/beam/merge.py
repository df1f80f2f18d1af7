"""What shards know, added up; merging nothing gives nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy

from migrate.parity.beam.shards import Details
from migrate.parity.labels import Labels
from migrate.parity.partial import Survey


def surveys(found: Iterable[Survey | None]) -> Survey | None:
    """One survey of many."""
    total: Survey | None = None
    for each in found:
        if each is not None and total is None:
            total = deepcopy(each)  # a runner may hand out its own object
        elif each is not None and total is not None:
            total.merge(each)
    return total


def details(found: Iterable[Details | None]) -> Details | None:
    """One detail of many."""
    total: Details | None = None
    for each in found:
        if each is None:
            continue
        if total is None:
            total = deepcopy(each)
            continue
        total[0].merge(each[0])
        for index, sides in each[1].items():
            if index not in total[1]:
                total[1][index] = deepcopy(sides)
                continue
            for mine, theirs in zip(total[1][index], sides, strict=True):
                mine.merge(theirs)
    return total


def label_counts(found: Iterable[dict[int, Labels]]) -> dict[int, Labels]:
    """The counts of all shards."""
    total: dict[int, Labels] = {}
    for each in found:
        for index, counted in each.items():
            total.setdefault(index, Counter()).update(counted)
    return total
