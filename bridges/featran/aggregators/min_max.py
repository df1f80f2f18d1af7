"""The least and the greatest value."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.aggregators.extremes import Extremes, fold, merge
from bridges.featran.columns import Doubles


@dataclass(frozen=True)
class MinMax:
    """Algebird's ``(Min, Max)``; the order of NaN and −0.0 is the flavour's."""

    total_order: bool

    def zero(self) -> Extremes | None:
        """Return the state of no rows."""
        return None

    def add(self, state: Extremes | None, column: Doubles) -> Extremes | None:
        """Fold a column in."""
        values = column.values if column.present.all() else column.values[column.present]
        return self.merge(state, fold(values, self.total_order))

    def merge(self, left: Extremes | None, right: Extremes | None) -> Extremes | None:
        """Join two parts."""
        return merge(left, right, self.total_order)

    def present(self, state: Extremes | None) -> Extremes | None:
        """Return the extremes."""
        return state
