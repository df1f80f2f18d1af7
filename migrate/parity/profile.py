"""What one column of one side holds, counted so that it can be merged with other shards' counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from migrate.parity.equal import seconds
from migrate.parity.model import Compatibility, Kind
from migrate.parity.plan import Field, Plan
from migrate.parity.queries import batches, fetch_all, fetch_one
from migrate.parity.spread import Spread, of_doubles
from migrate.parity.stats import Tally, values
from migrate.parity.strict import unsigned_zeros
from migrate.parity.types import Family

#: More texts than this, and they are counted by hash.
FEW: Final = 1000
_HASHES: Final = 256
_BATCH: Final = 1 << 18
NUMERIC: Final = frozenset({Kind.NUMERIC, Kind.TEMPORAL, Kind.BOOLEAN})


@dataclass(slots=True)
class Profile:
    """``texts`` is None when there are too many of them; ``spread`` has numbers and times."""

    count: int = 0
    nulls: int = 0
    tally: Tally = field(default_factory=Tally)
    spread: Spread = field(default_factory=Spread)
    texts: Counter[str] | None = field(default_factory=Counter)
    hashes: Counter[int] = field(default_factory=Counter)
    not_finite: Counter[str] = field(default_factory=Counter)
    """NaN and the infinities by name, which no bucket has."""

    def merge(self, other: Profile) -> None:
        """Add what another shard counted."""
        self.count += other.count
        self.nulls += other.nulls
        self.tally.merge(other.tally)
        self.spread.merge(other.spread)
        self.hashes.update(other.hashes)
        self.not_finite.update(other.not_finite)
        if self.texts is not None and other.texts is not None:
            self.texts.update(other.texts)
            self.texts = self.texts if len(self.texts) <= FEW else None
        else:
            self.texts = None


def profiles(connection: Any, plan: Plan) -> dict[int, tuple[Profile, Profile]]:
    """Both sides of every field whose types have a value in common."""
    return {
        index: (
            _profile(connection, described, index, "old_rows"),
            _profile(connection, described, index, "new_rows"),
        )
        for index, described in enumerate(plan.fields)
        if described.compatibility is not Compatibility.INCOMPATIBLE
    }


def ticks(described: Field) -> float | None:
    """How many of a time's whole numbers are a second; None for fields that are no time."""
    if described.kind is not Kind.TEMPORAL:
        return None
    return 1e9 if described.type.family is Family.INT else 1e6


def _profile(connection: Any, described: Field, index: int, view: str) -> Profile:
    rows, present = fetch_one(connection, f"SELECT count(*), count(f{index}) FROM {view}")
    found = Profile(rows, rows - present)
    source = f"FROM {view} WHERE f{index} IS NOT NULL"
    if described.kind in NUMERIC:
        found.texts = None
        _count_numbers(connection, described, (f"f{index}", source), found)
    else:
        text = f"CAST({unsigned_zeros(described.type, f'f{index}')} AS VARCHAR)"
        _count_texts(connection, (text, source), found)
    return found


def _count_numbers(
    connection: Any, described: Field, where: tuple[str, str], found: Profile
) -> None:
    value, source = where
    per_second = ticks(described)
    if per_second is None:
        query = f"SELECT CAST({value} AS DOUBLE) AS v {source}"
    else:
        query = f"SELECT CAST({_ticks(described, value)} AS BIGINT) AS v {source}"
    for batch in batches(connection, query, _BATCH):
        if per_second is None:
            numbers = values(batch.column(0))
            finite = np.isfinite(numbers)
            found.spread.add(of_doubles(numbers[finite]))
            found.not_finite.update(map(str, numbers[~finite].tolist()))
        else:
            times = values(batch.column(0), np.int64)
            found.spread.add(times)
            numbers = times / per_second
        found.tally.add(numbers)


def _ticks(described: Field, value: str) -> str:
    """SQL: a time as a whole number."""
    match described.type.family:
        case Family.INT:
            return value
        case Family.TIME:
            return f"round(epoch({value}) * 1e6)"
        case _:
            return seconds(value)


def _count_texts(connection: Any, where: tuple[str, str], found: Profile) -> None:
    text, source = where
    hashed = f"SELECT hash({text}) % {_HASHES}, count(*) {source} GROUP BY 1"
    found.hashes = Counter(dict(fetch_all(connection, hashed)))
    few = f"SELECT {text}, count(*) {source} GROUP BY 1 LIMIT {FEW + 1}"
    texts = fetch_all(connection, few)
    found.texts = Counter(dict(texts)) if len(texts) <= FEW else None
