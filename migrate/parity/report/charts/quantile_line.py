"""Values by quantile, as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from migrate.parity.model import Quantile
from migrate.parity.report.charts.plot import HEIGHT, WIDTH, place
from migrate.parity.report.numbers import number


@dataclass(frozen=True, slots=True)
class Line:
    """A quantile plot: a line, its points, and labelled levels from top to bottom."""

    path: str
    points: tuple[tuple[float, float, str], ...]
    low: str
    high: str
    zero: float | None = None
    said: str = ""


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
        (place(v.q * WIDTH), place(HEIGHT - (v.value - low) / span * HEIGHT), _quantile_said(v))
        for v in finite
    )
    path = "M" + "L".join(f"{x} {y}" for x, y, _ in points)
    zero = place(HEIGHT + low / span * HEIGHT) if low < 0 < high else None
    said = "; ".join(_quantile_said(v) for v in finite)
    return Line(path, points, number(low), number(high), zero, said)


def _quantile_said(value: Quantile) -> str:
    return f"{100 * value.q:g} %: {number(value.value)}"
