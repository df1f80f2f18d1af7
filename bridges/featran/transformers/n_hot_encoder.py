"""NHotEncoder: one column per label, several per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridges.featran.aggregators.labels import Labels
from bridges.featran.block import Entries
from bridges.featran.columns import Kind, StringLists
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.labelled import Labelled
from bridges.featran.transformers.n_hot import n_hot
from bridges.featran.transformers.ragged import sorted_index


@dataclass(frozen=True)
class NHotEncoder(Labelled):
    """Adds 1.0 at the column of each distinct label of a row."""

    kind: ClassVar[Kind] = Kind.STRINGS

    def apply(self, column: StringLists, summary: Labels) -> Entries:
        """Return an entry per distinct known label."""
        return n_hot(column, summary, self.name, self.encode_missing_value)

    def apply_tf(self, column: tensors.StringLists, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        places = sorted_index(summary, self.name)
        return labels.encode_many(column, places, self.encode_missing_value)
