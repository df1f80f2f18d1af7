"""The rows that a permutation of one-hot columns explains: table ``relabelled`` (k0 …, z, g).

Their one went where set ``g`` of columns says, and they differ in nothing else of the set.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from migrate.parity import join, sql
from migrate.parity.plan import Plan
from migrate.parity.queries import run
from migrate.parity.relabelled import Permutation
from migrate.parity.relations import key_columns


def holds(plan: Plan, number: int) -> str:
    """SQL: a row of the tables d0 … is one that set ``number`` explains."""
    row = sql.columns(f"'{name}': {name}" for name in (*key_columns(plan), "z"))
    return f"{{{row}}} IN (SELECT {{{row}}} FROM relabelled WHERE g = {number})"


def make_table(connection: Any, plan: Plan, found: Sequence[Permutation]) -> None:
    """Make table ``relabelled`` for the tables d0 … of a shard."""
    parts = [_explained(plan, number, each) for number, each in enumerate(found)]
    if parts:
        query = " UNION ALL ".join(parts)
        run(connection, f"CREATE OR REPLACE TEMP TABLE relabelled AS {query}")


def _explained(plan: Plan, number: int, permutation: Permutation) -> str:
    head = sql.columns([*key_columns(plan), "z"])
    parts = [
        _moves(head, table, [index for index in group if index in permutation])
        for table, group in enumerate(join.groups(plan))
    ]
    rows = " UNION ALL ".join(part for part in parts if part)
    allowed = sql.columns(f"({new}, {old})" for new, old in permutation.source.items())
    return (
        f"SELECT {head}, {number} AS g FROM (SELECT {head}, flatten(list(gone)) AS gone, "
        f"flatten(list(come)) AS come, sum(other) AS other FROM ({rows}) GROUP BY {head}) "
        "WHERE len(gone) = 1 AND len(come) = 1 AND other = 0 AND gone[1].v = come[1].v "
        f"AND (come[1].i, gone[1].i) IN ({allowed})"
    )


def _moves(head: str, table: int, columns: Sequence[int]) -> str:
    """By row of a table, the columns that lost and got a one, and how many do neither."""
    if not columns:
        return ""
    gone = (_listed(i, f"{_one(f'l{i}')} AND NOT {_one(f'r{i}')}", f"l{i}") for i in columns)
    come = (_listed(i, f"{_one(f'r{i}')} AND NOT {_one(f'l{i}')}", f"r{i}") for i in columns)
    # A one that stays, which narrow tables show, ought to have moved.
    stays = " + ".join(
        f"CAST(c{i} = 2 AND COALESCE({_one(f'l{i}')} = {_one(f'r{i}')}, true) "
        f"OR c{i} < 2 AND COALESCE({_one(f'l{i}')}, false) AS INTEGER)"
        for i in columns
    )
    return (
        f"SELECT {head}, {_present(gone)} AS gone, {_present(come)} AS come, {stays} AS other "
        f"FROM d{table} WHERE s = {join.PAIR}"
    )


def _one(value: str) -> str:
    return f"(CAST({value} AS DOUBLE) <> 0)"


def _listed(index: int, condition: str, value: str) -> str:
    changed = f"c{index} = 2 AND {condition}"
    return f"CASE WHEN {changed} THEN {{'i': {index}, 'v': CAST({value} AS VARCHAR)}} END"


def _present(items: Iterator[str]) -> str:
    return f"list_filter([{sql.columns(items)}], lambda e: e IS NOT NULL)"
