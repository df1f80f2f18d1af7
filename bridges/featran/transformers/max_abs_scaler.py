"""MaxAbsScaler: divided by the greatest absolute value seen in training."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.aggregators.extremes import Extremes
from bridges.featran.aggregators.max_abs import MaxAbs
from bridges.featran.aggregators.presented import Presented
from bridges.featran.block import Dense, single
from bridges.featran.columns import Doubles, Kind
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.rejections import OutOfBound, rejected
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import OneColumn


@dataclass(frozen=True)
class MaxAbsScaler(OneColumn[float]):
    """Scales to −1 … 1, clipping what is beyond. A missing value is skipped.

    Where all values were zero, everything gives 0/0 = NaN.
    """

    kind: ClassVar[Kind] = Kind.DOUBLE

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[Extremes | None, Extremes, float]:
        """Return what finds the greatest absolute value."""
        return Presented(MaxAbs(flavour.total_order), _greatest)

    def apply(self, column: Doubles, summary: float) -> Dense:
        """Return min(|x|, c) · sign(x) / c; rejects what is beyond c."""
        values = column.values
        sizes = np.abs(values)
        with np.errstate(all="ignore"):
            # Math.signum of a zero is that zero; numpy's sign loses the sign.
            signs = np.where(sizes == 0, values, np.sign(values))
            scaled = np.minimum(sizes, summary) * signs / np.float64(summary)
            beyond = column.present & (sizes > summary)
        rejections = rejected(beyond, lambda row: OutOfBound(-summary, summary, float(values[row])))
        return single(scaled, column.present, rejections)

    def apply_tf(self, column: tensors.Doubles, summary: float) -> graph.Block:
        """Return the same as ops."""
        x, limit = column.values, exact.constant(summary)
        size = exact.absolute(x)
        scaled = exact.div(exact.mul(exact.minimum(size, limit), exact.signum(x)), limit)
        beyond = column.present & exact.greater(size, summary)
        return graph.single(
            scaled, column.present, graph.out_of_bound(beyond, -summary, summary, x)
        )

    def encode(self, summary: float, flavour: Flavour = DEFAULT) -> str:
        """Return the number."""
        return doubles.to_string(summary, flavour.jdk)

    def decode(self, text: str) -> float:
        """Read the number."""
        return doubles.parse(text)


def _greatest(seen: Extremes) -> float:
    return seen.greatest
