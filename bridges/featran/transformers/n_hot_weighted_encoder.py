"""NHotWeightedEncoder: one column per label, with the sum of its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.aggregators.labels import Labels
from bridges.featran.block import F64, I64, Bools, Entries
from bridges.featran.columns import Kind, WeightedLists
from bridges.featran.jvm import utf16
from bridges.featran.rejections import rejected
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.labelled import Labelled
from bridges.featran.transformers.ragged import (
    any_per_row,
    item_rows,
    label_places,
    sorted_index,
    summed,
    unseen_in,
)


@dataclass(frozen=True)
class NHotWeightedEncoder(Labelled):
    """Adds each label's weights, summed in the order of the list; a sum of 0.0 is added too.

    With ``encode_missing_value`` the last column has 1.0 for missing and empty rows, and the sum
    of the weights of unknown labels where there are any.
    """

    kind: ClassVar[Kind] = Kind.WEIGHTED

    def apply(self, column: WeightedLists, summary: Labels) -> Entries:
        """Return an entry per distinct known label."""
        n, d = len(column), self.dimension(summary)
        places, rows = label_places(column, summary, self.name), item_rows(column.offsets)
        known = places >= 0
        weights = column.weights
        at, columns, sums = summed(rows[known], places[known], weights[known])
        if self.encode_missing_value:
            extra, values = _missing(column, rows, known)
            order = np.argsort(np.concatenate((at, extra)), kind="stable")
            at = np.concatenate((at, extra))[order]
            columns = np.concatenate((columns, np.full(len(extra), len(summary))))[order]
            sums = np.concatenate((sums, values))[order]
        unseen = any_per_row(rows[~known], n)
        rejections = rejected(unseen, unseen_in(column, ~known))
        return Entries((n, d), at, columns, sums, rejections)

    def apply_tf(self, column: tensors.WeightedLists, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        places = sorted_index(summary, self.name)
        return labels.encode_weighted(column, places, self.encode_missing_value)


def _missing(column: WeightedLists, rows: I64, known: Bools) -> tuple[I64, F64]:
    """Return the rows with a value in the last column, and the values."""
    empty = np.flatnonzero(np.diff(column.offsets) == 0)
    at, sums = _unknown_sums(column, rows[~known], ~known)
    extra = np.concatenate((empty, at))
    return extra, np.concatenate((np.ones(len(empty)), sums))


def _unknown_sums(column: WeightedLists, rows: I64, unknown: Bools) -> tuple[I64, F64]:
    """Return rows with unknown labels and their sums: per label, then over labels in order."""
    labels = column.items.labels
    rank = np.zeros(len(labels), dtype=np.int64)
    order = {label: place for place, label in enumerate(utf16.sort(labels))}
    rank[:] = [order[label] for label in labels]
    codes = column.items.codes[unknown]
    at, _, sums = summed(rows, rank[codes], column.weights[unknown])
    found, inverse = np.unique(at, return_inverse=True)
    totals = np.bincount(inverse.reshape(-1), sums, len(found))
    return found, totals.astype(np.float64)
