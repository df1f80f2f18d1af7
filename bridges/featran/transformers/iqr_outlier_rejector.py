"""IQROutlierRejector: rejects what is far from the middle quartiles."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.quantiles import Quantiles, State
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.transformers.base import param_text
from bridges.featran.transformers.quantile_rejector import Edges, QuantileRejector


@dataclass(frozen=True)
class IQROutlierRejector(QuantileRejector):
    """Rejects values below q1 − factor·iqr, and above q3 − factor·iqr.

    The second minus is Featran's: its documentation says plus, and its code, since 0.1.13,
    subtracts, so most values above the first quartile are rejected.
    """

    k: int = 9
    factor: float = 1.5

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the arguments in the order of Scala's Map of five."""
        texts = {
            "rejectLower": param_text(self.reject_lower, flavour),
            "rejectUpper": param_text(self.reject_upper, flavour),
            "factor": param_text(self.factor, flavour),
            "numBuckets": "4",
            "k": str(self.k),
        }
        if flavour.scala == "2.12":
            return texts
        order = ("factor", "numBuckets", "k", "rejectLower", "rejectUpper")
        return {name: texts[name] for name in order}

    def aggregator(self, flavour: Flavour = DEFAULT) -> Presented[State, Quantiles, Edges]:
        """Return what finds the quartiles."""
        return self.learn(self.k, 4, flavour)

    def fences(self, summary: Edges) -> tuple[float, float]:
        """Return the least and the greatest value that is accepted."""
        reach = (summary.last - summary.first) * self.factor
        return summary.first - reach, summary.last - reach
