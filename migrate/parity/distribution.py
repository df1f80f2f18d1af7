"""Distances between the distributions of a column on both sides, when rows cannot be paired.

Numbers and times are counted in the buckets of :mod:`migrate.parity.stats`; texts by value while
they are few, by a hash of the value otherwise. Counts merge by adding, so all engines agree.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from migrate.parity.equal import seconds
from migrate.parity.model import Compatibility, Distribution, DistributionBin, Kind
from migrate.parity.plan import Field, Plan
from migrate.parity.stats import Tally, doubles, moments, ordered
from migrate.parity.types import NUMBERS, Family

#: More texts than this, and they are counted by hash.
_FEW: Final = 1000
_HASHES: Final = 256
#: Bins of numbers, of about equal counts of old values; and texts with a bin of their own.
_BINS: Final = 20
_SHOWN: Final = 30
#: Stands for an empty bin in the population stability index, as a fraction of all.
_FLOOR: Final = 1e-4
_BATCH: Final = 1 << 18
_NUMERIC = frozenset({Kind.NUMERIC, Kind.TEMPORAL, Kind.BOOLEAN})


@dataclass(slots=True)
class Profile:
    """One column of one side. ``texts`` is None when there are too many of them."""

    count: int = 0
    nulls: int = 0
    tally: Tally = field(default_factory=Tally)
    texts: Counter[str] | None = field(default_factory=Counter)
    hashes: Counter[int] = field(default_factory=Counter)

    def merge(self, other: Profile) -> None:
        """Add what another shard counted."""
        self.count += other.count
        self.nulls += other.nulls
        self.tally.merge(other.tally)
        self.hashes.update(other.hashes)
        if self.texts is not None and other.texts is not None:
            self.texts.update(other.texts)
            self.texts = self.texts if len(self.texts) <= _FEW else None
        else:
            self.texts = None


def profiles(connection: Any, plan: Plan) -> dict[int, tuple[Profile, Profile]]:
    """Both sides of every field that is not masked."""
    return {
        index: (
            _profile(connection, described, index, "old_rows"),
            _profile(connection, described, index, "new_rows"),
        )
        for index, described in enumerate(plan.fields)
        if described.mask is None and described.compatibility is not Compatibility.INCOMPATIBLE
    }


def _profile(connection: Any, described: Field, index: int, view: str) -> Profile:
    rows, present = connection.execute(f"SELECT count(*), count(f{index}) FROM {view}").fetchone()
    found = Profile(rows, rows - present)
    if described.kind in _NUMERIC:
        found.texts = None
        connection.execute(
            f"SELECT {_number(described, f'f{index}')} AS v FROM {view} WHERE f{index} IS NOT NULL"
        )
        for batch in connection.fetch_record_batch(_BATCH):
            found.tally.add(doubles(batch.column(0)))
        return found
    text = f"CAST(f{index} AS VARCHAR)"
    found.hashes = Counter(
        dict(
            connection.execute(
                f"SELECT hash({text}) % {_HASHES}, count(*) FROM {view} "
                f"WHERE f{index} IS NOT NULL GROUP BY 1"
            ).fetchall()
        )
    )
    few = connection.execute(
        f"SELECT {text}, count(*) FROM {view} WHERE f{index} IS NOT NULL "
        f"GROUP BY 1 LIMIT {_FEW + 1}"
    ).fetchall()
    found.texts = Counter(dict(few)) if len(few) <= _FEW else None
    return found


def _number(described: Field, value: str) -> str:
    if described.type.family in NUMBERS or described.type.family is Family.INT:
        return f"CAST({value} AS DOUBLE)"
    if described.type.family is Family.TIME:
        return f"epoch({value})::DOUBLE"
    return f"CAST({seconds(value)} AS DOUBLE) / 1e6"


def distribution(described: Field, left: Profile, right: Profile) -> Distribution:
    """The distances, from the counts of both sides."""
    numeric = described.kind in _NUMERIC
    bins = _number_bins(left, right) if numeric else _text_bins(left, right)
    bins = [DistributionBin("null", left.nulls, right.nulls), *bins]
    p = [b.left / left.count if left.count else 0.0 for b in bins]
    q = [b.right / right.count if right.count else 0.0 for b in bins]
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
        moments(left.tally) if numeric else None,
        moments(right.tally) if numeric else None,
        tuple(bins),
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
    mine, theirs = left.tally, right.tally
    if not mine.count or not theirs.count:
        return float(bool(mine.count) != bool(theirs.count))
    keys = dict(ordered(mine.sketch)), dict(ordered(theirs.sketch))
    a = b = 0
    worst = 0.0
    for value in sorted(keys[0].keys() | keys[1].keys()):
        a += keys[0].get(value, 0)
        b += keys[1].get(value, 0)
        worst = max(worst, abs(a / mine.count - b / theirs.count))
    return worst


def _number_bins(left: Profile, right: Profile) -> list[DistributionBin]:
    """Bins of about equal counts of both sides' values, and one for what is not finite."""
    mine, theirs = dict(ordered(left.tally.sketch)), dict(ordered(right.tally.sketch))
    values = sorted(mine.keys() | theirs.keys())
    total = left.tally.count + right.tally.count
    bins: list[DistributionBin] = []
    part: list[float] = []
    seen = 0
    for value in values:
        part.append(value)
        seen += mine.get(value, 0) + theirs.get(value, 0)
        if seen * _BINS >= (len(bins) + 1) * total:
            bins.append(_number_bin(part, mine, theirs))
            part = []
    if part:
        bins.append(_number_bin(part, mine, theirs))
    if left.tally.not_finite or right.tally.not_finite:
        bins.append(DistributionBin("not finite", left.tally.not_finite, right.tally.not_finite))
    return bins


def _number_bin(
    part: list[float], left: dict[float, int], right: dict[float, int]
) -> DistributionBin:
    label = f"{part[0]:.6g}" if len(part) == 1 else f"{part[0]:.6g} … {part[-1]:.6g}"
    return DistributionBin(
        label, sum(left.get(v, 0) for v in part), sum(right.get(v, 0) for v in part)
    )


def _text_bins(left: Profile, right: Profile) -> list[DistributionBin]:
    if left.texts is None or right.texts is None or len(left.texts | right.texts) > _FEW:
        keys = sorted(left.hashes | right.hashes)
        return [DistributionBin(f"hash {k}", left.hashes[k], right.hashes[k]) for k in keys]
    both = left.texts + right.texts
    shown = sorted(both, key=lambda t: (-both[t], t))
    bins = [DistributionBin(t, left.texts[t], right.texts[t]) for t in shown[:_SHOWN]]
    rest = shown[_SHOWN:]
    if rest:
        bins.append(
            DistributionBin(
                f"{len(rest)} others",
                sum(left.texts[t] for t in rest),
                sum(right.texts[t] for t in rest),
            )
        )
    return bins
