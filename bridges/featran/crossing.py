"""Crossed features: a function of each pair of columns of two transformers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bridges.featran.block import Block, Entries
from bridges.featran.model import CrossFunction


def crossed_names(left: Sequence[str], right: Sequence[str]) -> list[str]:
    """Return ``cross_<left>_x_<right>`` of each pair of columns, the left one changing last."""
    return [f"cross_{a}_x_{b}" for a in left for b in right]


def cross(left: Block, right: Block, function: CrossFunction) -> Entries:
    """Return [n, d1·d2]: the function where both values were added, skipped elsewhere.

    The function sees added pairs only, explicit zeros among them.
    """
    n, d1 = left.values.shape
    d2 = right.values.shape[1]
    rows, i, j = np.nonzero(left.added[:, :, None] & right.added[:, None, :])
    with np.errstate(all="ignore"):
        values = function(left.values[rows, i], right.values[rows, j])
    return Entries((n, d1 * d2), rows, i * d2 + j, np.asarray(values, dtype=np.float64))
