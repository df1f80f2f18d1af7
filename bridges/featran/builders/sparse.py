"""``SparseArray``, ``NamedSparseArray`` and ``SparseVector``: the added values and where they are.

An added 0.0 is an entry.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridges.featran.block import F64, I64
from bridges.featran.features import Features


@dataclass(frozen=True, eq=False)
class SparseRows:
    """n rows in compressed form: row i has the entries ``offsets[i]:offsets[i + 1]``.

    ``indices`` are columns, ascending within a row, out of ``length``.
    """

    offsets: I64
    indices: I64
    values: F64
    length: int

    def row(self, i: int) -> tuple[I64, F64]:
        """Return columns and values of a row."""
        entries = slice(self.offsets[i], self.offsets[i + 1])
        return self.indices[entries], self.values[entries]


def sparse(features: Features) -> SparseRows:
    """Return the added values of each row."""
    rows, columns = np.nonzero(features.added)
    offsets = np.searchsorted(rows, np.arange(len(features) + 1))
    values = features.values[rows, columns]
    return SparseRows(offsets, columns, values, len(features.names))


def entry_names(features: Features, rows: SparseRows, accumulate: bool = True) -> list[list[str]]:
    """Return the names list of each row's ``NamedSparseArray``.

    Featran's extractors keep one builder whose list grows, so each row's names begin with those of
    all rows before it; only MultiFeatureSpec starts afresh (``accumulate`` false).
    """
    names = [[features.names[i] for i in rows.row(r)[0]] for r in range(len(features))]
    if not accumulate:
        return names
    grown: list[str] = []
    out = []
    for own in names:
        grown = [*grown, *own]
        out.append(grown)
    return out
