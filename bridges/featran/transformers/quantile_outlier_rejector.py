"""QuantileOutlierRejector: rejects the first and the last quantile."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.quantiles import Quantiles, State
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.transformers.base import param_text
from bridges.featran.transformers.quantile_rejector import Edges, QuantileRejector


@dataclass(frozen=True)
class QuantileOutlierRejector(QuantileRejector):
    """Rejects values in the first or the last of ``num_buckets`` quantiles, the bounds included."""

    num_buckets: int = 3
    k: int = 9

    def check(self) -> None:
        """Refuse fewer than three buckets."""
        super().check()
        require(self.num_buckets >= 3, "numBuckets must be >= 3")

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the arguments in Featran's order."""
        names = ("numBuckets", "k", "rejectLower", "rejectUpper")
        values = (self.num_buckets, self.k, self.reject_lower, self.reject_upper)
        return {n: param_text(v, flavour) for n, v in zip(names, values, strict=True)}

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[State, Quantiles, Edges]:
        """Return what finds the quantiles."""
        return self.learn(self.k, self.num_buckets, flavour)
