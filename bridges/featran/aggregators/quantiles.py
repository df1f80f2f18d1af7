"""A QTree together with the least and the greatest value, for the quantile transformers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from bridges.featran.aggregators.extremes import Extremes
from bridges.featran.aggregators.min_max import MinMax
from bridges.featran.aggregators.qtree import QTree, Tree
from bridges.featran.columns import Doubles


class Quantiles(NamedTuple):
    """What quantile transformers read their bounds from."""

    tree: Tree
    seen: Extremes


class State(NamedTuple):
    """What some rows said: nothing before the first one."""

    tree: Tree | None
    seen: Extremes | None


@dataclass(frozen=True)
class QuantilesAggregator:
    """Learns both side by side."""

    k: int
    total_order: bool
    _tree: QTree = field(init=False)
    _seen: MinMax = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", QTree(self.k))
        object.__setattr__(self, "_seen", MinMax(self.total_order))

    def zero(self) -> State:
        """Return the state of no rows."""
        return State(None, None)

    def add(self, state: State, column: Doubles) -> State:
        """Fold a column in."""
        return State(self._tree.add(state.tree, column), self._seen.add(state.seen, column))

    def merge(self, left: State, right: State) -> State:
        """Join two parts."""
        tree = self._tree.merge(left.tree, right.tree)
        return State(tree, self._seen.merge(left.seen, right.seen))

    def present(self, state: State) -> Quantiles | None:
        """Return both."""
        if state.tree is None or state.seen is None:
            return None
        return Quantiles(state.tree, state.seen)
