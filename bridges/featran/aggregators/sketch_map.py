"""Heavy hitters by Algebird's SketchMap: a count-min table and the list of the most frequent keys.

Arrival order counts: a key that fell out of the list comes back only when it is seen again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from bridges.featran.columns import Strings
from bridges.featran.flavour import Scala
from bridges.featran.jvm.order import set_order
from bridges.featran.jvm.random import Random
from bridges.featran.jvm.utf8 import java_bytes
from bridges.featran.texts import Texts

I32 = np.ndarray[Any, np.dtype[np.int32]]
I64 = np.ndarray[Any, np.dtype[np.int64]]


class Sketch(NamedTuple):
    """Counts int64[depth, width] and the heavy hitters, the most frequent first."""

    table: I64
    top: tuple[str, ...]


class Hitter(NamedTuple):
    """A label with its estimated frequency."""

    label: str
    frequency: int


@dataclass(frozen=True)
class SketchMap:
    """Keeps the ``keep`` most frequent strings; estimates are off by eps·n at 1 − delta."""

    keep: int
    eps: float
    delta: float
    seed: int
    scala: Scala

    @cached_property
    def _multipliers(self) -> I64:
        random = Random(self.seed)
        depth = math.ceil(math.log(1.0 / self.delta))
        return np.array([random.next_int() for _ in range(depth)], dtype=np.int64)

    @property
    def _width(self) -> int:
        return math.ceil(math.e / self.eps)

    def zero(self) -> Sketch | None:
        """Return the state of no rows."""
        return None

    def add(self, state: Sketch | None, column: Strings) -> Sketch | None:
        """Fold a column in, value by value."""
        from bridges.featran.kernels import sketch, strings

        codes = column.codes
        if not (codes >= 0).any():
            return state
        table, top = state or Sketch(self._table(), ())
        keys = _Keys(column.texts, top)
        ids = np.zeros(self.keep + 1, dtype=np.int64)
        ids[: len(top)] = keys.top
        size = sketch.fold(
            table,
            self._cells(keys.texts),
            sketch.trie_keys(strings.java_hashes(*keys.texts.raw)),
            codes.astype(np.int64),
            ids,
            len(top),
            self.keep,
            self.scala != "2.12",
            state is not None,
        )
        return Sketch(table, tuple(keys.texts.labels[i] for i in ids[:size].tolist()))

    def merge(self, left: Sketch | None, right: Sketch | None) -> Sketch | None:
        """Join two parts: tables add, lists unite."""
        if left is None or right is None:
            return left or right
        table = left.table + right.table
        order = set_order((*left.top, *right.top), self.scala)
        counts = self._estimates(table, order)
        ranked = sorted(range(len(order)), key=lambda i: -counts[i])
        return Sketch(table, tuple(order[i] for i in ranked[: self.keep]))

    def present(self, state: Sketch | None) -> tuple[Hitter, ...] | None:
        """Return the heavy hitters, the most frequent first."""
        if state is None:
            return None
        counts = self._estimates(state.table, state.top)
        return tuple(map(Hitter, state.top, counts))

    def _table(self) -> I64:
        return np.zeros((len(self._multipliers), self._width), dtype=np.int64)

    def _estimates(self, table: I64, labels: Sequence[str]) -> list[int]:
        if not labels:
            return []
        cells = self._cells(Texts.of(labels))
        rows = np.arange(len(table))
        least = table[rows, cells].min(axis=1)
        return [int(count) for count in least]

    def _cells(self, texts: Texts) -> I32:
        from bridges.featran.kernels import murmur128, sketch

        hashes = murmur128.hashes(*java_bytes(texts), self.seed)
        cells: I32 = sketch.cells(hashes, self._multipliers, self._width)
        return cells


class _Keys:
    """The strings of a batch and of the list, in one dictionary."""

    def __init__(self, texts: Texts, top: tuple[str, ...]) -> None:
        known = {label: code for code, label in enumerate(texts.labels)}
        more = [label for label in top if label not in known]
        self.texts = Texts.of((*texts.labels, *more)) if more else texts
        known.update({label: len(known) + i for i, label in enumerate(more)})
        self.top = [known[label] for label in top]
