"""VectorIdentity: a vector as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridges.featran.block import Dense
from bridges.featran.columns import Kind, Vectors
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import vectors
from bridges.featran.transformers.vectors import OfVectors, fitting, spread


@dataclass(frozen=True)
class VectorIdentity(OfVectors):
    """Adds every component; a vector of another length is skipped and rejected."""

    expected_length: int = 0

    kind: ClassVar[Kind] = Kind.VECTOR

    def length(self) -> int:
        """Return the length that was asked for, 0 for any."""
        return self.expected_length

    def apply(self, column: Vectors, summary: int) -> Dense:
        """Return the components."""
        rows, values, rejections = fitting(column, summary)
        return spread(rows, values, len(column), rejections)

    def apply_tf(self, column: tensors.Vectors, summary: int) -> graph.Block:
        """Return the same as ops."""
        values, fits, rejections = vectors.fitting(column, summary)
        return graph.masked(values, fits, rejections)
