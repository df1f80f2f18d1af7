"""Both sides of a numeric column in one plot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from typing import Final

from migrate.parity.model import Distribution, Kind
from migrate.parity.report.charts.plot import HEIGHT, LEAST, WIDTH, Tick, place
from migrate.parity.report.charts.shares import shares
from migrate.parity.report.numbers import moment, number

#: With fewer bins there is no shape to see.
_FEWEST: Final = 5
#: A bin is drawn at most so many times as wide as the typical one; and a bin so many times as high
#: as the typical one would leave nothing of the others.
_WIDEST, _TOWERING = 3.0, 12.0


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two histograms over the same bins: old as an outline, new as an area."""

    old: str
    new: str
    ticks: tuple[Tick, ...]
    top: str
    said: str = ""


def overlay(distribution: Distribution) -> Overlay | None:
    """Both sides of a numeric column: its shape, or bins side by side where one bin towers."""
    valued = [each for each in distribution.bins if each.label != "null"]
    if distribution.kind not in (Kind.NUMERIC, Kind.TEMPORAL) or len(valued) < 2:
        return None
    said = "; ".join(f"{b.label}: {b.left:,} old, {b.right:,} new" for b in distribution.bins)
    return _shape(distribution, said) or _slots(distribution, said)


def _shape(distribution: Distribution, said: str) -> Overlay | None:
    """Areas are shares of the rows; None where the bins' ends are not known or too unequal."""
    placed = [(each, ends) for each in distribution.bins if (ends := _ends(each.label))]
    if len(placed) < _FEWEST:
        return None
    lows = [low for _, (low, _) in placed]
    last = max(placed[-1][1][1], lows[-1] + (lows[-1] - lows[-2]))
    widths = [high - low for low, high in pairwise([*lows, last])]
    if min(widths) <= 0:
        return None
    typical = sorted(widths)[len(widths) // 2]
    drawn = [min(width, _WIDEST * typical) for width in widths]
    left, right = (sum(b.left for b, _ in placed) or 1, sum(b.right for b, _ in placed) or 1)
    olds = [b.left / left / w for (b, _), w in zip(placed, widths, strict=True)]
    news = [b.right / right / w for (b, _), w in zip(placed, widths, strict=True)]
    most = max(*olds, *news)
    if not most or most > _TOWERING * sorted(olds)[len(olds) // 2]:
        return None
    scale = WIDTH / sum(drawn)
    edges = [0.0, *accumulate(width * scale for width in drawn)]
    cut = (drawn[0] < widths[0], drawn[-1] < widths[-1])
    said_end = moment if distribution.kind is Kind.TEMPORAL else number
    ticks = (
        Tick(0, f"{said_end(lows[0])}{' …' * cut[0]}", "start"),
        Tick(WIDTH, f"{'… ' * cut[1]}{said_end(last)}", "end"),
    )
    return Overlay(_outline(olds, most, edges), _area(news, most, edges), ticks, "", said)


def _slots(distribution: Distribution, said: str) -> Overlay:
    """Every bin as wide as the others; heights are shares of the rows."""
    bins = distribution.bins
    olds, news = shares(distribution)
    most = max(*olds, *news) or 1.0
    edges = [WIDTH * n / len(bins) for n in range(len(bins) + 1)]
    ticks = (Tick(0, bins[0].label, "start"), Tick(WIDTH, bins[-1].label, "end"))
    top = f"up to {most:.0%} of rows" if most >= 0.1 else f"up to {most:.1%} of rows"
    return Overlay(_outline(olds, most, edges), _area(news, most, edges), ticks, top, said)


def _ends(label: str) -> tuple[float, float] | None:
    """The ends of ``1.5 … 2`` or ``1.5``, of days and times as seconds since 1970; None for nulls
    and what is not finite."""
    first, _, second = label.partition(" … ")
    try:
        return _end(first), _end(second or first)
    except ValueError:
        return None


def _end(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def _outline(heights: Sequence[float], most: float, edges: Sequence[float]) -> str:
    parts = [f"M0 {HEIGHT}"]
    for one, (_, right) in zip(heights, pairwise(edges), strict=True):
        parts.append(f"V{_y(one, most)}H{place(right)}")
    return "".join(parts) + f"V{HEIGHT}"


def _area(heights: Sequence[float], most: float, edges: Sequence[float]) -> str:
    return "".join(
        f"M{place(left + 0.4)} {HEIGHT}V{_y(one, most)}"
        f"H{place(max(right - 0.4, left + 0.6))}V{HEIGHT}z"
        for one, (left, right) in zip(heights, pairwise(edges), strict=True)
        if one
    )


def _y(value: float, most: float) -> float:
    tall = max(value / most * HEIGHT, LEAST) if value else 0.0
    return place(HEIGHT - tall)
