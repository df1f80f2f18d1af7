"""OneHotEncoder: one column per label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.aggregators.labels import Labels
from bridges.featran.block import OneHot
from bridges.featran.columns import Kind, Strings
from bridges.featran.rejections import Unseen, rejected
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.labelled import Labelled


@dataclass(frozen=True)
class OneHotEncoder(Labelled):
    """Adds 1.0 at the label's column; an unseen label is rejected.

    With ``encode_missing_value`` unseen and missing values add 1.0 in a last column.
    """

    kind: ClassVar[Kind] = Kind.STRING

    def apply(self, column: Strings, summary: Labels) -> OneHot:
        """Return at most one entry per row."""
        return one_hot_labels(column, summary, self.encode_missing_value)

    def apply_tf(self, column: tensors.Strings, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        dimension = self.dimension(summary)
        return labels.encode_one(column, summary.index, dimension, self.encode_missing_value)


def one_hot_labels(column: Strings, summary: Labels, missing: bool) -> OneHot:
    """Return 1.0 at the label; with ``missing``, in a last column where it is unseen or missing."""
    codes, labels = column.codes, column.texts.labels
    places = summary.places(column.texts)[codes]
    unseen = rejected(
        (places < 0) & (codes >= 0), lambda row: Unseen(frozenset((labels[codes[row]],)))
    )
    if missing:
        places = np.where(places < 0, len(summary), places)
    return OneHot(places, len(summary) + missing, unseen)
