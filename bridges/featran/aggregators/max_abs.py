"""The greatest absolute value."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridges.featran.aggregators.extremes import Extremes
from bridges.featran.aggregators.min_max import MinMax
from bridges.featran.columns import Doubles


@dataclass(frozen=True)
class MaxAbs(MinMax):
    """Algebird's Max over |x|."""

    def add(self, state: Extremes | None, column: Doubles) -> Extremes | None:
        """Fold the absolute values of a column in."""
        return super().add(state, Doubles(np.abs(column.values), column.present))
