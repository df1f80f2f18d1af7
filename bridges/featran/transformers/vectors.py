"""What transformers of vectors have in common: a length, and rows of another one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridges.featran.aggregators.lengths import Length
from bridges.featran.block import F64, I64, Dense
from bridges.featran.columns import Vectors
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.rejections import Rejections, WrongDimension, rejected
from bridges.featran.settings.numbers import parse_int
from bridges.featran.transformers.base import Transformer, indexed


@dataclass(frozen=True)
class OfVectors(Transformer[int]):
    """A transformer that learns the length of its vectors."""

    def length(self) -> int:
        """Return the length that was asked for, 0 for any."""
        raise NotImplementedError

    def aggregator(self, flavour: Flavour = DEFAULT) -> Length:
        """Return what finds the length."""
        return Length(self.length())

    def dimension(self, summary: int) -> int:
        """Return the length."""
        return summary

    def names(self, summary: int) -> list[str]:
        """Return ``name_i``."""
        return indexed(self.name, self.dimension(summary))

    def encode(self, summary: int, flavour: Flavour = DEFAULT) -> str:
        """Return the length."""
        return str(summary)

    def decode(self, text: str) -> int:
        """Read the length."""
        return parse_int(text)


def fitting(column: Vectors, length: int) -> tuple[I64, F64, Rejections | None]:
    """Return the rows of the right length, their values float64[m, length], and the others."""
    lengths = column.lengths
    fits = column.present & (lengths == length)
    rows = np.flatnonzero(fits)
    rejections = rejected(
        column.present & ~fits, lambda row: WrongDimension(length, int(lengths[row]))
    )
    if len(rows) == len(lengths) and len(column.values) == len(rows) * length:
        return rows, column.values.reshape(len(rows), length), rejections
    places = column.offsets[rows][:, None] + np.arange(length)
    return rows, column.values[places], rejections


def spread(rows: I64, values: F64, n: int, rejections: Rejections | None) -> Dense:
    """Return a block of n rows where the given ones are added and the others skipped."""
    if len(rows) == n:
        return Dense(values, np.broadcast_to(np.True_, values.shape), rejections)
    out = np.zeros((n, values.shape[1]))
    added = np.zeros((n, 1), dtype=np.bool_)
    out[rows], added[rows] = values, True
    return Dense(out, np.broadcast_to(added, out.shape), rejections)
