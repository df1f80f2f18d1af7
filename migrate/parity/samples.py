"""The first rows of each class by key, with the fields that are not the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from migrate.parity import join, sql
from migrate.parity.hints import Hints
from migrate.parity.model import RowClass
from migrate.parity.partial import SAMPLES, Cells
from migrate.parity.plan import Plan
from migrate.parity.queries import fetch_all, fetch_one, run
from migrate.parity.relations import by_key, key_columns, key_text, match, show_field

#: Fields that a sample row shows.
_CELLS: Final = 40
_SAMPLED = {
    RowClass.DIFFERENT: "s = 0 AND c = 2",
    RowClass.WITHIN_TOLERANCE: "s = 0 AND c = 1",
    RowClass.MISSING_LEFT: f"s = {join.RIGHT_ONLY}",
    RowClass.MISSING_RIGHT: f"s = {join.LEFT_ONLY}",
    RowClass.DUPLICATE_LEFT: f"s = {join.LEFT_SURPLUS}",
    RowClass.DUPLICATE_RIGHT: f"s = {join.RIGHT_SURPLUS}",
}


def samples(connection: Any, plan: Plan, hints: Hints) -> dict[RowClass, list[Cells]]:
    """By class, of the tables d0 … of a shard whose differences are explained."""
    shown = _shown(connection, plan)
    return {
        row_class: sample
        for row_class, where in _SAMPLED.items()
        if (sample := _samples(connection, plan, where, shown, hints))
    }


def _shown(connection: Any, plan: Plan) -> list[tuple[int, int]]:
    """The tables' numbers and the fields in them that are not the same in some row."""
    return [
        (number, index)
        for number, group in enumerate(join.groups(plan))
        for index, found in zip(group, _differ(connection, number, group), strict=True)
        if found
    ]


def _differ(connection: Any, number: int, group: Sequence[int]) -> tuple[Any, ...]:
    differ = ", ".join(f"bool_or(c{index} > 0)" for index in group)
    return fetch_one(connection, f"SELECT {differ} FROM d{number}") if group else ()


def _samples(
    connection: Any, plan: Plan, where: str, shown: Sequence[tuple[int, int]], hints: Hints
) -> list[Cells]:
    """The first rows of a class by key, with the fields that are not the same."""
    head = sql.columns([*key_columns(plan), "z", "s"])
    run(
        connection,
        f"CREATE OR REPLACE TEMP TABLE chosen AS SELECT row_number() OVER () AS n, * "
        f"FROM (SELECT {head} FROM rows WHERE {where} ORDER BY {by_key(plan)}, z LIMIT {SAMPLES})",
    )
    keys = sql.columns(key_columns(plan))
    rows = fetch_all(connection, f"SELECT n, {key_text(plan)}, {keys}, z FROM chosen")
    cells: dict[int, list[tuple[int, int, str | None, str | None, int]]] = {r[0]: [] for r in rows}
    for index, (n, *cell) in _cells(connection, plan, shown, hints):
        if len(cells[n]) < _CELLS:
            cells[n].append((index, *cell))
    found = [Cells(tuple(key), tuple(texts), tuple(sorted(cells[n]))) for n, texts, *key in rows]
    return sorted(found, key=lambda c: c.order)


def _cells(
    connection: Any, plan: Plan, shown: Sequence[tuple[int, int]], hints: Hints
) -> Iterator[tuple[int, Any]]:
    for number, index in shown:
        left, right = (show_field(plan, index, f"d.{side}{index}") for side in "lr")
        explained = f"LEFT JOIN q{index} q ON q.id = d.rowid" if index in hints.trials else ""
        attempt = "COALESCE(q.q, -1)" if explained else "-1"
        rows = fetch_all(
            connection,
            f"SELECT c.n, d.c{index}, {left}, {right}, {attempt} FROM d{number} d "
            f"JOIN chosen c ON c.z = d.z AND c.s = d.s AND {match(plan, 'c', 'd')} {explained} "
            f"WHERE d.c{index} > 0",
        )
        for row in rows:
            yield index, row
