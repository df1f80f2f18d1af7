"""Bucketizer: one column per interval between given splits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.block import OneHot
from bridges.featran.columns import Doubles, Kind
from bridges.featran.errors import require
from bridges.featran.jvm.compare import first_greater
from bridges.featran.rejections import OutOfBound, rejected
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import indexed
from bridges.featran.transformers.unit import Learnless, Nothing


@dataclass(frozen=True)
class Bucketizer(Learnless):
    """Adds 1.0 at the interval [split_i, split_{i+1}) of the value; the last one has its end too.

    Values outside are skipped and rejected. NaN falls into the last interval. Splits compare by
    ``Double.compare``, so −0.0 is below a split at 0.0.
    """

    splits: tuple[float, ...]

    kind: ClassVar[Kind] = Kind.DOUBLE

    def check(self) -> None:
        """Refuse fewer than three splits, or splits that do not rise."""
        require(len(self.splits) >= 3, "splits.length must be >= 3")
        rising = all(a < b for a, b in zip(self.splits, self.splits[1:], strict=False))
        require(rising, "splits must be in increasing order")

    def dimension(self, summary: Nothing) -> int:
        """Return the number of intervals."""
        return len(self.splits) - 1

    def names(self, summary: Nothing) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, len(self.splits) - 1)

    def apply(self, column: Doubles, summary: Nothing) -> OneHot:
        """Return at most one entry per row."""
        x, last = column.values, len(self.splits) - 2
        lower, upper = self.splits[0], self.splits[-1]
        places = np.minimum(first_greater(np.array(self.splits[1:]), x), last)
        outside = column.present & ((x < lower) | (x > upper))
        places = np.where(column.present & ~outside, places, -1)
        rejections = rejected(outside, lambda row: OutOfBound(lower, upper, float(x[row])))
        return OneHot(places, last + 1, rejections)

    def apply_tf(self, column: tensors.Doubles, summary: Nothing) -> graph.Block:
        """Return the same as ops."""
        x, last = column.values, len(self.splits) - 2
        lower, upper = self.splits[0], self.splits[-1]
        beyond = exact.less(x, lower) | exact.greater(x, upper)
        outside = column.present & beyond
        places = exact.capped(exact.place(x, self.splits[1:]), last)
        places = exact.choose(column.present & ~outside, places, -1)
        return graph.one_hot(places, last + 1, graph.out_of_bound(outside, lower, upper, x))
