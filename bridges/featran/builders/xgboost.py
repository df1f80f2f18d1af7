"""XGBoost's ``LabeledPoint``, as featran-xgboost fills it: features only, the label is 0."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from bridges.featran.builders.dense import F32, floats, to_float
from bridges.featran.builders.sparse import sparse
from bridges.featran.features import Features

I32: TypeAlias = np.ndarray[Any, np.dtype[np.int32]]


@dataclass(frozen=True, eq=False)
class LabeledPoint:
    """A row: float32 values, all of them or, with ``indices``, the added ones."""

    size: int
    indices: I32 | None
    values: F32
    label: float = 0.0
    weight: float = 1.0
    group: int = -1
    base_margin: float = math.nan


def labeled_points(features: Features) -> list[LabeledPoint]:
    """Return a dense point per row."""
    return [LabeledPoint(len(row), None, row) for row in floats(features)]


def sparse_labeled_points(features: Features) -> list[LabeledPoint]:
    """Return a point per row with its added values, explicit zeros too."""
    rows = sparse(features)
    points = []
    for i in range(len(features)):
        indices, values = rows.row(i)
        points.append(LabeledPoint(rows.length, indices.astype(np.int32), to_float(values)))
    return points
