"""HashOneHotEncoder: one column per hash bucket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridges.featran.block import OneHot
from bridges.featran.columns import Kind, Strings
from bridges.featran.texts import Texts
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.hashed import Hashed


@dataclass(frozen=True)
class HashOneHotEncoder(Hashed):
    """Adds 1.0 at the label's bucket; nothing is unseen."""

    kind: ClassVar[Kind] = Kind.STRING

    def apply(self, column: Strings, summary: int) -> OneHot:
        """Return an entry per present row."""
        texts = Texts(column.codes, column.texts.dictionary)
        return OneHot(self.buckets(texts, summary), summary)

    def apply_tf(self, column: tensors.Strings, summary: int) -> graph.Block:
        """Return the same as ops."""
        return labels.hash_one(column, summary)
