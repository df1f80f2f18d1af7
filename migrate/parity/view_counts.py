"""Counts of one side before anything is joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from migrate.parity import sql
from migrate.parity.plan import Plan
from migrate.parity.queries import count_rows, fetch_one
from migrate.parity.relations import any_null_key, field_columns, key_columns


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a view, rows whose key has a null, and the nulls of each field."""

    rows: int
    null_keys: int
    nulls: tuple[int, ...]


def count(connection: Any, plan: Plan, view: str) -> Counts:
    """Counts of a whole view."""
    present = [f"count({c})" for c in [*key_columns(plan), *field_columns(plan)]]
    found = fetch_one(connection, f"SELECT {sql.columns(['count(*)', *present])} FROM {view}")
    rows, keys = int(found[0]), len(plan.keys)
    null_keys = 0
    if any(n < rows for n in found[1 : 1 + keys]):
        null_keys = count_rows(connection, f"{view} WHERE {any_null_key(plan)}")
    return Counts(rows, null_keys, tuple(rows - int(n) for n in found[1 + keys :]))
