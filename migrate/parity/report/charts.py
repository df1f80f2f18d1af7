"""Charts as numbers to draw: the templates make SVG of them, the colours come from the style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate, pairwise
from typing import Final

from migrate.parity.model import Bin, Distribution, DistributionBin, Kind, Quantile
from migrate.parity.report.numbers import moment, number

#: The plot's size in its own units, which are pixels at the usual width; labels go around it.
WIDTH: Final = 300
HEIGHT: Final = 96
#: The height that a bar with anything in it has at least.
LEAST: Final = 2.0
#: More categories than these are added up as "others".
CATEGORIES: Final = 12
_OTHERS: Final = re.compile(r"(\d+) others")
#: With fewer bins there is no shape to see.
_FEWEST: Final = 5
#: A bin is drawn at most so many times as wide as the typical one; and a bin so many times as high
#: as the typical one would leave nothing of the others.
_WIDEST, _TOWERING = 3.0, 12.0


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the plot, ``anchor`` as SVG has it."""

    x: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Bars:
    """One path for all bars of a histogram, ``zero`` where x is 0 inside the range."""

    path: str
    ticks: tuple[Tick, ...]
    top: str
    zero: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A quantile plot: a line, its points, and labelled levels from top to bottom."""

    path: str
    points: tuple[tuple[float, float, str], ...]
    low: str
    high: str
    zero: float | None = None
    said: str = ""


@dataclass(frozen=True, slots=True)
class Overlay:
    """Two histograms over the same bins: old as an outline, new as an area."""

    old: str
    new: str
    ticks: tuple[Tick, ...]
    top: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a column with few values, with bars of 0 … 100 % of the largest."""

    label: str
    old: float
    new: float
    left: int
    right: int


def histogram(bins: Sequence[Bin], what: str = "rows") -> Bars | None:
    """Bars from the lowest to the highest value; area stands for rows where widths differ."""
    low, high = (bins[0].low, bins[-1].high) if bins else (0.0, 0.0)
    if not bins or not high > low:
        return None
    heights = _heights(bins)
    most = max(heights) or 1.0
    scale = WIDTH / (high - low)
    bars = []
    for each, height in zip(bins, heights, strict=True):
        x, width = (each.low - low) * scale, max((each.high - each.low) * scale - 0.8, 0.6)
        tall = max(height / most * HEIGHT, LEAST) if each.count else 0
        if tall:
            bars.append(f"M{_p(x)} {HEIGHT}v-{_p(tall)}h{_p(width)}v{_p(tall)}z")
    largest = max(bins, key=lambda b: b.count)
    return Bars(
        "".join(bars),
        _range_ticks(low, high),
        f"{largest.count:,} {what}",
        _p(-low * scale) if low < 0 < high else None,
        f"{sum(b.count for b in bins):,} {what} from {number(low)} to {number(high)}, most "
        f"({largest.count:,}) from {number(largest.low)} to {number(largest.high)}",
    )


def quantiles(values: Sequence[Quantile]) -> Line | None:
    """Value by quantile: flat where many rows share a value; None where all of them do."""
    finite = sorted(values, key=lambda v: v.q)
    if len(finite) < 2:
        return None
    low, high = min(v.value for v in finite), max(v.value for v in finite)
    span = high - low
    if not span:
        return None
    points = tuple(
        (_p(v.q * WIDTH), _p(HEIGHT - (v.value - low) / span * HEIGHT), _quantile_said(v))
        for v in finite
    )
    path = "M" + "L".join(f"{x} {y}" for x, y, _ in points)
    zero = _p(HEIGHT + low / span * HEIGHT) if low < 0 < high else None
    said = "; ".join(_quantile_said(v) for v in finite)
    return Line(path, points, number(low), number(high), zero, said)


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
    olds, news = _shares(distribution)
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


def categories(distribution: Distribution) -> tuple[Category, ...]:
    """The largest categories of both sides; the rest added up, on its own scale."""
    olds, news = _shares(distribution)
    named, rest, unnamed = [], [], 0
    for each, old, new in zip(distribution.bins, olds, news, strict=True):
        row = Category(each.label, 100 * old, 100 * new, each.left, each.right)
        if others := _OTHERS.fullmatch(each.label):
            unnamed += int(others[1])
            rest.append(row)
        elif each.left or each.right:
            named.append(row)
    named.sort(key=lambda c: (-max(c.left, c.right), c.label))
    shown = named if len(named) + len(rest) <= CATEGORIES else named[: CATEGORIES - 1]
    rest += named[len(shown) :]
    most = max((max(c.old, c.new) for c in shown), default=0.0) or 100.0
    scaled = [replace(c, old=100 * c.old / most, new=100 * c.new / most) for c in shown]
    if not rest:
        return tuple(scaled)
    label = f"{unnamed + len(named) - len(shown)} others"
    return (*scaled, Category(label, 0, 0, sum(c.left for c in rest), sum(c.right for c in rest)))


def _heights(bins: Sequence[Bin]) -> list[float]:
    widths = [b.high - b.low for b in bins]
    if max(widths) > 1.01 * min(widths) > 0:
        return [b.count / w for b, w in zip(bins, widths, strict=True)]
    return [float(b.count) for b in bins]


def _shares(distribution: Distribution) -> tuple[list[float], list[float]]:
    bins: tuple[DistributionBin, ...] = distribution.bins
    left, right = (sum(b.left for b in bins) or 1, sum(b.right for b in bins) or 1)
    return [b.left / left for b in bins], [b.right / right for b in bins]


def _outline(heights: Sequence[float], most: float, edges: Sequence[float]) -> str:
    parts = [f"M0 {HEIGHT}"]
    for one, (_, right) in zip(heights, pairwise(edges), strict=True):
        parts.append(f"V{_y(one, most)}H{_p(right)}")
    return "".join(parts) + f"V{HEIGHT}"


def _area(heights: Sequence[float], most: float, edges: Sequence[float]) -> str:
    return "".join(
        f"M{_p(left + 0.4)} {HEIGHT}V{_y(one, most)}H{_p(max(right - 0.4, left + 0.6))}V{HEIGHT}z"
        for one, (left, right) in zip(heights, pairwise(edges), strict=True)
        if one
    )


def _y(value: float, most: float) -> float:
    tall = max(value / most * HEIGHT, LEAST) if value else 0.0
    return _p(HEIGHT - tall)


def _range_ticks(low: float, high: float) -> tuple[Tick, ...]:
    ends = (Tick(0, number(low), "start"), Tick(WIDTH, number(high), "end"))
    zero = -low / (high - low) * WIDTH
    if low < 0 < high and 40 < zero < WIDTH - 40:
        return (ends[0], Tick(_p(zero), "0"), ends[1])
    return ends


def _quantile_said(value: Quantile) -> str:
    return f"{100 * value.q:g} %: {number(value.value)}"


def _p(value: float) -> float:
    """A coordinate, short."""
    return round(value, 1)
