"""HashNHotEncoder: one column per hash bucket, several per row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.block import Entries
from bridges.featran.columns import Kind, StringLists
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels, text
from bridges.featran.transformers.hashed import Hashed
from bridges.featran.transformers.ragged import distinct, item_rows


@dataclass(frozen=True)
class HashNHotEncoder(Hashed):
    """Adds 1.0 at the bucket of each label; labels that collide add one 1.0."""

    kind: ClassVar[Kind] = Kind.STRINGS

    def apply(self, column: StringLists, summary: int) -> Entries:
        """Return an entry per distinct bucket."""
        buckets = self.buckets(column.items, summary)
        rows, columns = distinct(item_rows(column.offsets), buckets)
        return Entries((len(column), summary), rows, columns, np.ones(len(rows)))

    def apply_tf(self, column: tensors.StringLists, summary: int) -> graph.Block:
        """Return the same as ops."""
        buckets = text.bucket(column.items.flat_values, summary)
        return graph.ones(labels.hot(column.items.with_flat_values(buckets), summary))
