"""An aggregator with another last step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bridges.featran.aggregators.base import Aggregator

S = TypeVar("S")
A = TypeVar("A")
C = TypeVar("C")


@dataclass(frozen=True)
class Presented(Generic[S, A, C]):
    """Learns as ``inner`` does and presents what it learnt by a function."""

    inner: Aggregator[S, A]
    function: Callable[[A], C]

    def zero(self) -> S:
        """Return the state of no rows."""
        return self.inner.zero()

    def add(self, state: S, column: Any) -> S:
        """Fold a column in."""
        return self.inner.add(state, column)

    def merge(self, left: S, right: S) -> S:
        """Join two parts."""
        return self.inner.merge(left, right)

    def present(self, state: S) -> C | None:
        """Return the function of what was learnt."""
        seen = self.inner.present(state)
        return None if seen is None else self.function(seen)
