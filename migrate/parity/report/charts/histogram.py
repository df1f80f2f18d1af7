"""Bars from the lowest to the highest value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate.parity.model import Bin
from migrate.parity.report.charts.plot import HEIGHT, LEAST, WIDTH, Tick, place
from migrate.parity.report.numbers import number


@dataclass(frozen=True, slots=True)
class Bars:
    """One path for all bars of a histogram, ``zero`` where x is 0 inside the range."""

    path: str
    ticks: tuple[Tick, ...]
    top: str
    zero: float | None = None
    said: str = ""


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
            bars.append(f"M{place(x)} {HEIGHT}v-{place(tall)}h{place(width)}v{place(tall)}z")
    largest = max(bins, key=lambda b: b.count)
    return Bars(
        "".join(bars),
        _range_ticks(low, high),
        f"{largest.count:,} {what}",
        place(-low * scale) if low < 0 < high else None,
        f"{sum(b.count for b in bins):,} {what} from {number(low)} to {number(high)}, most "
        f"({largest.count:,}) from {number(largest.low)} to {number(largest.high)}",
    )


def _heights(bins: Sequence[Bin]) -> list[float]:
    widths = [b.high - b.low for b in bins]
    if max(widths) > 1.01 * min(widths) > 0:
        return [b.count / w for b, w in zip(bins, widths, strict=True)]
    return [float(b.count) for b in bins]


def _range_ticks(low: float, high: float) -> tuple[Tick, ...]:
    ends = (Tick(0, number(low), "start"), Tick(WIDTH, number(high), "end"))
    zero = -low / (high - low) * WIDTH
    if low < 0 < high and 40 < zero < WIDTH - 40:
        return (ends[0], Tick(place(zero), "0"), ends[1])
    return ends
