"""PolynomialExpansion: all products of components up to a degree."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

import numpy as np

from bridges.featran.block import Dense
from bridges.featran.columns import Kind, Vectors
from bridges.featran.errors import require
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import vectors
from bridges.featran.transformers.vectors import OfVectors, fitting, spread

#: The largest array that Featran allocates.
_LARGEST = 2**31 - 9


@dataclass(frozen=True)
class PolynomialExpansion(OfVectors):
    """Adds every monomial of degree 1 to ``degree``, in Spark ML's order.

    Each is its parent, the monomial without one of its first components, times that component.
    Once a product is 0.0, also by underflow, everything below it is +0.0, even 0 · ∞.
    """

    degree: int = 2
    expected_length: int = 0

    kind: ClassVar[Kind] = Kind.VECTOR

    def check(self) -> None:
        """Refuse a degree below 1."""
        require(self.degree >= 1, "degree must be >= 1")

    def length(self) -> int:
        """Return the length that was asked for, 0 for any."""
        return self.expected_length

    def dimension(self, summary: int) -> int:
        """Return C(n + degree, degree) − 1 for vectors of n components."""
        size = math.comb(summary + self.degree, self.degree) - 1
        require(size <= _LARGEST, f"{self.name}: {size} monomials are too many")
        return size

    def apply(self, column: Vectors, summary: int) -> Dense:
        """Return the monomials."""
        rows, values, rejections = fitting(column, summary)
        out = np.empty((self.dimension(summary), len(rows)))
        with np.errstate(all="ignore"):
            for place, parent, factor in monomials(summary, self.degree):
                x = values[:, factor]
                product = x if parent < 0 else out[parent] * x
                dead = product == 0.0
                if parent >= 0:
                    dead |= out[parent] == 0.0
                out[place] = np.where(dead, 0.0, product)
        return spread(rows, np.ascontiguousarray(out.T), len(column), rejections)

    def apply_tf(self, column: tensors.Vectors, summary: int) -> graph.Block:
        """Return the same as ops."""
        values, fits, rejections = vectors.fitting(column, summary)
        return graph.masked(vectors.expand(values, self.degree), fits, rejections)


@lru_cache(maxsize=64)
def monomials(n: int, degree: int) -> tuple[tuple[int, int, int], ...]:
    """Return (place, place of the parent or −1, component) of each monomial, parents first.

    A parent lacks one factor of the first component that occurs.
    """
    order = {powers: place for place, powers in enumerate(_powers(n, degree), -1)}
    return tuple(_step(powers, place, order) for powers, place in order.items() if place >= 0)


def _step(
    powers: tuple[int, ...], place: int, order: dict[tuple[int, ...], int]
) -> tuple[int, int, int]:
    first = max(i for i, power in enumerate(powers) if power)
    parent = (*powers[:first], powers[first] - 1, *powers[first + 1 :])
    return place, order[parent], len(powers) - 1 - first


def _powers(n: int, degree: int) -> Iterator[tuple[int, ...]]:
    """Yield the exponents of n components, the last component's first, in the order of columns."""
    if n == 0 or degree == 0:
        yield (0,) * n
        return
    for power in range(degree + 1):
        for rest in _powers(n - 1, degree - power):
            yield (power, *rest)
