"""Indicator: whether there is a value."""

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
class Indicator(OneColumn[Nothing], Learnless):
    """Adds 1.0 for any value, NaN and 0.0 included, and 0.0 for a missing one."""

    kind: ClassVar[Kind] = Kind.DOUBLE

    def apply(self, column: Doubles, summary: Nothing) -> Dense:
        """Return the mask of present rows as numbers; all are added."""
        return always(column.present.astype(np.float64))

    def apply_tf(self, column: tensors.Doubles, summary: Nothing) -> graph.Block:
        """Return the same as ops."""
        return graph.always(exact.number(column.present))
