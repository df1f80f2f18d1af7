"""Keys that are there more than once, and how their rows are paired.

Finding them is a sort of the keys' hashes; only keys that share a hash are looked at again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from migrate.parity import sql
from migrate.parity.plan import Plan
from migrate.parity.policy import Duplicates, NullKeys
from migrate.parity.queries import count_rows, fetch_arrays, run
from migrate.parity.relations import any_null_key, field_columns, key_columns, match

#: Hashes that are sorted at a time: 8 bytes each, twice.
HASHES: Final = 1 << 24
#: So many hashes in common, and a grouping of all keys is quicker.
_SUSPECTS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """How many keys are not unique on each side. The tables exist only when there are any."""

    left: int = 0
    right: int = 0

    def __bool__(self) -> bool:
        return bool(self.left or self.right)


def find(
    connection: Any,
    plan: Plan,
    left: str,
    right: str,
    rows: tuple[int, int],
    suspects: tuple[Any, Any] = (None, None),
) -> Ambiguous:
    """Make table ``ambiguous`` (k…, nl, nr) of the keys that are not unique on both sides.

    ``suspects``: what :func:`repeated` says of the hashes of each side, where somebody knows.
    """
    doubled = [
        _doubled(connection, plan, view, count, known)
        for view, count, known in zip((left, right), rows, suspects, strict=True)
    ]
    counts = tuple(count_rows(connection, f"({query})") if query else 0 for query in doubled)
    found = Ambiguous(*counts)
    if found:
        _tabulate(connection, plan, left, right, [query for query in doubled if query])
    return found


def _doubled(connection: Any, plan: Plan, view: str, rows: int, suspects: Any) -> str:
    """A query for the keys that occur more than once in a view; empty when none does."""
    keys = sql.columns(key_columns(plan))
    where = "true"
    if plan.policy.null_keys is NullKeys.DISTINCT:
        where = f"NOT ({any_null_key(plan)})"
    if suspects is None:
        suspects = _suspects(connection, f"hash({keys})", f"{view} WHERE {where}", rows)
    if not len(suspects):
        return ""
    if len(suspects) <= _SUSPECTS:
        listed = ", ".join(map(str, suspects.tolist()))
        where += f" AND hash({keys}) IN ({listed})"
    return f"SELECT {keys} FROM {view} WHERE {where} GROUP BY {keys} HAVING count(*) > 1"


def _suspects(connection: Any, value: str, source: str, rows: int) -> Any:
    """Hashes that occur more than once; not all of them when there are too many to list."""
    parts = -(-rows // HASHES)
    found = []
    for part in range(max(parts, 1)):
        share = f"AND {value} % {parts} = {part}" if parts > 1 else ""
        query = f"SELECT {value} AS h FROM {source} {share}"
        hashes = np.asarray(fetch_arrays(connection, query)["h"], np.uint64)
        found.append(repeated(hashes))
        if sum(map(len, found)) > _SUSPECTS:
            break
    return np.concatenate(found)


def repeated(hashes: Any) -> Any:
    """The hashes that occur more than once; sorts them all."""
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _tabulate(connection: Any, plan: Plan, left: str, right: str, doubled: list[str]) -> None:
    keys = key_columns(plan)
    listed = sql.columns(keys)
    order = sql.columns(f"v.{c}" for c in [*keys, *field_columns(plan)])
    run(
        connection,
        f"CREATE TABLE doubled AS SELECT DISTINCT {listed} FROM ({' UNION ALL '.join(doubled)})",
    )
    for side, view in (("left", left), ("right", right)):
        run(
            connection,
            f"CREATE TABLE ambiguous_{side} AS "
            f"SELECT row_number() OVER (ORDER BY {order}) AS id, v.* FROM {view} v "
            f"SEMI JOIN doubled d ON {match(plan, 'v', 'd')}",
        )
    counts = " UNION ALL ".join(
        f"SELECT {listed}, {int(side == 'left')} AS l, {int(side == 'right')} AS r "
        f"FROM ambiguous_{side}"
        for side in ("left", "right")
    )
    run(
        connection,
        f"CREATE TABLE ambiguous AS SELECT {listed}, sum(l) AS nl, sum(r) AS nr "
        f"FROM ({counts}) GROUP BY {listed}",
    )


def without(plan: Plan, view: str) -> str:
    """A query for the rows of a view whose key is unique on both sides."""
    return f"(SELECT v.* FROM {view} v ANTI JOIN ambiguous a ON {match(plan, 'v', 'a')})"


def pair(connection: Any, plan: Plan) -> None:
    """Make table ``pairs`` (lid, rid) as the policy wants duplicates paired."""
    policy = plan.policy.duplicates
    if policy is Duplicates.PAIRWISE:
        on = match(plan, "l", "r")
        run(
            connection,
            "CREATE TABLE pairs AS SELECT l.id AS lid, r.id AS rid "
            f"FROM ambiguous_left l JOIN ambiguous_right r ON {on}",
        )
        return
    run(connection, "CREATE TABLE pairs (lid BIGINT, rid BIGINT)")
    if policy is not Duplicates.RANK:
        _pair_equals(connection, plan)
    if policy is Duplicates.FAIL:
        _keep_lonely(connection, plan)
    _pair_by_rank(connection, plan, lonely=policy is Duplicates.FAIL)


def _pair_equals(connection: Any, plan: Plan) -> None:
    """Rows that are equal in every field, the n-th with the n-th."""
    values = [*key_columns(plan), *field_columns(plan)]
    window = f"row_number() OVER (PARTITION BY {sql.columns(values)} ORDER BY id) AS n"
    on = sql.all_of([*(sql.same(f"l.{v}", f"r.{v}") for v in values), "l.n = r.n"])
    run(
        connection,
        f"INSERT INTO pairs SELECT l.id, r.id FROM (SELECT *, {window} FROM ambiguous_left) l "
        f"JOIN (SELECT *, {window} FROM ambiguous_right) r ON {on}",
    )


def _keep_lonely(connection: Any, plan: Plan) -> None:
    """Only rows that are alone on their side are paired; one pair for each such key."""
    on = match(plan, "l", "a")
    run(
        connection,
        "CREATE OR REPLACE TABLE pairs AS SELECT min(p.lid) AS lid, min(p.rid) AS rid FROM pairs p "
        f"JOIN ambiguous_left l ON l.id = p.lid JOIN ambiguous a ON {on} "
        f"WHERE a.nl = 1 OR a.nr = 1 GROUP BY {sql.columns('l.' + k for k in key_columns(plan))}",
    )


def _pair_by_rank(connection: Any, plan: Plan, *, lonely: bool) -> None:
    """Rows that have no partner yet, in the order of their values."""
    keys, fields = sql.columns(key_columns(plan)), field_columns(plan)
    order = sql.columns([*fields, "id"])
    ranked = {
        side: (
            f"(SELECT v.*, row_number() OVER (PARTITION BY {keys} ORDER BY {order}) AS n "
            f"FROM ambiguous_{side} v ANTI JOIN pairs p ON p.{column} = v.id)"
        )
        for side, column in (("left", "lid"), ("right", "rid"))
    }
    only = ""
    if lonely:
        free = "SELECT * FROM ambiguous a WHERE least(a.nl, a.nr) = 1"
        done = f"SELECT {keys} FROM ambiguous_left v SEMI JOIN pairs p ON p.lid = v.id"
        only = (
            f"SEMI JOIN (SELECT a.* FROM ({free}) a ANTI JOIN ({done}) d "
            f"ON {match(plan, 'a', 'd')}) a ON {match(plan, 'l', 'a')} AND l.n = 1"
        )
    run(
        connection,
        f"INSERT INTO pairs SELECT l.id, r.id FROM (SELECT l.* FROM {ranked['left']} l {only}) l "
        f"JOIN {ranked['right']} r ON {match(plan, 'l', 'r')} AND l.n = r.n",
    )
