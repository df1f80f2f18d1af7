"""Powers by libm's ``pow``, which numpy's vectorised one does not always equal."""

from __future__ import annotations

import math

import numpy as np

from bridges.kernels.jit import Array, kernel


@kernel
def sums_of_powers(values: Array, p: float) -> Array:
    """Return Σ |x|^p of each row, from left to right."""
    out = np.zeros(len(values))
    for i in range(len(values)):
        for j in range(values.shape[1]):
            out[i] += math.pow(abs(values[i, j]), p)
    return out


@kernel
def sums_of_squares(values: Array) -> Array:
    """Return Σ x·x of each row, from left to right."""
    out = np.empty(len(values))
    for i in range(len(values)):
        total = 0.0
        for j in range(values.shape[1]):
            total += values[i, j] * values[i, j]
        out[i] = total
    return out


@kernel
def power(values: Array, p: float) -> Array:
    """Return x^p of each value."""
    out = np.empty(len(values))
    for i in range(len(values)):
        out[i] = math.pow(values[i], p)
    return out
