"""Bisection by checksum: most rows are equal, so find the few buckets of keys that are not.

Every row falls into a bucket by the hash of its key; a bucket's checksum is the sum of its rows'
hashes, modulo 2**64. Buckets with equal checksums hold equal rows (two sets of different rows would
have to agree in 64 bits); only the others are joined. A row's hash is hashed once more: the engine
joins the hashes of columns in a way in which two changes could cancel out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from migrate.parity import sql
from migrate.parity.plan import Plan
from migrate.parity.queries import batches, run
from migrate.parity.relations import field_columns, key_columns

_BITS: Final = 21
#: Joining all rows is quicker when more of the buckets differ.
WORTH: Final = 0.4
#: Smaller sides are joined at once.
LEAST_ROWS: Final = 200_000
_BATCH: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Sums:
    """``sums``: the checksum of each bucket. ``hashes``: of every row's key, None if not held."""

    sums: Any
    hashes: Any


def keyed(connection: Any, plan: Plan, view: str, held: int) -> Sums:
    """The checksums of a view by key; the hashes of up to ``held`` keys are kept as well."""
    return scan(connection, key_columns(plan), field_columns(plan), view, held)


def scan(connection: Any, by: Sequence[str], rest: Sequence[str], view: str, held: int = 0) -> Sums:
    """The checksums of rows of columns ``by`` and ``rest`` in buckets of ``by``."""
    sums = np.zeros(1 << _BITS, np.uint64)
    hashes: list[Any] = []
    rows = 0
    query = (
        f"SELECT hash({sql.columns(by)}) AS h, hash(hash({sql.columns([*by, *rest])})) AS x "
        f"FROM {view}"
    )
    for batch in batches(connection, query, _BATCH):
        key, row = (column.to_numpy() for column in batch.columns)
        np.add.at(sums, _places(key), row)
        rows += len(key)
        if rows <= held:
            hashes.append(key)
    return Sums(sums, np.concatenate(hashes) if rows <= held and hashes else None)


def _places(hashes: Any) -> Any:
    """The bucket of each hash."""
    return (hashes >> np.uint64(64 - _BITS)).view(np.int64)


def differing(connection: Any, left: Sums, right: Sums) -> float:
    """Make table ``buckets`` (b) of those that differ; returns which part of all they are."""
    found = np.flatnonzero(left.sums != right.sums).astype(np.uint64)
    connection.register("differing", {"b": found})
    run(connection, "CREATE OR REPLACE TABLE buckets AS SELECT b FROM differing")
    connection.unregister("differing")
    return len(found) / len(left.sums)


def of_differing(hashes: Any, left: Sums, right: Sums) -> Any:
    """Those of the hashes whose bucket differs."""
    return hashes[(left.sums != right.sums)[_places(hashes)]]


def within(by: Sequence[str], view: str) -> str:
    """A query for the rows of the buckets that differ."""
    bucket = f"hash({sql.columns(by)}) >> {64 - _BITS}"
    return f"(SELECT * FROM {view} WHERE {bucket} IN (SELECT b FROM buckets))"
