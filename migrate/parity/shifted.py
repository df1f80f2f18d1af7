"""Rows by position that are further down or up in NEW: one row more or less makes all later differ.

Rows that both sides have once, or runs of rows where no row is the only one of its kind, tell by
how much each stretch of NEW has moved. A row has moved when all of it is the same as OLD's row so
much before: table ``moved`` (k0) has those.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from migrate.parity import join, sql
from migrate.parity.inputs.names import ROW
from migrate.parity.model import Compatibility
from migrate.parity.plan import Plan
from migrate.parity.queries import fetch_all, fetch_one, run

#: Rows that agree on a shift at least, and the part of the rows in between that do.
_LEAST: Final = 3
_MOST_OF: Final = 0.5
#: The most stretches that are followed.
_STRETCHES: Final = 1000
#: Rows of a run.
_RUN: Final = 16


@dataclass(frozen=True, slots=True)
class Shift:
    """From row ``start`` of NEW to row ``end``, NEW has what OLD has ``by`` rows before."""

    by: int
    start: int
    end: int


def find_shifts(connection: Any, plan: Plan) -> tuple[Shift, ...]:
    """The stretches of a surveyed comparison by ``@row`` that moved, and table ``moved``."""
    if [key.name for key in plan.keys] != [ROW] or not _compared(plan):
        return ()
    rows, first, last = fetch_one(
        connection, f"SELECT count(*), min(k0), max(k0) FROM rows WHERE s <> {join.PAIR} OR c = 2"
    )
    if rows < _LEAST:
        return ()
    for side in ("old", "new"):
        run(
            connection,
            f"CREATE OR REPLACE TEMP TABLE {side}_places AS SELECT k0, "
            f"hash({sql.columns(f'f{i}' for i in _exact(plan))}) AS h FROM {side}_rows "
            f"WHERE k0 BETWEEN {first} AND {last}",
        )
    found = _stretches(connection, "h") or _stretches(connection, _run())
    return _moved(connection, plan, _widened(found, int(first), int(last))) if found else ()


def _compared(plan: Plan) -> list[int]:
    incompatible = Compatibility.INCOMPATIBLE
    return [i for i, f in enumerate(plan.fields) if f.compatibility is not incompatible]


def _exact(plan: Plan) -> list[int]:
    """Fields whose hashes find a row again: those without a tolerance, if there are any."""
    every = _compared(plan)
    return [i for i in every if plan.fields[i].within("a", "b") is None] or every


def _run() -> str:
    """SQL: the hash of a row and those that follow it."""
    following = (f"lead(h, {i}) OVER (ORDER BY k0)" for i in range(1, _RUN))
    return f"hash(h, {sql.columns(following)})"


def _stretches(connection: Any, value: str) -> list[Shift]:
    """By shift, the first and last row of NEW that is in OLD too, where most in between agree."""
    once = "SELECT any_value(k0) AS k0, v FROM ({}) GROUP BY v HAVING count(*) = 1"
    old, new = (once.format(f"SELECT k0, {value} AS v FROM {s}_places") for s in ("old", "new"))
    run(
        connection,
        "CREATE OR REPLACE TEMP TABLE anchors AS SELECT n.k0 AS place, n.k0 - o.k0 AS shift "
        f"FROM ({new}) n JOIN ({old}) o USING (v)",
    )
    rows = fetch_all(
        connection,
        "WITH found AS (SELECT shift, min(place) AS a, max(place) AS b, count(*) AS n FROM anchors "
        f"WHERE shift <> 0 GROUP BY shift HAVING count(*) >= {_LEAST} ORDER BY n DESC, shift "
        f"LIMIT {_STRETCHES}) "
        "SELECT f.shift, f.a, f.b FROM found f JOIN anchors x ON x.place BETWEEN f.a AND f.b "
        f"GROUP BY f.shift, f.a, f.b, f.n HAVING f.n > {_MOST_OF} * count(*) ORDER BY f.a",
    )
    return [Shift(int(by), int(a), int(b)) for by, a, b in rows]


def _widened(found: list[Shift], first: int, last: int) -> list[Shift]:
    """Each stretch up to its neighbours': rows that are not the only ones lie between."""
    ends = [first - 1, *(shift.end for shift in found)]
    starts = [*(shift.start for shift in found), last + 1]
    return [
        Shift(shift.by, min(ends[i] + 1, shift.start), max(starts[i + 1] - 1, shift.end))
        for i, shift in enumerate(found)
    ]


def _moved(connection: Any, plan: Plan, found: list[Shift]) -> tuple[Shift, ...]:
    listed = sql.columns(f"({s.by}, {s.start}, {s.end})" for s in found)
    same = sql.all_of(_same(plan, i) for i in _compared(plan))
    run(
        connection,
        "CREATE OR REPLACE TABLE moved AS SELECT n.k0, s.shift FROM new_rows n "
        f"JOIN (VALUES {listed}) s(shift, a, b) ON n.k0 BETWEEN s.a AND s.b "
        f"JOIN old_rows o ON o.k0 = n.k0 - s.shift WHERE {same}",
    )
    rows = fetch_all(
        connection,
        "SELECT m.shift, min(m.k0), max(m.k0) FROM moved m JOIN rows r ON r.k0 = m.k0 "
        f"WHERE r.s = {join.PAIR} AND r.c = 2 GROUP BY m.shift "
        f"HAVING count(*) >= {_LEAST} ORDER BY 2",
    )
    kept = tuple(Shift(int(by), int(a), int(b)) for by, a, b in rows)
    shifts = ", ".join(str(shift.by) for shift in kept) or "NULL"
    run(connection, f"DELETE FROM moved WHERE shift NOT IN ({shifts})")
    return kept


def _same(plan: Plan, index: int) -> str:
    field = plan.fields[index]
    old, new = f"o.f{index}", f"n.f{index}"
    close = field.within(old, new)
    same = field.identical(old, new)
    return f"{same} OR COALESCE({close}, false)" if close else same
