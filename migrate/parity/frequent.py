"""Which changes of values are frequent, without keeping the others.

Pairs of values are counted in buckets first, whose counts add up over shards; only pairs of a
bucket that is large enough for a frequent one are told apart.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pyarrow as pa

from migrate.parity.plan import Plan
from migrate.parity.queries import fetch_all, fetch_arrays
from migrate.parity.relations import show_field

#: Value changes of a field that a result lists.
CHANGES: Final = 20
#: A change is listed if it is one of 2**14 differences or more often; and so many buckets of pairs.
_SHARE: Final = 14
_BITS: Final = 16
Changes = Counter[tuple[str | None, str | None]]
#: Number of the table, and of the field.
Place = tuple[int, int]


def fewest(different: int) -> int:
    """How often a change must be seen to be listed: of many differences, not just by chance."""
    return max(1, different >> _SHARE)


@dataclass(slots=True)
class PairBuckets:
    """How many differing pairs are in which bucket; ``ids`` in order."""

    ids: Any = field(default_factory=lambda: np.zeros(0, np.uint64))
    counts: Any = field(default_factory=lambda: np.zeros(0, np.int64))

    def merge(self, other: PairBuckets) -> None:
        """Add what another shard counted."""
        both = np.concatenate([self.ids, other.ids])
        self.ids, places = np.unique(both, return_inverse=True)
        counts = np.zeros(len(self.ids), np.int64)
        np.add.at(counts, places, np.concatenate([self.counts, other.counts]))
        self.counts = counts


def pair_buckets(connection: Any, place: Place) -> PairBuckets:
    """Of the differing pairs of a field."""
    number, index = place
    found = fetch_arrays(
        connection,
        f"SELECT {_bucket(index)} AS b, count(*) AS n FROM d{number} "
        f"WHERE c{index} = 2 GROUP BY b ORDER BY b",
    )
    ids, counts = (np.ascontiguousarray(found[name]) for name in ("b", "n"))
    return PairBuckets(ids.astype(np.uint64), counts.astype(np.int64))


def _bucket(index: int) -> str:
    return f"hash(l{index}, r{index}) >> {64 - _BITS}"


def every_change(connection: Any, plan: Plan, place: Place) -> Changes:
    """How often which value became which."""
    return _changes(connection, plan, place, "", "")


def frequent_changes(
    connection: Any, plan: Plan, place: Place, least: int, whole: PairBuckets | None
) -> Changes:
    """The changes that may be seen ``least`` times. ``whole``: the buckets of all shards, which
    will be added up; None where this shard is all there is, and what a result lists is enough."""
    index = place[1]
    where = ""
    if least > 1:
        buckets = whole or pair_buckets(connection, place)
        ids = buckets.ids[buckets.counts >= least]
        connection.register("frequent", pa.table({"b": pa.array(ids)}))
        where = f" AND {_bucket(index)} IN (SELECT b FROM frequent)"
    limit = "" if whole is not None else f"LIMIT {CHANGES}"
    return _changes(connection, plan, place, where, limit)


def _changes(connection: Any, plan: Plan, place: Place, where: str, limit: str) -> Changes:
    number, index = place
    left, right = (show_field(plan, index, f"{side}{index}") for side in "lr")
    rows = fetch_all(
        connection,
        f"SELECT {left} AS a, {right} AS b, count(*) AS n FROM d{number} "
        f"WHERE c{index} = 2{where} "
        f"GROUP BY a, b ORDER BY n DESC, a NULLS LAST, b NULLS LAST {limit}",
    )
    return Counter({(a, b): n for a, b, n in rows})
