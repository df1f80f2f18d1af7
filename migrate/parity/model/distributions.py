"""How values are distributed on both sides, whatever row they are in."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model.kinds import Kind
from migrate.parity.model.statistics import Moments


@dataclass(frozen=True, slots=True)
class DistributionBin:
    """One bin or category of both sides."""

    label: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """Distances between the distributions of one column, each in 0 … 1 but ``psi`` (0 … ∞).

    ``ks`` (numbers only) is Kolmogorov–Smirnov's statistic; ``psi`` the population stability index
    and ``js`` the Jensen–Shannon divergence (base 2) over the bins; ``linf`` the largest
    difference of a bin's fractions. Nulls are a bin of their own.
    """

    name: str
    kind: Kind
    left_count: int
    right_count: int
    left_nulls: int
    right_nulls: int
    psi: float
    js: float
    linf: float
    ks: float | None = None
    left: Moments | None = None
    right: Moments | None = None
    bins: tuple[DistributionBin, ...] = ()
