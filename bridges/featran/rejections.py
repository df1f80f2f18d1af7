"""Why a transformer did not take a value as it came: Featran's ``FeatureRejection``.

Values are put out all the same; a rejection is a remark beside them, at most one per row and
transformer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from bridges.featran.jvm import doubles, utf16


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


def scala_text(rejection: Rejection, jdk: int = 17) -> str:
    """Return a rejection as text: Scala's ``toString``, with labels sorted and joined by |."""
    match rejection:
        case OutOfBound(lower, upper, actual):
            numbers = ",".join(doubles.to_string(x, jdk) for x in (lower, upper, actual))
            return f"OutOfBound({numbers})"
        case Unseen(labels):
            return f"Unseen({'|'.join(utf16.sort(labels))})"
        case WrongDimension(expected, found):
            return f"WrongDimension({expected},{found})"
        case Outlier(actual):
            return f"Outlier({doubles.to_string(actual, jdk)})"
        case Collision():
            return "Collision"
