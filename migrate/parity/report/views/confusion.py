"""The table of confusions, with the shade of each cell."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model import Confusion


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell of the confusion table; ``heat`` 0 … 5 picks its shade, ``off``: it is a change."""

    count: int
    heat: int
    off: bool


def matrix_of(
    confusion: Confusion | None,
) -> tuple[tuple[str | None, tuple[MatrixCell, ...]], ...]:
    """Rows of the table by their label; nothing without a table."""
    if confusion is None:
        return ()
    rows = enumerate(confusion.counts)
    most = max((n for i, row in rows for j, n in enumerate(row) if i != j), default=0)
    return tuple(
        (
            confusion.labels[i],
            tuple(
                MatrixCell(n, _heat(n, most) if i != j else 0, i != j) for j, n in enumerate(row)
            ),
        )
        for i, row in enumerate(confusion.counts)
    )


def _heat(count: int, most: int) -> int:
    """Five shades on a square-root scale, so that rare changes are seen beside frequent ones."""
    return min(5, 1 + int(4 * (count / most) ** 0.5)) if count and most else 0
