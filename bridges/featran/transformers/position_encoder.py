"""PositionEncoder: the rank of the label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bridges.featran.aggregators.labels import Labels, LabelSet
from bridges.featran.block import Dense, single
from bridges.featran.columns import Kind, Strings
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.rejections import Collision, Rejection, Unseen, rejected
from bridges.featran.settings.labels import decode_labels, encode_labels
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.base import OneColumn


@dataclass(frozen=True)
class PositionEncoder(OneColumn[Labels]):
    """Adds the position of the label among the sorted labels.

    A label that training did not see and a missing value are skipped and rejected, for 0.0 is the
    first label's position.
    """

    kind: ClassVar[Kind] = Kind.STRING

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the argument that Featran's base class writes."""
        return {"encodeMissingValue": "false"}

    def aggregator(self, flavour: Flavour = DEFAULT) -> LabelSet:
        """Return what collects the labels."""
        return LabelSet()

    def apply(self, column: Strings, summary: Labels) -> Dense:
        """Return the positions of known labels."""
        codes, labels = column.codes, column.texts.labels
        places = summary.places(column.texts)[codes]

        def describe(row: int) -> Rejection:
            return Collision() if codes[row] < 0 else Unseen(frozenset((labels[codes[row]],)))

        return single(places.astype(np.float64), places >= 0, rejected(places < 0, describe))

    def apply_tf(self, column: tensors.Strings, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        return labels.encode_position(column, summary.index)

    def encode(self, summary: Labels, flavour: Flavour = DEFAULT) -> str:
        """Return ``label:a,label:b``."""
        return encode_labels(summary)

    def decode(self, text: str) -> Labels:
        """Read labels by position."""
        return decode_labels(text)
