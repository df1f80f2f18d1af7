"""The features of a batch: values, which of them were added, and why some were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridges.featran.block import F64, Bools
from bridges.featran.rejections import Rejection, Rejections


@dataclass(frozen=True, eq=False)
class Features:
    """n rows of D columns: ``values`` float64[n, D], 0.0 where not ``added`` bool[n, D].

    ``rejections`` are by transformer name, in the order of the features; those that rejected
    nothing are left out.
    """

    names: tuple[str, ...]
    values: F64
    added: Bools
    rejections: Mapping[str, Rejections] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    def rejections_by_row(self) -> list[dict[str, Rejection]]:
        """Return, for each row, the rejections by transformer name."""
        rows: list[dict[str, Rejection]] = [{} for _ in range(len(self))]
        for name, rejections in self.rejections.items():
            for row, rejection in rejections:
                rows[row][name] = rejection
        return rows
