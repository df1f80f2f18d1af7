"""Statistics of values and of deltas."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Moments:
    """Of finite values. Variance is of the sample (ddof 1); skewness and excess kurtosis are
    those of the population, g1 and g2. None where too few values define it."""

    count: int
    min: float | None = None
    max: float | None = None
    mean: float | None = None
    variance: float | None = None
    skewness: float | None = None
    kurtosis: float | None = None

    @property
    def stddev(self) -> float | None:
        """The root of the variance."""
        return None if self.variance is None else float(self.variance**0.5)


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value below which a fraction ``q`` of values lies, with a relative error of 1/256."""

    q: float
    value: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Values in ``low ≤ x < high``; the last bin of a histogram holds ``high`` too."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Sidedness:
    """Whether deltas point one way. ``p_value``: exact or normal sign test, two-sided."""

    positive: int
    negative: int
    p_value: float | None = None

    @property
    def one_sided(self) -> bool:
        """Whether chance would hardly give so uneven signs."""
        return self.p_value is not None and self.p_value < 0.001


@dataclass(frozen=True, slots=True)
class DeltaStats:
    """Statistics of one delta over the rows that differ.

    ``name``: signed, absolute or relative (numbers, times), levenshtein, normalised (of strings,
    by the longer length), l2, linf or cosine (vectors), jaccard, elements, keys, bytes.
    """

    name: str
    moments: Moments
    quantiles: tuple[Quantile, ...] = ()
    histogram: tuple[Bin, ...] = ()
    not_finite: int = 0
    """Deltas that are no number: one side is NaN or infinite, lengths differ, a zero vector."""
