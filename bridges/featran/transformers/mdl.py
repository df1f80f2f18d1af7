"""MDL: bins that tell labels apart, by the minimum description length of Fayyad and Irani."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from bridges.featran.aggregators.mdl_sample import MdlSample, Sample
from bridges.featran.aggregators.mdlp import thresholds
from bridges.featran.aggregators.presented import Presented
from bridges.featran.block import F64, OneHot
from bridges.featran.columns import Kind, MdlRecords
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import doubles
from bridges.featran.jvm.compare import first_greater
from bridges.featran.settings.numbers import java_split, split_pairs
from bridges.featran.texts import I32
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import Transformer, indexed, param_text
from bridges.featran.transformers.seeds import needed


class Bins(NamedTuple):
    """Upper bounds in rising order (exclusive; the last is ∞) and the column of each."""

    bounds: tuple[float, ...]
    columns: tuple[int, ...]


@dataclass(frozen=True)
class MDL(Transformer[Bins]):
    """Adds 1.0 at the bin of the value; the label serves training alone.

    ``min_bin_percentage`` is taken as a percentage but must be within 0 … 1, as in Featran.
    """

    sample_rate: float = 1.0
    stopping_criterion: float = 0.0
    min_bin_percentage: float = 0.0
    max_bins: int = 50
    seed: int | None = None

    kind: ClassVar[Kind] = Kind.MDL

    def check(self) -> None:
        """Refuse arguments out of range."""
        _unit("sampleRate", self.sample_rate)
        require(self.stopping_criterion >= 0, "stoppingCriterion must be > 0")
        _unit("minBinPercentage", self.min_bin_percentage)
        require(self.max_bins > 0, "maxBins bust be > 0")

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the arguments in the order of Scala's Map of five."""
        return {
            "minBinPercentage": param_text(self.min_bin_percentage, flavour),
            "seed": str(self.seed),
            "sampleRate": param_text(self.sample_rate, flavour),
            "maxBins": str(self.max_bins),
            "stoppingCriterion": param_text(self.stopping_criterion, flavour),
        }

    def aggregator(
        self, flavour: Flavour = DEFAULT
    ) -> Presented[Sample | None, tuple[I32, F64], Bins]:
        """Return what samples and cuts."""
        return Presented(MdlSample(self.sample_rate, needed(self.seed, self.name)), self._bins)

    def _bins(self, sample: tuple[I32, F64]) -> Bins:
        bounds = thresholds(
            *sample, self.stopping_criterion, self.min_bin_percentage, self.max_bins
        )
        return Bins(bounds, tuple(range(len(bounds))))

    def dimension(self, summary: Bins) -> int:
        """Return the number of bins."""
        return len(summary.bounds)

    def names(self, summary: Bins) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, len(summary.bounds))

    def apply(self, column: MdlRecords, summary: Bins) -> OneHot:
        """Return an entry per present row; NaN falls into the last bin."""
        columns = np.array([*summary.columns, len(summary.bounds) - 1])
        places = columns[first_greater(np.array(summary.bounds), column.values)]
        return OneHot(np.where(column.present, places, -1), len(summary.bounds))

    def apply_tf(self, column: tensors.MdlRecords, summary: Bins) -> graph.Block:
        """Return the same as ops."""
        last = len(summary.bounds) - 1
        columns = exact.integers([*summary.columns, last])
        places = exact.pick(columns, exact.place(column.values, summary.bounds))
        return graph.one_hot(exact.choose(column.present, places, -1), last + 1)

    def encode(self, summary: Bins, flavour: Flavour = DEFAULT) -> str:
        """Return ``bound:column,…``."""
        pairs = zip(*summary, strict=True)
        return ",".join(f"{doubles.to_string(b, flavour.jdk)}:{c}" for b, c in pairs)

    def decode(self, text: str) -> Bins:
        """Read pairs of a bound and a column."""
        bounds = dict(split_pairs(java_split(text, ",")))
        order = tuple(sorted(bounds))
        return Bins(order, tuple(bounds[bound] for bound in order))


def _unit(name: str, value: float) -> None:
    shown = doubles.to_string(value)
    require(0.0 <= value <= 1.0, f"{name} {shown} not in the range[0.0, 1.0]")
