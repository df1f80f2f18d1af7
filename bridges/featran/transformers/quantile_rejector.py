"""The rule that the two rejectors of outliers share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.quantiles import Quantiles, QuantilesAggregator, State
from bridges.featran.block import Entries, skipped
from bridges.featran.columns import Doubles, Kind
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.rejections import Outlier, rejected
from bridges.featran.settings.numbers import split_doubles
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import OneColumn


class Edges(NamedTuple):
    """The upper end of the first quantile's bin, the lower end of the last one's, and the range."""

    first: float
    last: float
    least: float
    greatest: float


@dataclass(frozen=True)
class QuantileRejector(OneColumn[Edges]):
    """Skips its one column always; rejects values beyond the fences that are asked for.

    Values outside the range seen are rejected in any case, others only if the range is no point.
    """

    reject_lower: bool = True
    reject_upper: bool = True

    kind: ClassVar[Kind] = Kind.DOUBLE

    def check(self) -> None:
        """Refuse to look at neither side; Featran's message names one of them twice."""
        wanted = self.reject_lower or self.reject_upper
        require(wanted, "at least one of [rejectLower, rejectLower] must be set")

    def fences(self, summary: Edges) -> tuple[float, float]:
        """Return the least and the greatest value that is accepted."""
        return summary.first, summary.last

    def learn(self, k: int, buckets: int, flavour: Flavour) -> Presented[State, Quantiles, Edges]:
        """Return what finds the edges of the first and the last of some quantiles."""
        aggregator = QuantilesAggregator(k, flavour.total_order)
        return Presented(aggregator, lambda seen: edges(seen, buckets))

    def apply(self, column: Doubles, summary: Edges) -> Entries:
        """Return nothing but rejections."""
        x, (_, _, least, greatest) = column.values, summary
        lower, upper = self.fences(summary)
        outside = (x < least) | (x > greatest)
        if least < greatest and self.reject_lower:
            outside |= x < lower
        if least < greatest and self.reject_upper:
            outside |= x > upper
        rejections = rejected(outside & column.present, lambda row: Outlier(float(x[row])))
        return skipped(len(column), 1, rejections)

    def apply_tf(self, column: tensors.Doubles, summary: Edges) -> graph.Block:
        """Return the same as ops."""
        x, (_, _, least, greatest) = column.values, summary
        lower, upper = self.fences(summary)
        outside = exact.less(x, least) | exact.greater(x, greatest)
        if least < greatest and self.reject_lower:
            outside |= exact.less(x, lower)
        if least < greatest and self.reject_upper:
            outside |= exact.greater(x, upper)
        return graph.skipped(x, 1, graph.outlier(outside & column.present, x))

    def encode(self, summary: Edges, flavour: Flavour = DEFAULT) -> str:
        """Return ``first,last,least, greatest``, with the blank that Featran writes."""
        first, last, least, greatest = (doubles.to_string(x, flavour.jdk) for x in summary)
        return f"{first},{last},{least}, {greatest}"

    def decode(self, text: str) -> Edges:
        """Read four numbers."""
        return Edges(*split_doubles(text, 4))


def edges(seen: Quantiles, buckets: int) -> Edges:
    """Return the edges of the first and the last quantile."""
    last, _ = seen.tree.bounds((buckets - 1.0) / buckets)
    _, first = seen.tree.bounds(1.0 / buckets)
    return Edges(first, last, seen.seen.least, seen.seen.greatest)
