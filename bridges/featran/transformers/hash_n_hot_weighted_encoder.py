"""HashNHotWeightedEncoder: one column per hash bucket, with the sum of its weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridges.featran.block import Entries
from bridges.featran.columns import Kind, WeightedLists
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels, text
from bridges.featran.transformers.hashed import Hashed
from bridges.featran.transformers.ragged import item_rows, summed


@dataclass(frozen=True)
class HashNHotWeightedEncoder(Hashed):
    """Adds each bucket's weights, summed in the order of the list; a sum of 0.0 is added too."""

    kind: ClassVar[Kind] = Kind.WEIGHTED

    def apply(self, column: WeightedLists, summary: int) -> Entries:
        """Return an entry per distinct bucket."""
        rows, columns, sums = summed(
            item_rows(column.offsets), self.buckets(column.items, summary), column.weights
        )
        return Entries((len(column), summary), rows, columns, sums)

    def apply_tf(self, column: tensors.WeightedLists, summary: int) -> graph.Block:
        """Return the same as ops."""
        buckets = column.items.with_flat_values(text.bucket(column.items.flat_values, summary))
        return graph.masked(*labels.weighted(buckets, column.weights, summary))
