"""Mean and deviation by Algebird's pairwise formula."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from bridges.featran.columns import Doubles


class Moments(NamedTuple):
    """Count, mean and the sum of squared differences from it (M2)."""

    n: float
    mean: float
    m2: float


class MeanDeviation(NamedTuple):
    """Mean and population standard deviation."""

    mean: float
    std: float


class MomentsAggregator:
    """Chan's update, in the operations and the order of Algebird 0.13."""

    def zero(self) -> Moments:
        """Return the state of no rows."""
        return Moments(0.0, 0.0, 0.0)

    def add(self, state: Moments, column: Doubles) -> Moments:
        """Fold a column in, value by value."""
        from bridges.featran.kernels.moments import fold

        present = np.ascontiguousarray(column.present)
        return Moments(*fold(*state, np.ascontiguousarray(column.values), present))

    def merge(self, left: Moments, right: Moments) -> Moments:
        """Join two parts; the larger one moves by the smaller."""
        if not left.n or not right.n:
            return left if left.n else right
        count = left.n + right.n
        delta = right.mean - left.mean
        m2 = left.m2 + right.m2 + delta * delta * left.n * right.n / count
        return Moments(count, _mean(left, right, count), m2)

    def present(self, state: Moments) -> MeanDeviation | None:
        """Return mean and sqrt(M2 / count)."""
        if not state.n:
            return None
        variance = state.m2 / state.n
        std = math.sqrt(variance) if variance >= 0 else math.nan
        return MeanDeviation(state.mean, std)


def _mean(left: Moments, right: Moments, count: float) -> float:
    large, small = (left, right) if left.n >= right.n else (right, left)
    if large.n == count:
        return large.mean
    share = small.n / count
    if share < 0.1:
        return large.mean + (small.mean - large.mean) * share
    return (large.n * large.mean + small.n * small.mean) / count
