"""What part of each side's rows a bin holds."""

from __future__ import annotations

from migrate.parity.model import Distribution, DistributionBin


def shares(distribution: Distribution) -> tuple[list[float], list[float]]:
    """Of both sides, by bin; all 0 for a side without rows."""
    bins: tuple[DistributionBin, ...] = distribution.bins
    left, right = (sum(b.left for b in bins) or 1, sum(b.right for b in bins) or 1)
    return [b.left / left for b in bins], [b.right / right for b in bins]
