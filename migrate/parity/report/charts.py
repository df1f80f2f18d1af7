"""Charts as numbers to draw: the templates make SVG of them, the colours come from the style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from migrate.parity.model import Bin, Distribution, DistributionBin, Kind, Quantile
from migrate.parity.report.numbers import number

#: The plot's size in its own units, which are pixels at the usual width; labels go around it.
WIDTH: Final = 300
HEIGHT: Final = 96
#: The height that a bar with anything in it has at least.
LEAST: Final = 2.0
#: More categories than these are added up as "others".
CATEGORIES: Final = 12


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
    """Value by quantile: flat where many rows share a value, steep where few are far off."""
    finite = sorted(values, key=lambda v: v.q)
    if len(finite) < 2:
        return None
    low, high = min(v.value for v in finite), max(v.value for v in finite)
    span = high - low or 1.0
    points = tuple(
        (_p(v.q * WIDTH), _p(HEIGHT - (v.value - low) / span * HEIGHT), _quantile_said(v))
        for v in finite
    )
    path = "M" + "L".join(f"{x} {y}" for x, y, _ in points)
    zero = _p(HEIGHT + low / span * HEIGHT) if low < 0 < high else None
    said = "; ".join(_quantile_said(v) for v in finite)
    return Line(path, points, number(low), number(high), zero, said)


def overlay(distribution: Distribution) -> Overlay | None:
    """Both sides of a numeric column over its bins, as shares of their rows."""
    bins = distribution.bins
    if distribution.kind not in (Kind.NUMERIC, Kind.TEMPORAL) or not bins:
        return None
    olds, news = _shares(distribution)
    most = max(*olds, *news) or 1.0
    step = WIDTH / len(bins)
    middle = len(bins) // 2
    ticks = [Tick(0, bins[0].label, "start")]
    if len(bins) > 1:
        ticks.append(Tick(WIDTH, bins[-1].label, "end"))
    if len(bins) > 4 and len(bins[middle].label) < 14:
        ticks.insert(1, Tick(_p((middle + 0.5) * step), bins[middle].label))
    return Overlay(
        _outline(olds, most, step),
        _area(news, most, step),
        tuple(ticks),
        f"{most:.0%}" if most >= 0.1 else f"{most:.1%}",
        "; ".join(f"{b.label}: {b.left:,} old, {b.right:,} new" for b in bins),
    )


def categories(distribution: Distribution) -> tuple[Category, ...]:
    """The largest categories of both sides, and the others added up."""
    olds, news = _shares(distribution)
    most = max((*olds, *news), default=0.0) or 1.0
    rows = [
        Category(b.label, 100 * o / most, 100 * n / most, b.left, b.right)
        for b, o, n in zip(distribution.bins, olds, news, strict=True)
    ]
    rows.sort(key=lambda c: (-max(c.left, c.right), c.label))
    if len(rows) <= CATEGORIES:
        return tuple(rows)
    shown, rest = rows[: CATEGORIES - 1], rows[CATEGORIES - 1 :]
    others = Category(
        f"{len(rest)} others",
        min(100.0, sum(c.old for c in rest)),
        min(100.0, sum(c.new for c in rest)),
        sum(c.left for c in rest),
        sum(c.right for c in rest),
    )
    return (*shown, others)


def _heights(bins: Sequence[Bin]) -> list[float]:
    widths = [b.high - b.low for b in bins]
    if max(widths) > 1.01 * min(widths) > 0:
        return [b.count / w for b, w in zip(bins, widths, strict=True)]
    return [float(b.count) for b in bins]


def _shares(distribution: Distribution) -> tuple[list[float], list[float]]:
    bins: tuple[DistributionBin, ...] = distribution.bins
    left, right = (sum(b.left for b in bins) or 1, sum(b.right for b in bins) or 1)
    return [b.left / left for b in bins], [b.right / right for b in bins]


def _outline(shares: Sequence[float], most: float, step: float) -> str:
    parts = [f"M0 {HEIGHT}"]
    for i, one in enumerate(shares):
        parts.append(f"V{_y(one, most)}H{_p((i + 1) * step)}")
    return "".join(parts) + f"V{HEIGHT}"


def _area(shares: Sequence[float], most: float, step: float) -> str:
    return "".join(
        f"M{_p(i * step + 0.4)} {HEIGHT}V{_y(one, most)}h{_p(step - 0.8)}V{HEIGHT}z"
        for i, one in enumerate(shares)
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
