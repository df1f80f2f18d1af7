"""The bar of row classes."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.parity.model import ParityResult
from migrate.parity.report import words
from migrate.parity.report.numbers import share

#: A row class that has rows at all is at least this wide in the bar, in percent.
THINNEST = 0.6


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar of row classes; ``start`` and ``width`` in percent."""

    name: str
    key: str
    count: int
    share: str
    start: float
    width: float


def segments(result: ParityResult) -> tuple[Segment, ...]:
    """The classes that have rows; small ones are widened so that they can be seen."""
    counts = {each: result.rows.of(each) for each in words.ROW_CLASSES}
    total = sum(counts.values())
    if not total:
        return ()
    wide = {each: max(100 * n / total, THINNEST) for each, n in counts.items() if n}
    scale = 100 / sum(wide.values())
    parts, at = [], 0.0
    for each, width in wide.items():
        name, n = words.ROW_CLASSES[each], counts[each]
        taken = width * scale
        key = each.value.lower().replace("_", "-")
        parts.append(Segment(name, key, n, share(n, total), round(at, 3), round(taken, 3)))
        at += taken
    return tuple(parts)
