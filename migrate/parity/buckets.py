"""Bisection by checksum: most rows are equal, so find the few buckets of keys that are not.

Every row falls into a bucket by the hash of its key; a bucket's checksum is the exclusive or of
its rows' hashes and their number. Buckets with equal checksums hold equal rows (two sets of
different rows would have to agree in 64 bits); only the others are joined. A row's hash is hashed
once more: the engine joins the hashes of columns in a way in which two changes could cancel out.
"""

from __future__ import annotations

from typing import Any, Final

from migrate.parity import sql
from migrate.parity.plan import Plan
from migrate.parity.relations import field_columns, key_columns

_BITS: Final = 20
#: Joining all rows is quicker when more of the buckets differ.
WORTH: Final = 0.4
#: Smaller sides are joined at once.
LEAST_ROWS: Final = 200_000


def bucket(plan: Plan) -> str:
    """SQL: the bucket of a row."""
    return f"hash({sql.columns(key_columns(plan))}) >> {64 - _BITS}"


def find(connection: Any, plan: Plan, left: str, right: str) -> float:
    """Make table ``buckets`` (b) of those that differ; returns which part of all they are."""
    row = f"hash(hash({sql.columns([*key_columns(plan), *field_columns(plan)])}))"
    sums = {
        side: (
            f"(SELECT {bucket(plan)} AS b, count(*) AS n, bit_xor({row}) AS x "
            f"FROM {view} GROUP BY 1)"
        )
        for side, view in (("l", left), ("r", right))
    }
    connection.execute(
        f"CREATE OR REPLACE TABLE buckets AS SELECT b FROM {sums['l']} l "
        f"FULL JOIN {sums['r']} r USING (b) "
        f"WHERE {sql.differ('l.n', 'r.n')} OR {sql.differ('l.x', 'r.x')}"
    )
    count = connection.execute("SELECT count(*) FROM buckets").fetchone()[0]
    return float(count) / 2**_BITS


def within(plan: Plan, view: str) -> str:
    """A query for the rows of the buckets that differ."""
    return f"(SELECT * FROM {view} WHERE {bucket(plan)} IN (SELECT b FROM buckets))"
