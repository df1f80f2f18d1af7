"""A whole comparison."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from migrate.parity.model.distributions import Distribution
from migrate.parity.model.fields import FieldResult
from migrate.parity.model.rows import RowCounts, SampleRow
from migrate.parity.model.sides import Alignment, ColumnPair, Input, Provenance
from migrate.parity.model.verdict import Note, Verdict

#: Name and version of the JSON form, see :mod:`migrate.parity.as_json`.
FORMAT: Final = "paved-road/parity"
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class ParityResult:
    """A whole comparison. ``fields`` are in the order of OLD's schema."""

    left: Input
    right: Input
    provenance: Provenance
    schema: tuple[ColumnPair, ...]
    alignment: Alignment
    rows: RowCounts
    fields: tuple[FieldResult, ...]
    verdict: Verdict
    distributions: tuple[Distribution, ...] = ()
    samples: tuple[SampleRow, ...] = ()
    notes: tuple[Note, ...] = field(default=())

    def causes(self) -> dict[str, int]:
        """Differences by cause over all fields, the most frequent first."""
        totals: dict[str, int] = {}
        for each in self.fields:
            for cause in each.causes:
                totals[cause.cause] = totals.get(cause.cause, 0) + cause.count
        return dict(sorted(totals.items(), key=lambda item: (-item[1], item[0])))
