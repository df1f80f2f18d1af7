"""The rows that are not the same, found by one join and kept in a table: the rest is counting.

Table ``d<g>`` of column group ``g`` has a row for every pair with a field that is not the same, and
for every row without a partner:

====================== ==========================================================================
``k0`` …               the key
``z``                  0, or the number of the pair where a key is not unique
``s``                  0 a pair, 1 OLD only, 2 NEW only, 3 and 4 the same for surplus duplicates
``c<i>``               0 same, 1 within tolerance, 2 different (0 unless ``s`` is 0)
``l<i>``, ``r<i>``     the values; in wide tables only those that differ
====================== ==========================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from migrate.parity import sql
from migrate.parity.ambiguous import Ambiguous, pair, without
from migrate.parity.plan import Plan
from migrate.parity.policy import Duplicates
from migrate.parity.queries import run
from migrate.parity.relations import key_columns, match

#: Fields joined at a time, so that a wide table needs no wide join.
GROUP: Final = 64
PAIR, LEFT_ONLY, RIGHT_ONLY, LEFT_SURPLUS, RIGHT_SURPLUS = range(5)


def groups(plan: Plan) -> list[list[int]]:
    """The fields by group, a nested record's together with its own."""
    found: list[list[int]] = [[]]
    for index, field in enumerate(plan.fields):
        if len(found[-1]) >= GROUP and field.parent not in found[-1]:
            found.append([])
        found[-1].append(index)
    return found


def build(
    connection: Any, plan: Plan, left: str, right: str, ambiguous: Ambiguous, *, nulls: bool
) -> None:
    """Make the tables of all groups."""
    if ambiguous:
        pair(connection, plan)
        left, right = without(plan, left), without(plan, right)
    for number, group in enumerate(groups(plan)):
        joined = (
            f"(SELECT *, true AS p FROM {left}) l "
            f"FULL OUTER JOIN (SELECT *, true AS p FROM {right}) r "
            f"ON {match(plan, 'l', 'r', nulls=nulls)}"
        )
        side = (
            f"CASE WHEN r.p IS NULL THEN {LEFT_ONLY} WHEN l.p IS NULL THEN {RIGHT_ONLY} ELSE 0 END"
        )
        query = _query(plan, group, joined, "0", side, "l.p IS NULL OR r.p IS NULL")
        run(connection, f"CREATE OR REPLACE TABLE d{number} AS {query}")
        if ambiguous:
            _add_ambiguous(connection, plan, number, group)


def _query(
    plan: Plan, group: Sequence[int], joined: str, number: str, side: str, unpaired: str
) -> str:
    """The rows of ``joined`` (aliases l and r) that are not the same."""
    keys = [f"COALESCE(l.{k}, r.{k}) AS {k}" for k in key_columns(plan)]
    codes = [f"CASE WHEN {unpaired} THEN 0 ELSE {_code(plan, i)} END AS c{i}" for i in group]
    values = [f"l.f{i} AS l{i}, r.f{i} AS r{i}" for i in group]
    inner = sql.columns(
        [*keys, f"CAST({number} AS BIGINT) AS z", f"CAST({side} AS UTINYINT) AS s", *codes, *values]
    )
    changed = sql.any_of([unpaired, *(f"NOT {_identical(plan, i)}" for i in group)])
    query = f"SELECT {inner} FROM {joined} WHERE {changed}"
    if len(plan.fields) <= GROUP:
        return query
    kept = [
        f"CASE WHEN s <> 0 OR c{i} > 0 THEN {v}{i} END AS {v}{i}" for i in group for v in ("l", "r")
    ]
    head = [*key_columns(plan), "z", "s", *(f"c{i}" for i in group)]
    return f"SELECT {sql.columns([*head, *kept])} FROM ({query})"


def _identical(plan: Plan, index: int) -> str:
    return plan.fields[index].identical(f"l.f{index}", f"r.f{index}")


def _code(plan: Plan, index: int) -> str:
    field = plan.fields[index]
    close = field.within(f"l.f{index}", f"r.f{index}")
    cases = [f"WHEN {_identical(plan, index)} THEN 0"]
    if field.parent is not None:
        # Where one side lacks the record, the record's own field says so, once.
        cases.insert(0, f"WHEN NOT {_identical(plan, field.parent)} THEN 0")
    if close is not None:
        cases.append(f"WHEN COALESCE({close}, false) THEN 1")
    return f"CAST(CASE {' '.join(cases)} ELSE 2 END AS UTINYINT)"


def _add_ambiguous(connection: Any, plan: Plan, number: int, group: Sequence[int]) -> None:
    """The pairs of keys that are not unique, and the rows that no pair has."""
    joined = (
        "(SELECT row_number() OVER (ORDER BY lid, rid) AS n, * FROM pairs) p "
        "JOIN ambiguous_left l ON l.id = p.lid JOIN ambiguous_right r ON r.id = p.rid"
    )
    pairs = _query(plan, group, joined, "p.n", "0", "false")
    run(connection, f"INSERT INTO d{number} {pairs}")
    for side, column, count in (("left", "lid", "a.nr"), ("right", "rid", "a.nl")):
        run(connection, _surplus(plan, number, group, (side, column, count)))


def _surplus(plan: Plan, number: int, group: Sequence[int], which: tuple[str, str, str]) -> str:
    """Rows without a pair: duplicates, or (where the policy pairs them) missing there."""
    side, column, other = which
    only, surplus = (LEFT_ONLY, LEFT_SURPLUS) if side == "left" else (RIGHT_ONLY, RIGHT_SURPLUS)
    code = f"CASE WHEN {other} = 0 THEN {only} ELSE {surplus} END"
    if plan.policy.duplicates is Duplicates.FAIL:
        own = "a.nl" if side == "left" else "a.nr"
        code = f"CASE WHEN {other} = 0 AND {own} = 1 THEN {only} ELSE {surplus} END"
    empty = "CAST(NULL AS {})"
    values = []
    for i in group:
        kind = plan.fields[i].type.sql
        mine, theirs = f"v.f{i}", empty.format(kind)
        old, new = (mine, theirs) if side == "left" else (theirs, mine)
        values.append(f"{old} AS l{i}, {new} AS r{i}")
    codes = [f"0 AS c{i}" for i in group]
    keys = [f"v.{k}" for k in key_columns(plan)]
    chosen = sql.columns([*keys, "-v.id AS z", f"{code} AS s", *codes, *values])
    return (
        f"INSERT INTO d{number} BY NAME SELECT {chosen} FROM ambiguous_{side} v "
        f"JOIN ambiguous a ON {match(plan, 'v', 'a')} ANTI JOIN pairs p ON p.{column} = v.id"
    )
