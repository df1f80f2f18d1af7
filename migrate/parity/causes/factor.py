"""All values are scaled by one factor: that of population against sample deviation (ddof), or
another one; or shifted by one offset."""

from __future__ import annotations

import math
from collections.abc import Iterator

from migrate.parity import sql
from migrate.parity.causes.base import Attempt, Cause, Subject
from migrate.parity.types import Family

#: How many pairs must agree, and how closely, before a number is a rule.
_LEAST = 3
_CLOSE = 1e-9


def _common(values: list[float], close: float) -> float | None:
    """The value that most of a list have, to rounding."""
    if len(values) < _LEAST:
        return None
    middle = sorted(values)[len(values) // 2]
    near = sum(1 for v in values if abs(v - middle) <= close * abs(middle))
    return middle if 2 * near > len(values) else None


def _closeness(subject: Subject) -> float:
    return max(_CLOSE, subject.precision)


def _ratios(subject: Subject) -> list[float]:
    pairs = ((float(a), float(b)) for a, b in subject.values())
    return [b / a for a, b in pairs if a and b and math.isfinite(a) and math.isfinite(b)]


def _ddof(subject: Subject) -> Iterator[Attempt]:
    """n / (n - 1) of variances, its root of deviations, and their inverses."""
    if subject.family is not Family.FLOAT:
        return
    ratio = _common(_ratios(subject), _closeness(subject))
    if ratio is None or ratio <= 0 or ratio == 1:
        return
    for name, large in (
        ("variance", max(ratio, 1 / ratio)),
        ("deviation", max(ratio, 1 / ratio) ** 2),
    ):
        n = large / (large - 1)
        if 2 <= n < 1e6 and abs(n - round(n)) <= 1e-4 * n and abs(n - round(n)) < 0.01:
            exact = round(n) / (round(n) - 1)
            exact = math.sqrt(exact) if name == "deviation" else exact
            way = "population became sample" if ratio > 1 else "sample became population"
            factor = exact if ratio > 1 else 1 / exact
            yield _times(subject, factor, f"{name}, {way}, n = {round(n)}")


def _times(subject: Subject, factor: float, detail: str) -> Attempt:
    return Attempt(
        detail,
        old=lambda v: f"CAST({v} AS DOUBLE) * {sql.number(factor)}",
        close=_closeness(subject),
    )


def _factor(subject: Subject) -> Iterator[Attempt]:
    if subject.family not in (Family.FLOAT, Family.INT, Family.DECIMAL):
        return
    if subject.is_two_valued:
        return  # from one value to the other is no rule of arithmetic
    ratio = _common(_ratios(subject), _closeness(subject))
    if ratio is not None and ratio != 1:
        yield _times(subject, ratio, f"× {ratio:.9g}")
    gaps = [float(b) - float(a) for a, b in subject.values() if math.isfinite(float(b))]
    gap = _common([g for g in gaps if math.isfinite(g)], _closeness(subject))
    if gap:
        yield Attempt(
            f"{gap:+.9g}",
            old=lambda v: f"CAST({v} AS DOUBLE) + {sql.number(gap)}",
            close=_closeness(subject),
        )


DDOF = Cause("ddof", "a deviation of the sample became one of the population, or back", _ddof)
FACTOR = Cause("constant-factor", "all values changed by one factor or offset", _factor)
