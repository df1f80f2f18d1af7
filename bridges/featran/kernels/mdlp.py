"""The choice of a cut by entropy, in the JVM's order of operations."""

from __future__ import annotations

import math

import numpy as np

from bridges.kernels.jit import Array, kernel

_LN2 = math.log(2.0)


@kernel
def _log2(x: float) -> float:
    return math.log(x) / _LN2 if x > 0.0 else -np.inf


@kernel
def _entropy(counts: Array, total: int) -> float:
    h = 0.0
    for q in counts:
        if q != 0:
            h = h + (q / total) * _log2(q / total)
    return -h


@kernel
def best(cuts: Array, counts: Array, last: float, criterion: float, floor: int) -> int:
    """Return the index of the accepted cut of least weighted entropy, −1 if none is accepted."""
    m, classes = counts.shape
    totals = np.zeros(classes, dtype=np.int64)
    for i in range(m):
        totals += counts[i]
    s = totals.sum()
    h = _entropy(totals, s)
    k = (totals != 0).sum()
    left = np.zeros(classes, dtype=np.int64)
    found = -1
    least = np.inf
    for i in range(m):
        left += counts[i]
        if cuts[i] == last:
            continue
        right = totals - left
        s1, s2 = left.sum(), right.sum()
        h1, h2 = _entropy(left, s1), _entropy(right, s2)
        k1, k2 = (left != 0).sum(), (right != 0).sum()
        weighted = (s1 * h1 + s2 * h2) / s
        delta = _log2(math.pow(3.0, k) - 2.0) - (k * h - k1 * h1 - k2 * h2)
        gain = (h - weighted) - (_log2(s - 1.0) + delta) / s
        if gain > criterion and s1 > floor and s2 > floor and (found < 0 or weighted < least):
            found, least = i, weighted
    return found
