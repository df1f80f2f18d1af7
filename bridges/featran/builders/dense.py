"""Rows of numbers: ``Array[Double]``, ``Array[Float]``, ``DenseVector`` and their like."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from bridges.featran.block import F64
from bridges.featran.features import Features

F32: TypeAlias = np.ndarray[Any, np.dtype[np.float32]]


def doubles(features: Features) -> F64:
    """Return float64[n, D]; skipped values are 0.0."""
    return features.values


def floats(features: Features) -> F32:
    """Return float32[n, D], rounded to nearest; what is too large becomes infinite."""
    return to_float(features.values)


def to_float(values: F64) -> F32:
    """Return doubles as floats, as the JVM converts them."""
    with np.errstate(over="ignore", invalid="ignore"):
        return values.astype(np.float32)
