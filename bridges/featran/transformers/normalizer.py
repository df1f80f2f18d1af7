"""Normalizer: a vector divided by its p-norm."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.block import F64, Dense
from bridges.featran.columns import Kind, Vectors
from bridges.featran.errors import require
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import exact, vectors
from bridges.featran.transformers.vectors import OfVectors, fitting, spread


@dataclass(frozen=True)
class Normalizer(OfVectors):
    """Adds x_i / (Σ |x_i|^p)^(1/p), summed from left to right, or x_i / max |x_i| for p = ∞.

    There is no guard against overflow, and a vector of zeros gives NaN, as in Breeze.
    """

    p: float = 2.0
    expected_length: int = 0

    kind: ClassVar[Kind] = Kind.VECTOR

    def check(self) -> None:
        """Refuse what is no norm."""
        require(self.p >= 1.0, "p must be >= 1.0")

    def length(self) -> int:
        """Return the length that was asked for, 0 for any."""
        return self.expected_length

    def apply(self, column: Vectors, summary: int) -> Dense:
        """Return the divided components."""
        rows, values, rejections = fitting(column, summary)
        with np.errstate(all="ignore"):
            scaled = values / norms(values, self.p)[:, None]
        return spread(rows, scaled, len(column), rejections)

    def apply_tf(self, column: tensors.Vectors, summary: int) -> graph.Block:
        """Return the same as ops."""
        values, fits, rejections = vectors.fitting(column, summary)
        scaled = exact.div(values, vectors.norm(values, self.p)[:, None])
        return graph.masked(scaled, fits, rejections)


def norms(values: F64, p: float) -> F64:
    """Return the p-norm of each row, bit for bit as Breeze computes it on the JVM.

    Breeze raises with ``Math.pow``, whose squares are exact products; other powers are libm's.
    """
    from bridges.featran.kernels.powers import power, sums_of_powers, sums_of_squares

    if p == math.inf:
        greatest: F64 = np.maximum.reduce(np.abs(values), axis=1, initial=0.0)
        return greatest
    if p == 2.0:
        return np.sqrt(sums_of_squares(values))
    sums = sums_of_powers(np.ascontiguousarray(values), p)
    out: F64 = power(sums, 1.0 / p)
    return out
