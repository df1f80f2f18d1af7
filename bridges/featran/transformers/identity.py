"""Identity: the value as it is."""

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
class Identity(OneColumn[Nothing], Learnless):
    """Adds the value; NaN, infinities and −0.0 stay. A missing value adds 0.0."""

    kind: ClassVar[Kind] = Kind.DOUBLE

    def apply(self, column: Doubles, summary: Nothing) -> Dense:
        """Return the values, 0.0 where missing; all are added."""
        if column.present.all():
            return always(column.values)
        return always(np.where(column.present, column.values, 0.0))

    def apply_tf(self, column: tensors.Doubles, summary: Nothing) -> graph.Block:
        """Return the same as ops."""
        return graph.always(exact.choose(column.present, column.values, 0.0))
