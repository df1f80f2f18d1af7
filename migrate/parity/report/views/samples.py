"""Sample rows side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrate.parity.model import UNEXPLAINED, Cell, KeyPart, ParityResult, RowClass, SampleRow
from migrate.parity.report import words
from migrate.parity.report.views.pairs import Pair, pieces_of

_SAMPLES = (
    RowClass.DIFFERENT,
    RowClass.MISSING_RIGHT,
    RowClass.MISSING_LEFT,
    RowClass.DUPLICATE_LEFT,
    RowClass.DUPLICATE_RIGHT,
    RowClass.WITHIN_TOLERANCE,
    RowClass.SAME,
)


@dataclass(frozen=True, slots=True)
class SampleView:
    """A sample row: its key and its cells, only those that are not the same."""

    key: tuple[KeyPart, ...]
    row_class: str
    key_of_class: str
    cells: tuple[Pair, ...]


def samples(result: ParityResult) -> tuple[SampleView, ...]:
    """Sample rows: those that differ first, those within tolerance last."""
    titles = _titles(result)
    order = list(_SAMPLES)
    rows = sorted(result.samples, key=lambda row: order.index(row.row_class))
    return tuple(_sample(row, titles) for row in rows)


def _titles(result: ParityResult) -> Mapping[str, str]:
    found = {c.cause: c.title for f in result.fields for c in f.causes if c.title}
    return {**found, UNEXPLAINED: "unexplained"}


def _sample(row: SampleRow, titles: Mapping[str, str]) -> SampleView:
    cells = tuple(_cell(c, titles) for c in row.cells if c.row_class is not RowClass.SAME)
    key = row.row_class.value.lower().replace("_", "-")
    return SampleView(row.key, words.ROW_CLASSES[row.row_class], key, cells)


def _cell(cell: Cell, titles: Mapping[str, str]) -> Pair:
    old, new = pieces_of(cell.left, cell.right)
    key = cell.row_class.value.lower().replace("_", "-")
    cause = titles.get(cell.cause, cell.cause)
    return Pair(old, new, cause, cell.field, row_class=key)
