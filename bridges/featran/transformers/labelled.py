"""What encoders with one column per label have in common."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.aggregators.labels import Labels, LabelSet
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.settings.labels import decode_labels, encode_labels
from bridges.featran.transformers.base import Transformer

#: The label of the column for missing and unknown values.
MISSING = "__missing__"


@dataclass(frozen=True)
class Labelled(Transformer[Labels]):
    """A column ``name_label`` per label, and one for missing values if asked for."""

    encode_missing_value: bool = False

    def aggregator(self, flavour: Flavour = DEFAULT) -> LabelSet:
        """Return what collects the labels."""
        return LabelSet()

    def dimension(self, summary: Labels) -> int:
        """Return the number of labels, and one more for missing values if asked for."""
        return len(summary) + self.encode_missing_value

    def names(self, summary: Labels) -> list[str]:
        """Return a name per label; labels are not escaped."""
        return label_names(self.name, summary, self.encode_missing_value)

    def encode(self, summary: Labels, flavour: Flavour = DEFAULT) -> str:
        """Return ``label:a,label:b``."""
        return encode_labels(summary)

    def decode(self, text: str) -> Labels:
        """Read labels by position."""
        return decode_labels(text)


def label_names(name: str, labels: Labels, missing: bool) -> list[str]:
    """Return ``name_label`` for each label, and for the missing one if there is a column."""
    last = (MISSING,) if missing else ()
    return [f"{name}_{label}" for label in (*labels.labels, *last)]
