"""TopNOneHotEncoder: one column per frequent label."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bridges.featran.aggregators.labels import Labels
from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.sketch_map import Hitter, Sketch, SketchMap
from bridges.featran.block import OneHot
from bridges.featran.columns import Kind, Strings
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import utf16
from bridges.featran.settings.labels import decode_labels, encode_labels
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.base import Transformer, param_text
from bridges.featran.transformers.labelled import label_names
from bridges.featran.transformers.one_hot_encoder import one_hot_labels
from bridges.featran.transformers.seeds import needed


@dataclass(frozen=True)
class TopNOneHotEncoder(Transformer[Labels]):
    """Adds 1.0 at the column of one of the ``n`` most frequent labels.

    Any other label is rejected, also in training, and adds 1.0 in a last column with
    ``encode_missing_value``, as a missing value does.
    """

    n: int
    eps: float = 0.001
    delta: float = 0.001
    seed: int | None = None
    encode_missing_value: bool = False

    kind: ClassVar[Kind] = Kind.STRING

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the arguments in the order of Scala's Map of five."""
        texts = {
            "n": str(self.n),
            "seed": str(self.seed),
            "encodeMissingValue": param_text(self.encode_missing_value, flavour),
            "eps": param_text(self.eps, flavour),
            "delta": param_text(self.delta, flavour),
        }
        if flavour.scala == "2.12":
            return texts
        order = ("encodeMissingValue", "n", "seed", "eps", "delta")
        return {name: texts[name] for name in order}

    def aggregator(
        self, flavour: Flavour = DEFAULT
    ) -> Presented[Sketch | None, tuple[Hitter, ...], Labels]:
        """Return what counts labels."""
        seed = needed(self.seed, self.name)
        return Presented(SketchMap(self.n, self.eps, self.delta, seed, flavour.scala), _labels)

    def dimension(self, summary: Labels) -> int:
        """Return the number of labels, and one more for missing values if asked for."""
        return len(summary) + self.encode_missing_value

    def names(self, summary: Labels) -> list[str]:
        """Return a name per label; labels are not escaped."""
        return label_names(self.name, summary, self.encode_missing_value)

    def apply(self, column: Strings, summary: Labels) -> OneHot:
        """Return at most one entry per row."""
        return one_hot_labels(column, summary, self.encode_missing_value)

    def apply_tf(self, column: tensors.Strings, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        dimension = self.dimension(summary)
        return labels.encode_one(column, summary.index, dimension, self.encode_missing_value)

    def encode(self, summary: Labels, flavour: Flavour = DEFAULT) -> str:
        """Return ``label:a,label:b``."""
        return encode_labels(summary)

    def decode(self, text: str) -> Labels:
        """Read labels by position."""
        return decode_labels(text)


def _labels(hitters: tuple[Hitter, ...]) -> Labels:
    return Labels(tuple(utf16.sort(hitter.label for hitter in hitters)))
