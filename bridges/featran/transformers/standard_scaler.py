"""StandardScaler: to mean 0 and deviation 1, or back to the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.aggregators.moments import MeanDeviation, MomentsAggregator
from bridges.featran.block import Dense, always
from bridges.featran.columns import Doubles, Kind
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.settings.numbers import join_doubles, split_doubles
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import OneColumn


@dataclass(frozen=True)
class StandardScaler(OneColumn[MeanDeviation]):
    """Divides the distance from the mean by the population deviation.

    By default (``with_mean`` false) Featran adds the mean back. A missing value adds 0.0 with
    ``with_mean`` and the mean without it. A constant column gives 0/0 = NaN.
    """

    with_std: bool = True
    with_mean: bool = False

    kind: ClassVar[Kind] = Kind.DOUBLE

    def aggregator(self, flavour: Flavour = DEFAULT) -> MomentsAggregator:
        """Return what finds mean and deviation."""
        return MomentsAggregator()

    def apply(self, column: Doubles, summary: MeanDeviation) -> Dense:
        """Return the scaled values; all are added."""
        mean, std = summary
        with np.errstate(all="ignore"):
            values = self._scale(column.values, mean, np.float64(std))
        if not column.present.all():
            values = np.where(column.present, values, 0.0 if self.with_mean else mean)
        return always(values)

    def apply_tf(self, column: tensors.Doubles, summary: MeanDeviation) -> graph.Block:
        """Return the same as ops."""
        x, (mean, std) = column.values, map(exact.constant, summary)
        if self.with_std:
            x = exact.div(exact.sub(x, mean), std)
            x = x if self.with_mean else exact.add(x, mean)
        elif self.with_mean:
            x = exact.sub(x, mean)
        missing = 0.0 if self.with_mean else float(summary[0])
        return graph.always(exact.choose(column.present, x, missing))

    def _scale(
        self, x: np.ndarray[tuple[int], np.dtype[np.float64]], mean: float, std: np.float64
    ) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        match (self.with_std, self.with_mean):
            case (True, True):
                return (x - mean) / std
            case (True, False):
                return (x - mean) / std + mean
            case (False, True):
                return x - mean
            case _:
                return x

    def encode(self, summary: MeanDeviation, flavour: Flavour = DEFAULT) -> str:
        """Return ``mean,deviation``."""
        return join_doubles(summary, flavour)

    def decode(self, text: str) -> MeanDeviation:
        """Read two numbers."""
        return MeanDeviation(*split_doubles(text, 2))
