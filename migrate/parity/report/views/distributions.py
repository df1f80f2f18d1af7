"""How one column is distributed on both sides."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model import Distribution, Kind
from migrate.parity.report import charts


@dataclass(frozen=True, slots=True)
class DistributionView:
    """Distances of one column and the picture that fits its kind."""

    distribution: Distribution
    overlay: charts.Overlay | None
    categories: tuple[charts.Category, ...]
    worst: float


def distribution_view(distribution: Distribution) -> DistributionView:
    """Picture or categories, as the kind of the column has it."""
    picture = charts.overlay(distribution)
    worst = max(distribution.js, distribution.linf, distribution.ks or 0.0)
    hashed = all(b.label == "null" or b.label.startswith("hash ") for b in distribution.bins)
    drawn = picture or hashed or distribution.kind in (Kind.NUMERIC, Kind.TEMPORAL)
    rows = () if drawn else charts.categories(distribution)
    return DistributionView(distribution, picture, rows, worst)
