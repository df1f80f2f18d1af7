"""Distances between the distributions of a column on both sides, when rows cannot be paired.

Numbers and times are compared in the buckets of :mod:`migrate.parity.spread`; texts by value while
they are few, by a hash of the value otherwise. Counts merge by adding, so all engines agree.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from migrate.parity.bin_labels import place
from migrate.parity.model import Distribution, DistributionBin
from migrate.parity.plan import Field
from migrate.parity.profile import FEW, NUMERIC, Profile
from migrate.parity.spread import Spread, together
from migrate.parity.stats import moments

#: Bins of numbers, of about equal counts of both sides; and texts with a bin of their own.
_BINS: Final = 20
_SHOWN: Final = 30
#: Stands for an empty bin in the population stability index, as a fraction of all.
_FLOOR: Final = 1e-4


def distribution(described: Field, left: Profile, right: Profile) -> Distribution:
    """The distances, from the counts of both sides. Of a masked field nothing else is told."""
    numeric = described.kind in NUMERIC
    bins = _number_bins(described, left, right) if numeric else _text_bins(left, right)
    bins = [DistributionBin("null", left.nulls, right.nulls), *bins]
    p = [b.left / left.count if left.count else 0.0 for b in bins]
    q = [b.right / right.count if right.count else 0.0 for b in bins]
    told = described.mask is None
    return Distribution(
        described.name,
        described.kind,
        left.count,
        right.count,
        left.nulls,
        right.nulls,
        _psi(p, q),
        _jensen_shannon(p, q),
        max(abs(a - b) for a, b in zip(p, q, strict=True)),
        _kolmogorov(left, right) if numeric else None,
        moments(left.tally) if numeric and told else None,
        moments(right.tally) if numeric and told else None,
        tuple(bins if numeric or _hashed(left, right) else _shown(bins)) if told else (),
    )


def _psi(p: list[float], q: list[float]) -> float:
    pairs = [(max(a, _FLOOR), max(b, _FLOOR)) for a, b in zip(p, q, strict=True) if a or b]
    return math.fsum((b - a) * math.log(b / a) for a, b in pairs)


def _jensen_shannon(p: list[float], q: list[float]) -> float:
    parts = []
    for a, b in zip(p, q, strict=True):
        middle = (a + b) / 2
        parts += [x / 2 * math.log2(x / middle) for x in (a, b) if x]
    return max(math.fsum(parts), 0.0)


def _kolmogorov(left: Profile, right: Profile) -> float:
    """The largest distance of the distribution functions at the ends of buckets, nulls left out."""
    if not left.tally.count or not right.tally.count:
        return float(bool(left.tally.count) != bool(right.tally.count))
    _, mine, theirs = together(left.spread, right.spread)
    apart = np.cumsum(mine) / left.tally.count - np.cumsum(theirs) / right.tally.count
    return float(np.abs(apart).max())


def _number_bins(described: Field, left: Profile, right: Profile) -> list[DistributionBin]:
    """Bins of about equal counts of both sides' values; NaN and infinities have their own."""
    both, mine, theirs = together(left.spread, right.spread)
    seen = np.cumsum(mine + theirs)
    ends = [0]
    for part in range(1, _BINS + 1) if len(seen) else ():
        end = int(np.searchsorted(seen, math.ceil(seen[-1] * part / _BINS))) + 1
        if end > ends[-1]:
            ends.append(end)
    bins = [
        DistributionBin(
            _label(described, both, start, end - 1),
            int(mine[start:end].sum()),
            int(theirs[start:end].sum()),
        )
        for start, end in itertools.pairwise(ends)
    ]
    return [*bins, *_not_finite(left, right)]


def _not_finite(left: Profile, right: Profile) -> list[DistributionBin]:
    names = sorted(left.not_finite | right.not_finite)
    return [
        DistributionBin(f"not finite: {name}", left.not_finite[name], right.not_finite[name])
        for name in names
    ]


def _label(described: Field, both: Spread, first: int, last: int) -> str:
    low, high = place(described, both, first), place(described, both, last, end=True)
    return low if low == high else f"{low} … {high}"


def _text_bins(left: Profile, right: Profile) -> list[DistributionBin]:
    if _hashed(left, right) or left.texts is None or right.texts is None:
        keys = sorted(left.hashes | right.hashes)
        return [DistributionBin(f"hash {k}", left.hashes[k], right.hashes[k]) for k in keys]
    both = left.texts + right.texts
    ordered = sorted(both, key=lambda t: (-both[t], t))
    return [DistributionBin(t, left.texts[t], right.texts[t]) for t in ordered]


def _hashed(left: Profile, right: Profile) -> bool:
    """Whether there are too many texts for a bin each."""
    return left.texts is None or right.texts is None or len(left.texts | right.texts) > FEW


def _shown(bins: Sequence[DistributionBin]) -> Sequence[DistributionBin]:
    """The null bin, the most frequent texts, and the rest of many as one."""
    rest = bins[_SHOWN + 1 :]
    if not rest:
        return bins
    others = DistributionBin(
        f"{len(rest)} others", sum(b.left for b in rest), sum(b.right for b in rest)
    )
    return [*bins[: _SHOWN + 1], others]
