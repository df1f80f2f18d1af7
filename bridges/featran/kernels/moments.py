"""Algebird's moments, folded one value at a time."""

from __future__ import annotations

from bridges.kernels.jit import Array, kernel


@kernel
def fold(
    count: float, mean: float, m2: float, values: Array, present: Array
) -> tuple[float, float, float]:
    """Return (count, mean, M2) after the present values; a count of 0.0 is no state yet.

    ``plus(state, (1, x, 0))``: the mean moves by δ/c once 1/c is below 0.1, and is the weighted
    average before.
    """
    for i in range(len(values)):
        if not present[i]:
            continue
        x = values[i]
        if count == 0.0:
            count, mean, m2 = 1.0, x, 0.0
            continue
        total = count + 1.0
        delta = x - mean
        share = 1.0 / total
        m2 = m2 + 0.0 + delta * delta * count * 1.0 / total
        mean = mean + delta * share if share < 0.1 else (count * mean + 1.0 * x) / total
        count = total
    return count, mean, m2
