"""MinMaxScaler: from the range seen in training to a given one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from bridges.featran.aggregators.extremes import Extremes
from bridges.featran.aggregators.min_max import MinMax
from bridges.featran.aggregators.presented import Presented
from bridges.featran.block import Dense, always
from bridges.featran.columns import Doubles, Kind
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.rejections import OutOfBound, rejected
from bridges.featran.settings.numbers import join_doubles, split_doubles
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import OneColumn


class Range(NamedTuple):
    """The range seen in training, halved (``factor`` 2.0) where its width would overflow."""

    least: float
    greatest: float
    factor: float


@dataclass(frozen=True)
class MinMaxScaler(OneColumn[Range]):
    """Scales to ``min`` … ``max``, clipping; adds ``min`` for a missing value.

    Featran compares the unscaled value with the halved bounds, so a halved range rejects values
    that are inside. A constant column gives 0/0 = NaN.
    """

    min: float = 0.0
    max: float = 1.0

    kind: ClassVar[Kind] = Kind.DOUBLE

    def check(self) -> None:
        """Refuse an empty target range."""
        require(self.max > self.min, "max must be > min")

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[Extremes | None, Extremes, Range]:
        """Return what finds the range."""
        return Presented(MinMax(flavour.total_order), _range)

    def apply(self, column: Doubles, summary: Range) -> Dense:
        """Return the scaled values, all added; rejects what lies outside the range."""
        least, greatest, factor = summary
        with np.errstate(all="ignore"):
            scaled = column.values if factor == 1.0 else column.values / factor
            clipped = np.maximum(np.minimum(scaled, greatest), least)
            values = (clipped - least) / (np.float64(greatest) - least)
            values = values * (self.max - self.min) + self.min
            outside = (column.values < least) | (column.values > greatest)
        if not column.present.all():
            values = np.where(column.present, values, self.min)
            outside &= column.present
        actual = column.values
        rejections = rejected(outside, lambda row: OutOfBound(least, greatest, float(actual[row])))
        return always(values, rejections)

    def apply_tf(self, column: tensors.Doubles, summary: Range) -> graph.Block:
        """Return the same as ops."""
        x, (least, greatest, factor) = column.values, map(exact.constant, summary)
        scaled = x if summary.factor == 1.0 else exact.div(x, factor)
        clipped = exact.maximum(exact.minimum(scaled, greatest), least)
        share = exact.div(exact.sub(clipped, least), exact.sub(greatest, least))
        values = exact.mul(share, exact.constant(self.max - self.min))
        values = exact.add(values, exact.constant(self.min))
        outside = column.present & _beyond(x, summary)
        rejections = graph.out_of_bound(outside, summary.least, summary.greatest, x)
        return graph.always(exact.choose(column.present, values, self.min), rejections)

    def encode(self, summary: Range, flavour: Flavour = DEFAULT) -> str:
        """Return ``least,greatest,factor``."""
        return join_doubles(summary, flavour)

    def decode(self, text: str) -> Range:
        """Read three numbers."""
        return Range(*split_doubles(text, 3))


def _beyond(x: exact.Tensor, summary: Range) -> exact.Tensor:
    return exact.less(x, summary.least) | exact.greater(x, summary.greatest)


def _range(seen: Extremes) -> Range:
    factor = 2.0 if math.isinf(seen.greatest - seen.least) else 1.0
    return Range(seen.least / factor, seen.greatest / factor, factor)
