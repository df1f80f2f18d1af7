"""Counts of the fields of a joined shard, and the sample that causes learn from."""

from __future__ import annotations

from typing import Any

from migrate.parity import join, sql
from migrate.parity.beside import beside
from migrate.parity.model import Kind
from migrate.parity.partial import EVIDENCE, LABELS, FieldSurvey
from migrate.parity.plan import Plan
from migrate.parity.queries import fetch_all, fetch_one
from migrate.parity.relations import key_columns
from migrate.parity.view_counts import Counts

_LABELLED = frozenset({Kind.BOOLEAN, Kind.STRING, Kind.NUMERIC})


def field_surveys(connection: Any, plan: Plan, left: Counts, right: Counts) -> list[FieldSurvey]:
    """By field of the plan; differences come with evidence and, where few, their labels."""
    found: dict[int, FieldSurvey] = {}
    for number, group in enumerate(join.groups(plan)):
        if not group:
            continue
        parts = [part for i in group for part in _field_counts(i)]
        row = fetch_one(connection, f"SELECT {sql.columns(parts)} FROM d{number}")
        for place, i in enumerate(group):
            within, different, come, gone, alone_left, alone_right = row[6 * place : 6 * place + 6]
            nulls = left.nulls[i] - alone_left, right.nulls[i] - alone_right
            field = FieldSurvey(within, different, *nulls, come, gone)
            if different:
                field.evidence = _evidence(connection, plan, number, i)
                field.beside = beside(connection, plan, (number, i), group)
                field.labels = _labels(connection, plan, (number, i), field.evidence)
            found[i] = field
    return [found[i] for i in range(len(plan.fields))]


def _field_counts(i: int) -> list[str]:
    only_left = f"s IN ({join.LEFT_ONLY}, {join.LEFT_SURPLUS})"
    only_right = f"s IN ({join.RIGHT_ONLY}, {join.RIGHT_SURPLUS})"
    return [
        f"count(*) FILTER (c{i} = 1)",
        f"count(*) FILTER (c{i} = 2)",
        f"count(*) FILTER (c{i} = 2 AND l{i} IS NULL AND r{i} IS NOT NULL)",
        f"count(*) FILTER (c{i} = 2 AND r{i} IS NULL AND l{i} IS NOT NULL)",
        f"count(*) FILTER ({only_left} AND l{i} IS NULL)",
        f"count(*) FILTER ({only_right} AND r{i} IS NULL)",
    ]


def _labels(
    connection: Any, plan: Plan, place: tuple[int, int], evidence: list[tuple[int, Any, Any]]
) -> frozenset[str | None] | None:
    """The texts of the values that differ, if they are few enough for a table of confusions."""
    number, i = place
    described = plan.fields[i]
    if described.mask is not None or described.kind not in _LABELLED:
        return None
    if len({repr(value) for pair in evidence for value in pair[1:]}) > LABELS:
        return None
    where = f"FROM d{number} WHERE c{i} = 2"
    rows = fetch_all(
        connection,
        f"SELECT DISTINCT v FROM (SELECT CAST(l{i} AS VARCHAR) AS v {where} "
        f"UNION ALL SELECT CAST(r{i} AS VARCHAR) {where}) LIMIT {LABELS + 1}",
    )
    return frozenset(v for (v,) in rows) if len(rows) <= LABELS else None


def _evidence(connection: Any, plan: Plan, number: int, i: int) -> list[tuple[int, Any, Any]]:
    if plan.fields[i].mask is not None:
        return []
    keys = sql.columns(key_columns(plan))
    return [
        (int(h), left, right)
        for h, left, right in fetch_all(
            connection,
            f"SELECT hash({keys}) AS h, l{i}, r{i} FROM d{number} WHERE c{i} = 2 "
            f"ORDER BY h, CAST(l{i} AS VARCHAR), CAST(r{i} AS VARCHAR) LIMIT {EVIDENCE}",
        )
    ]
