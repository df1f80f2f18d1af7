"""The sample of labelled values that MDL learns its bins from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bridges.featran.block import F64
from bridges.featran.columns import MdlRecords
from bridges.featran.jvm.random import Random
from bridges.featran.texts import I32, Texts


@dataclass(frozen=True, eq=False)
class Sample:
    """Classes by first appearance, None for a null label, their codes and values.

    ``random`` draws for the next row.
    """

    classes: dict[str | None, int]
    codes: list[I32]
    values: list[F64]
    random: Random | None


@dataclass(frozen=True)
class MdlSample:
    """Keeps each present row with probability ``rate``, by java.util.Random.

    Featran draws one number per present row, after one that it throws away. Each part of the data
    that is merged drew from a generator of its own, so only an undivided pass repeats the JVM's.
    """

    rate: float
    seed: int

    def zero(self) -> Sample | None:
        """Return the state of no rows."""
        return None

    def add(self, state: Sample | None, column: MdlRecords) -> Sample | None:
        """Draw for each present row of a column."""
        rows = np.flatnonzero(column.present)
        if not len(rows):
            return state
        sample = state or Sample({}, [], [], self._random())
        random = sample.random or self._random()
        kept = rows[random.next_doubles(len(rows)) < self.rate]
        codes = _classes(column.labels.take(kept), sample.classes)
        return Sample(
            sample.classes,
            [*sample.codes, codes],
            [*sample.values, column.values[kept]],
            random,
        )

    def _random(self) -> Random:
        random = Random(self.seed)
        random.next_double()
        return random

    def merge(self, left: Sample | None, right: Sample | None) -> Sample | None:
        """Join two parts."""
        if left is None or right is None:
            return left or right
        places = [left.classes.setdefault(name, len(left.classes)) for name in right.classes]
        moved = np.array(places, dtype=np.int32)
        codes = [moved[part] for part in right.codes]
        return Sample(
            left.classes, [*left.codes, *codes], [*left.values, *right.values], left.random
        )

    def present(self, state: Sample | None) -> tuple[I32, F64] | None:
        """Return class codes, numbered by first appearance, and values."""
        if state is None:
            return None
        return np.concatenate(state.codes), np.concatenate(state.values)


def _classes(labels: Texts, classes: dict[str | None, int]) -> I32:
    """Return the classes' numbers, numbering those that are new as they appear; null is one."""
    used, first = np.unique(labels.codes, return_index=True)
    moved = np.zeros(len(labels.labels) + 1, dtype=np.int32)
    for code in used[np.argsort(first)].tolist():
        label = labels.labels[code] if code >= 0 else None
        moved[code] = classes.setdefault(label, len(classes))
    return moved[labels.codes]
