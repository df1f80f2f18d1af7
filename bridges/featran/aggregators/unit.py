"""For transformers that learn nothing: whether any row was present is all that counts."""

from __future__ import annotations

from bridges.featran.columns import Column


class Unit:
    """Summary ``()``; the state says whether a present row was seen."""

    def zero(self) -> bool:
        """Return the state of no rows."""
        return False

    def add(self, state: bool, column: Column) -> bool:
        """Fold a column in."""
        return state or bool(column.present.any())

    def merge(self, left: bool, right: bool) -> bool:
        """Join two parts."""
        return left or right

    def present(self, state: bool) -> tuple[()] | None:
        """Return the empty summary."""
        return () if state else None
