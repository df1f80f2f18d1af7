"""Sets of labels, from strings, lists of strings or n-grams."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bridges.featran.columns import StringLists, Strings, WeightedLists
from bridges.featran.jvm import utf16
from bridges.featran.texts import Texts


@dataclass(frozen=True)
class Labels:
    """The labels of an encoder in the order of their columns.

    From data this is ``String.compareTo`` order; from settings it is the order of the text.
    """

    labels: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def index(self) -> dict[str, int]:
        """The position of each label; of one that stands twice, the last."""
        return {label: place for place, label in enumerate(self.labels)}

    def places(self, texts: Texts) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Return int64[k + 1]: the position of each of k dictionary strings, −1 if unknown.

        The last entry is −1, so that a code of −1 indexes it.
        """
        get = self.index.get
        return np.array([*(get(label, -1) for label in texts.labels), -1], dtype=np.int64)


class LabelSet:
    """The labels of all present rows; None before the first one.

    An empty list is a present row without labels.
    """

    def zero(self) -> set[str] | None:
        """Return the state of no rows."""
        return None

    def add(self, state: set[str] | None, column: Any) -> set[str] | None:
        """Fold a column in."""
        if not column.present.any():
            return state
        seen = state if state is not None else set()
        seen.update(used(texts_of(column)))
        return seen

    def merge(self, left: set[str] | None, right: set[str] | None) -> set[str] | None:
        """Join two parts."""
        if left is None or right is None:
            return left if right is None else right
        return left | right

    def present(self, state: set[str] | None) -> Labels | None:
        """Return the labels in Java's string order."""
        return None if state is None else Labels(tuple(utf16.sort(state)))


def texts_of(column: Strings | StringLists | WeightedLists) -> Texts:
    """Return the strings of a column of strings or of lists, missing rows as no string."""
    if isinstance(column, Strings):
        return Texts(column.codes, column.texts.dictionary)
    return column.items


def used(texts: Texts) -> list[str]:
    """Return the distinct strings that occur."""
    labels = texts.labels
    if len(texts) < len(labels):
        return [labels[code] for code in np.unique(texts.codes[texts.codes >= 0]).tolist()]
    seen = np.zeros(len(labels) + 1, dtype=np.bool_)
    seen[texts.codes] = True
    return [label for label, here in zip(labels, seen[:-1].tolist(), strict=True) if here]
