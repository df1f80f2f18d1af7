"""VonMisesEvaluator: the density of a von Mises distribution around the value, at given points."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.block import Dense
from bridges.featran.columns import Doubles, Kind
from bridges.featran.errors import IllegalArgument, Unsupported, require
from bridges.featran.jvm import doubles
from bridges.featran.tf import block as graph
from bridges.featran.tf import circles
from bridges.featran.tf import columns as tensors
from bridges.featran.transformers.base import indexed
from bridges.featran.transformers.bessel import bessel_i0
from bridges.featran.transformers.unit import Learnless, Nothing
from bridges.featran.transformers.vectors import spread


@dataclass(frozen=True)
class VonMisesEvaluator(Learnless):
    """Adds exp(κ·cos(scale·point − scale·x)) / (2π·I0(κ)) per point.

    A value whose angle is outside 0 … 2π aborts the extraction, as in Featran. ``exp``, ``cos``
    and ``log`` are the platform's: results may differ from the JVM's in the last bits.
    """

    kappa: float
    scale: float
    points: tuple[float, ...]

    kind: ClassVar[Kind] = Kind.DOUBLE

    def check(self) -> None:
        """Refuse a last point beyond 2π; Featran looks at no other."""
        if not self.points:
            raise Unsupported("empty.max")
        greatest = max(self.points, key=lambda p: (p != p, p))
        self._check(greatest, "point")

    def _check(self, value: float, what: str) -> None:
        upper = 2.0 * math.pi / self.scale if self.scale else math.inf
        shown, end = doubles.to_string(value), doubles.to_string(upper)
        require(0 <= value <= upper, f"{what} {shown} not in the range[0.0, {end}]")

    def dimension(self, summary: Nothing) -> int:
        """Return the number of points."""
        return len(self.points)

    def names(self, summary: Nothing) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, len(self.points))

    def apply(self, column: Doubles, summary: Nothing) -> Dense:
        """Return the densities.

        Raises
        ------
        IllegalArgument
            At a value out of range.
        """
        rows = np.flatnonzero(column.present)
        mu = column.values[rows]
        upper = 2.0 * math.pi / self.scale if self.scale else math.inf
        wrong = ~((mu >= 0) & (mu <= upper))
        if wrong.any():
            self._check(float(mu[wrong.argmax()]), "mu")
        self._check_breeze(mu)
        angles = self.scale * np.array(self.points) - (mu * self.scale)[:, None]
        normaliser = math.log(bessel_i0(self.kappa) * 2 * math.pi)
        values = np.exp(np.cos(angles) * self.kappa - normaliser)
        return spread(rows, values, len(column), None)

    def apply_tf(self, column: tensors.Doubles, summary: Nothing) -> graph.Block:
        """Return the same as ops."""
        normaliser = math.log(bessel_i0(self.kappa) * 2 * math.pi) if self.kappa >= 0 else math.nan
        upper = 2.0 * math.pi / self.scale if self.scale else math.inf
        circle = circles.Circle(self.kappa, self.scale, self.points, normaliser, upper)
        return graph.masked(circles.densities(column, circle), column.present[:, None])

    def _check_breeze(self, mu: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        if not len(mu):
            return
        require(self.kappa >= 0, "K must be positive")
        turned = mu * self.scale
        if ((turned < 0) | (turned > 2 * math.pi)).any():
            raise IllegalArgument("requirement failed: Mu must be in the range [0,2pi]")
