"""Rows by class, and some of them to look at."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model.kinds import RowClass


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Rows by class. ``joined`` are pairs; the duplicate classes count single rows."""

    left: int
    right: int
    joined: int
    same: int
    within_tolerance: int
    different: int
    missing_left: int
    missing_right: int
    duplicate_left: int = 0
    duplicate_right: int = 0

    def of(self, row_class: RowClass) -> int:
        """The count of a class."""
        return int(getattr(self, row_class.value.lower()))


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One key column's value."""

    name: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a sample row; ``row_class`` is SAME, WITHIN_TOLERANCE or DIFFERENT."""

    field: str
    left: str | None
    right: str | None
    row_class: RowClass
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A row to look at side by side: its key, class, and the fields that are not the same."""

    key: tuple[KeyPart, ...]
    row_class: RowClass
    cells: tuple[Cell, ...] = ()
