"""Mergeable statistics of many doubles: whoever sees the same values, in whatever parts and order,
has the same result, to the last bit."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

import numpy as np

from migrate.parity.exact import as_fraction, exact_sum, product
from migrate.parity.model import Bin, DeltaStats, Moments, Quantile

#: A bucket of the sketch has the sign, the exponent and seven bits of the mantissa of its values,
#: so its middle is at most 1/256 of the value away.
_DROPPED_BITS: Final = 45
QUANTILES: Final = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
BINS: Final = 20
_POWERS: Final = 4
#: Values whose powers fit the processor's cache.
_CHUNK: Final = 1 << 15


@dataclass(slots=True)
class Tally:
    """``sums``: of the first four powers; None where a power was not finite."""

    count: int = 0
    not_finite: int = 0
    positive: int = 0
    negative: int = 0
    low: float = math.inf
    high: float = -math.inf
    sums: list[int | None] = field(default_factory=lambda: [0] * _POWERS)
    sketch: dict[int, int] = field(default_factory=dict)

    def add(self, values: Any) -> None:
        """Count a numpy array of doubles."""
        finite = values[np.isfinite(values)]
        self.not_finite += len(values) - len(finite)
        if not len(finite):
            return
        self.count += len(finite)
        self.positive += int((finite > 0).sum())
        self.negative += int((finite < 0).sum())
        self.low = min(self.low, float(finite.min()))
        self.high = max(self.high, float(finite.max()))
        for start in range(0, len(finite), _CHUNK):
            for power, parts in enumerate(_powers(finite[start : start + _CHUNK])):
                self.sums[power] = _added(self.sums[power], parts)
        keys, counts = np.unique(_buckets(finite), return_counts=True)
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            self.sketch[key] = self.sketch.get(key, 0) + count

    def merge(self, other: Tally) -> None:
        """Count what ``other`` has counted."""
        self.count += other.count
        self.not_finite += other.not_finite
        self.positive += other.positive
        self.negative += other.negative
        self.low, self.high = min(self.low, other.low), max(self.high, other.high)
        self.sums = [
            None if a is None or b is None else a + b
            for a, b in zip(self.sums, other.sums, strict=True)
        ]
        for key, count in other.sketch.items():
            self.sketch[key] = self.sketch.get(key, 0) + count


def values(column: Any, kind: Any = np.float64) -> Any:
    """The values of an Arrow array of doubles that are not null, without importing pandas;
    ``kind`` int64 for one of longs."""
    present = column.filter(column.is_valid()) if column.null_count else column
    start = present.offset
    return np.frombuffer(present.buffers()[1], kind)[start : start + len(present)]


def _powers(values: Any) -> list[tuple[Any, ...]]:
    """The first four powers as sums of doubles: x and x² exact, x³ and x⁴ to 2**-104."""
    with np.errstate(over="ignore", invalid="ignore", under="ignore"):
        square, square_error = product(values, values)
        cube, cube_error = product(square, values)
        fourth, fourth_error = product(square, square)
        return [
            (values,),
            (square, square_error),
            (cube, cube_error + square_error * values),
            (fourth, fourth_error + 2 * square * square_error),
        ]


def _added(total: int | None, parts: tuple[Any, ...]) -> int | None:
    if total is None or not all(np.isfinite(part).all() for part in parts):
        return None
    return total + sum(exact_sum(part) for part in parts)


def _buckets(values: Any) -> Any:
    return (values + 0.0).view(np.int64) >> _DROPPED_BITS


def _middle(key: int) -> float:
    """The middle of a bucket; zero has one of its own."""
    ends = np.array([key << _DROPPED_BITS, ((key + 1) << _DROPPED_BITS) - 1], np.int64)
    if key == 0:
        return 0.0
    low, high = ends.view(np.float64)
    return float(low + (high - low) / 2)


def ordered(sketch: dict[int, int]) -> list[tuple[float, int]]:
    """Middles and counts of the buckets, by value."""
    return sorted((_middle(key), count) for key, count in sketch.items())


def moments(tally: Tally) -> Moments:
    """The moments of what was counted, each rounded once."""
    n = tally.count
    if not n:
        return Moments(0)
    s1, s2, s3, s4 = (None if s is None else as_fraction(s) / n for s in tally.sums)
    if s1 is None:
        return Moments(n, tally.low, tally.high)
    if s2 is None:
        return Moments(n, tally.low, tally.high, float(s1))
    m2 = s2 - s1 * s1
    variance = float(m2 * n / (n - 1)) if n > 1 else None
    skewness = kurtosis = None
    if s3 is not None and s4 is not None and m2 > 0:
        skewness = _skewness(s3 - 3 * s1 * s2 + 2 * s1**3, m2)
        fourth = s4 - 4 * s1 * s3 + 6 * s1**2 * s2 - 3 * s1**4
        kurtosis = float(fourth / (m2 * m2)) - 3.0
    return Moments(n, tally.low, tally.high, float(s1), variance, skewness, kurtosis)


def _skewness(moment: Fraction, m2: Fraction) -> float | None:
    """``moment / m2 ** 1.5``, without asking either to fit a double."""
    squared = float(moment * moment / (m2**3))
    return math.copysign(math.sqrt(squared), moment) if math.isfinite(squared) else None


def quantiles(tally: Tally) -> tuple[Quantile, ...]:
    """The quantiles of :data:`QUANTILES`, as the inverse of the distribution function."""
    if not tally.count:
        return ()
    found, seen = [], 0
    wanted = list(QUANTILES)
    for value, count in ordered(tally.sketch):
        seen += count
        while wanted and seen >= wanted[0] * tally.count:
            found.append(Quantile(wanted.pop(0), min(max(value, tally.low), tally.high)))
    return tuple(found)


def histogram(tally: Tally) -> tuple[Bin, ...]:
    """Bins of equal width from the least to the largest value."""
    if not tally.count:
        return ()
    low, high = tally.low, tally.high
    width = (high - low) / BINS
    if not width > 0 or not math.isfinite(width):
        return (Bin(low, high, tally.count),)
    counts = [0] * BINS
    for value, count in ordered(tally.sketch):
        counts[min(max(int((value - low) / width), 0), BINS - 1)] += count
    edges = [*(low + width * i for i in range(BINS)), high]
    return tuple(Bin(edges[i], edges[i + 1], counts[i]) for i in range(BINS))


def delta_stats(name: str, tally: Tally) -> DeltaStats:
    """Everything about one delta."""
    return DeltaStats(name, moments(tally), quantiles(tally), histogram(tally), tally.not_finite)


def sign_test(positive: int, negative: int) -> float | None:
    """Two-sided p-value that both signs are as likely; None without a value."""
    n = positive + negative
    if not n:
        return None
    fewer = min(positive, negative)
    if n <= 1000:
        tail = sum(math.comb(n, k) for k in range(fewer + 1))
        return min(1.0, float(Fraction(2 * tail, 2**n)))
    z = (abs(positive - negative) - 1) / math.sqrt(n)
    return math.erfc(max(z, 0.0) / math.sqrt(2))
