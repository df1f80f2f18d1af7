"""Why a transformer did not take a value as it came: Featran's ``FeatureRejection``.

Values are put out all the same; a rejection is a remark beside them, at most one per row and
transformer. ``str()`` gives Scala's text, which depends on the flavour for sets of five and more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np


@dataclass(frozen=True, slots=True)
class OutOfBound:
    """A number outside what was seen in training, or outside the buckets."""

    lower: float
    upper: float
    actual: float


@dataclass(frozen=True, slots=True)
class Unseen:
    """Labels that training did not see."""

    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class WrongDimension:
    """A vector of another length."""

    expected: int
    actual: int


@dataclass(frozen=True, slots=True)
class Outlier:
    """A number outside the accepted quantiles."""

    actual: float


@dataclass(frozen=True, slots=True)
class Collision:
    """A missing value where its position cannot be told from the first label's."""


Rejection: TypeAlias = OutOfBound | Unseen | WrongDimension | Outlier | Collision


@dataclass(frozen=True, eq=False)
class Rejections:
    """The rejections of one transformer on a batch.

    ``rows`` are the rejected rows, ascending; ``describe`` makes the rejection of a row when
    somebody asks, because most runs only count them.
    """

    rows: np.ndarray[Any, np.dtype[np.int64]]
    describe: Callable[[int], Rejection]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[int, Rejection]]:
        for row in self.rows.tolist():
            yield row, self.describe(row)


def rejected(mask: np.ndarray[Any, Any], describe: Callable[[int], Rejection]) -> Rejections | None:
    """Return the rejections of the rows where the mask is true; None if there is none."""
    rows = np.flatnonzero(mask)
    return Rejections(rows, describe) if len(rows) else None
