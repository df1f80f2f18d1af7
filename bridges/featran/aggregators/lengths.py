"""The length that all vectors have."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.featran.columns import Vectors
from bridges.featran.errors import require


@dataclass(frozen=True)
class Length:
    """Summary: the common length. Lengths that differ, or are not as expected, abort."""

    expected: int

    def zero(self) -> int | None:
        """Return the state of no rows."""
        return None

    def add(self, state: int | None, column: Vectors) -> int | None:
        """Fold a column in.

        Raises
        ------
        IllegalArgument
            If a length is not the expected one, or not that of the rows before.
        """
        lengths = column.lengths[column.present]
        if not len(lengths):
            return state
        if self.expected > 0 and (lengths != self.expected).any():
            wrong = lengths[lengths != self.expected][0]
            require(False, f"Invalid input length, expected: {self.expected}, actual: {wrong}")
        first = int(lengths[0]) if state is None else state
        if (lengths != first).any():
            self.merge(first, int(lengths[lengths != first][0]))
        return first

    def merge(self, left: int | None, right: int | None) -> int | None:
        """Join two parts.

        Raises
        ------
        IllegalArgument
            If their lengths differ.
        """
        if left is None or right is None:
            return left if right is None else right
        require(left == right, f"Different input lengths, {left} != {right}")
        return left

    def present(self, state: int | None) -> int | None:
        """Return the length."""
        return state
