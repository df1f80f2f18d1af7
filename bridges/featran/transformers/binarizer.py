"""Binarizer: whether the value is above a threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.block import Dense, always
from bridges.featran.columns import Doubles, Kind
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact
from bridges.featran.transformers.base import OneColumn
from bridges.featran.transformers.unit import Learnless, Nothing


@dataclass(frozen=True)
class Binarizer(OneColumn[Nothing], Learnless):
    """Adds 1.0 above the threshold, else 0.0: also at it, for NaN and for a missing value."""

    threshold: float = 0.0

    kind: ClassVar[Kind] = Kind.DOUBLE

    def apply(self, column: Doubles, summary: Nothing) -> Dense:
        """Return 1.0 and 0.0; all are added."""
        above = column.present & (column.values > self.threshold)
        return always(above.astype(np.float64))

    def apply_tf(self, column: tensors.Doubles, summary: Nothing) -> graph.Block:
        """Return the same as ops."""
        above = exact.greater(column.values, self.threshold)
        return graph.always(exact.number(column.present & above))
