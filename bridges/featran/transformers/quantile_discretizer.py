"""QuantileDiscretizer: one column per quantile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.quantiles import Quantiles, QuantilesAggregator, State
from bridges.featran.block import OneHot
from bridges.featran.columns import Doubles, Kind
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.jvm.compare import first_greater
from bridges.featran.rejections import OutOfBound, rejected
from bridges.featran.settings.numbers import java_split, split_doubles, split_pairs
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import Transformer, indexed


class Buckets(NamedTuple):
    """Upper bounds in rising order (exclusive), the column of each, and the range seen."""

    bounds: tuple[float, ...]
    columns: tuple[int, ...]
    least: float
    greatest: float


@dataclass(frozen=True)
class QuantileDiscretizer(Transformer[Buckets]):
    """Adds 1.0 at the value's quantile; values outside the range seen are rejected as well.

    Only values from 0 on can be learnt. Where there are few distinct values, columns stay empty.
    NaN falls into the last one.
    """

    num_buckets: int = 2
    k: int = 9

    kind: ClassVar[Kind] = Kind.DOUBLE

    def check(self) -> None:
        """Refuse a single bucket."""
        require(self.num_buckets >= 2, "numBuckets must be >= 2")

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[State, Quantiles, Buckets]:
        """Return what finds the quantiles."""
        return Presented(QuantilesAggregator(self.k, flavour.total_order), self._buckets)

    def _buckets(self, seen: Quantiles) -> Buckets:
        columns: dict[float, int] = {}
        for i in range(1, self.num_buckets):
            lower, upper = seen.tree.bounds((1.0 / self.num_buckets) * i)
            columns.setdefault(lower / 2 + upper / 2, i - 1)
        columns[seen.tree.upper] = self.num_buckets - 1
        bounds = tuple(sorted(columns))
        places = tuple(columns[bound] for bound in bounds)
        return Buckets(bounds, places, seen.seen.least, seen.seen.greatest)

    def dimension(self, summary: Buckets) -> int:
        """Return the number of buckets."""
        return self.num_buckets

    def names(self, summary: Buckets) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, self.num_buckets)

    def apply(self, column: Doubles, summary: Buckets) -> OneHot:
        """Return an entry per present row."""
        x, (_, _, least, greatest) = column.values, summary
        columns = np.array([*summary.columns, self.num_buckets - 1])
        places = columns[first_greater(np.array(summary.bounds), x)]
        places = np.where(column.present, places, -1)
        outside = column.present & ((x < least) | (x > greatest))
        rejections = rejected(outside, lambda row: OutOfBound(least, greatest, float(x[row])))
        return OneHot(places, self.num_buckets, rejections)

    def apply_tf(self, column: tensors.Doubles, summary: Buckets) -> graph.Block:
        """Return the same as ops."""
        x, last = column.values, self.num_buckets - 1
        columns = exact.integers([*summary.columns, last])
        places = exact.pick(columns, exact.place(x, summary.bounds))
        lower, upper = summary.least, summary.greatest
        outside = column.present & (exact.less(x, lower) | exact.greater(x, upper))
        rejections = graph.out_of_bound(outside, lower, upper, x)
        return graph.one_hot(exact.choose(column.present, places, -1), last + 1, rejections)

    def encode(self, summary: Buckets, flavour: Flavour = DEFAULT) -> str:
        """Return ``least,greatest,bound:column,…``."""
        text = [doubles.to_string(x, flavour.jdk) for x in summary[2:]]
        pairs = zip(summary.bounds, summary.columns, strict=True)
        return ",".join([*text, *(f"{doubles.to_string(b, flavour.jdk)}:{c}" for b, c in pairs)])

    def decode(self, text: str) -> Buckets:
        """Read two numbers and pairs of a bound and a column."""
        least, greatest = split_doubles(text, 2)
        pairs = java_split(text, ",")[2:]
        bounds = dict(split_pairs(pairs))
        order = tuple(sorted(bounds))
        columns = tuple(bounds[bound] for bound in order)
        return Buckets(order, columns, least, greatest)
