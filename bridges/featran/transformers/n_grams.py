"""NGrams: one column per run of neighbouring tokens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from bridges.featran.aggregators.labels import Labels, LabelSet
from bridges.featran.block import I64, Entries
from bridges.featran.columns import Kind, StringLists
from bridges.featran.errors import require
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.settings.labels import decode_labels, encode_labels
from bridges.featran.texts import Texts
from bridges.featran.tf import block as graph
from bridges.featran.tf import columns as tensors
from bridges.featran.tf import labels, sequences
from bridges.featran.transformers.base import Transformer
from bridges.featran.transformers.n_hot import n_hot
from bridges.featran.transformers.ragged import item_rows, sorted_index


@dataclass(frozen=True)
class NGrams(Transformer[Labels]):
    """Adds 1.0 for each distinct run of ``low`` to ``high`` tokens, joined by ``sep``.

    ``high`` of −1 is the length of the row. The settings do not hold the three arguments.
    """

    low: int = 1
    high: int = -1
    sep: str = " "

    kind: ClassVar[Kind] = Kind.STRINGS

    def check(self) -> None:
        """Refuse a range without lengths."""
        require(self.low > 0, "low must be > 0")
        require(self.high >= self.low or self.high == -1, "high must >= low or -1")

    def params(self, flavour: Flavour = DEFAULT) -> dict[str, str]:
        """Return the argument that Featran's base class writes."""
        return {"encodeMissingValue": "false"}

    def aggregator(self, flavour: Flavour = DEFAULT) -> NGramSet:
        """Return what collects the runs."""
        return NGramSet(self)

    def dimension(self, summary: Labels) -> int:
        """Return the number of runs seen in training."""
        return len(summary)

    def names(self, summary: Labels) -> list[str]:
        """Return ``name_run``."""
        return [f"{self.name}_{label}" for label in summary.labels]

    def apply(self, column: StringLists, summary: Labels) -> Entries:
        """Return an entry per distinct known run."""
        return n_hot(self.runs(column), summary, self.name, missing=False)

    def apply_tf(self, column: tensors.StringLists, summary: Labels) -> graph.Block:
        """Return the same as ops."""
        runs = sequences.ngrams(column.items, self.low, self.high, self.sep)
        found = tensors.StringLists(runs, column.present)
        return labels.encode_many(found, sorted_index(summary, self.name), missing=False)

    def encode(self, summary: Labels, flavour: Flavour = DEFAULT) -> str:
        """Return ``label:a,label:a+b``."""
        return encode_labels(summary)

    def decode(self, text: str) -> Labels:
        """Read labels by position."""
        return decode_labels(text)

    def runs(self, column: StringLists) -> StringLists:
        """Return the runs of each row, in no particular order within it."""
        parts = list(self._lengths(column))
        if not parts:
            none = np.zeros_like(column.offsets)
            return StringLists(none, Texts.of([]), column.present)
        rows = np.concatenate([rows for rows, _ in parts])
        order = np.argsort(rows, kind="stable")
        offsets = np.searchsorted(rows[order], np.arange(len(column) + 1))
        items = _joined([texts for _, texts in parts])
        return StringLists(offsets, items.take(order), column.present)

    def _lengths(self, column: StringLists) -> Iterator[tuple[I64, Texts]]:
        """Yield rows and runs of each length; a run of n + 1 is a run of n and a token."""
        rows, ends = item_rows(column.offsets), column.offsets[1:]
        longest = int(np.diff(column.offsets).max(initial=0))
        tokens = column.items
        runs, starts = tokens, np.arange(len(tokens))
        for n in range(1, min(self.high, longest) + 1 if self.high != -1 else longest + 1):
            if n > 1:
                starts, runs = _extend(starts, runs, tokens, ends[rows], n, self.sep)
            if n >= self.low:
                yield rows[starts], runs


def _extend(
    starts: I64, runs: Texts, tokens: Texts, ends: I64, n: int, sep: str
) -> tuple[I64, Texts]:
    """Return the starts at which a run of n fits, and those runs."""
    fits = starts + n <= ends[starts]
    starts, codes = starts[fits], runs.codes[fits].astype(np.int64)
    pairs = codes * max(len(tokens.labels), 1) + tokens.codes[starts + n - 1]
    distinct, inverse = np.unique(pairs, return_inverse=True)
    first, second = np.divmod(distinct, max(len(tokens.labels), 1))
    labels = [
        f"{runs.labels[a]}{sep}{tokens.labels[b]}"
        for a, b in zip(first.tolist(), second.tolist(), strict=True)
    ]
    return starts, Texts.of_codes(inverse.reshape(-1).astype(np.int32), labels)


def _joined(parts: list[Texts]) -> Texts:
    labels: list[str] = []
    codes = []
    for part in parts:
        codes.append(part.codes + np.int32(len(labels)))
        labels.extend(part.labels)
    return Texts.of_codes(np.concatenate(codes), labels)


@dataclass(frozen=True)
class NGramSet(LabelSet):
    """The runs of all present rows."""

    encoder: NGrams

    def add(self, state: set[str] | None, column: Any) -> set[str] | None:
        """Fold a column in."""
        return super().add(state, self.encoder.runs(column))
