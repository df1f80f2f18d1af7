"""Both sides of a column with few values, as bars."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from migrate.parity.model import Distribution
from migrate.parity.report.charts.shares import shares

#: More categories than these are added up as "others".
CATEGORIES: Final = 12
_OTHERS: Final = re.compile(r"(\d+) others")


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a column with few values, with bars of 0 … 100 % of the largest."""

    label: str
    old: float
    new: float
    left: int
    right: int


def categories(distribution: Distribution) -> tuple[Category, ...]:
    """The largest categories of both sides; the rest added up, on its own scale."""
    olds, news = shares(distribution)
    named, rest, unnamed = [], [], 0
    for each, old, new in zip(distribution.bins, olds, news, strict=True):
        row = Category(each.label, 100 * old, 100 * new, each.left, each.right)
        if others := _OTHERS.fullmatch(each.label):
            unnamed += int(others[1])
            rest.append(row)
        elif each.left or each.right:
            named.append(row)
    named.sort(key=lambda c: (-max(c.left, c.right), c.label))
    shown = named if len(named) + len(rest) <= CATEGORIES else named[: CATEGORIES - 1]
    rest += named[len(shown) :]
    most = max((max(c.old, c.new) for c in shown), default=0.0) or 100.0
    scaled = [replace(c, old=100 * c.old / most, new=100 * c.new / most) for c in shown]
    if not rest:
        return tuple(scaled)
    label = f"{unnamed + len(named) - len(shown)} others"
    return (*scaled, Category(label, 0, 0, sum(c.left for c in rest), sum(c.right for c in rest)))
