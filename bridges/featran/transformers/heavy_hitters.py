"""HeavyHitters: rank and frequency of frequent labels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias

import numpy as np

from bridges.featran.aggregators.presented import Presented
from bridges.featran.aggregators.sketch_map import Hitter, Sketch, SketchMap
from bridges.featran.block import Dense
from bridges.featran.columns import Kind, Strings
from bridges.featran.errors import IndexOutOfBounds
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.jvm import urls
from bridges.featran.jvm.order import set_order
from bridges.featran.settings.numbers import java_split, parse_int
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels
from bridges.featran.transformers.base import Transformer, param_text
from bridges.featran.transformers.seeds import needed


class Ranked(NamedTuple):
    """The rank of a label, from 1, and its estimated frequency."""

    rank: int
    frequency: int


Hitters: TypeAlias = dict[str, Ranked]


@dataclass(frozen=True)
class HeavyHitters(Transformer[Hitters]):
    """Adds rank and frequency of the ``heavy_hitters_count`` most frequent labels.

    Other labels and missing values are skipped, and not rejected.
    """

    heavy_hitters_count: int
    eps: float = 0.001
    delta: float = 0.001
    seed: int | None = None

    kind: ClassVar[Kind] = Kind.STRING
    skips_null: ClassVar[bool] = True

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the arguments in Featran's order."""
        return {
            "seed": str(self.seed),
            "eps": param_text(self.eps, flavour),
            "delta": param_text(self.delta, flavour),
            "heavyHittersCount": str(self.heavy_hitters_count),
        }

    def aggregator(
        self, flavour: Flavour = DEFAULT
    ) -> Presented[Sketch | None, tuple[Hitter, ...], Hitters]:
        """Return what counts labels."""
        seed = needed(self.seed, self.name)
        sketch = SketchMap(self.heavy_hitters_count, self.eps, self.delta, seed, flavour.scala)
        return Presented(sketch, _ranked)

    def dimension(self, summary: Hitters) -> int:
        """Return 2."""
        return 2

    def names(self, summary: Hitters) -> list[str]:
        """Return ``name_rank`` and ``name_freq``."""
        return [f"{self.name}_rank", f"{self.name}_freq"]

    def apply(self, column: Strings, summary: Hitters) -> Dense:
        """Return rank and frequency of known labels."""
        none = Ranked(0, 0)
        table = [summary.get(label, none) for label in column.texts.labels]
        values = np.array([*table, none], dtype=np.float64)[column.codes]
        known = np.array([*(label in summary for label in column.texts.labels), False])
        added = known[column.codes]
        return Dense(values, np.broadcast_to(added[:, None], values.shape))

    def apply_tf(self, column: tensors.Strings, summary: Hitters) -> graph.Block:
        """Return the same as ops."""
        rows = {label: (float(h.rank), float(h.frequency)) for label, h in summary.items()}
        return labels.look_up(column, rows, width=2)

    def encode(self, summary: Hitters, flavour: Flavour = DEFAULT) -> str:
        """Return ``label:rank:frequency``, in the order of Scala's immutable Map."""
        return ",".join(
            f"{urls.encode(label)}:{summary[label].rank}:{summary[label].frequency}"
            for label in set_order(summary, flavour.scala)
        )

    def decode(self, text: str) -> Hitters:
        """Read labels, ranks and frequencies; an empty text fails as it does in Featran."""
        return dict(map(_hitter, java_split(text, ",")))


def _ranked(hitters: tuple[Hitter, ...]) -> Hitters:
    return {h.label: Ranked(rank, h.frequency) for rank, h in enumerate(hitters, 1)}


def _hitter(text: str) -> tuple[str, Ranked]:
    parts = java_split(text, ":")
    if len(parts) < 3:
        raise IndexOutOfBounds(
            f"Index {len(parts)} out of bounds for length {len(parts)}",
            next_step=f"a heavy hitter is label:rank:frequency, and there is {text!r}",
        )
    return urls.decode(parts[0]), Ranked(parse_int(parts[1]), parse_int(parts[2]))
