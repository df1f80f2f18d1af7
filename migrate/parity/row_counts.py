"""Rows of a joined shard by class."""

from __future__ import annotations

from collections import Counter
from typing import Any

from migrate.parity import ambiguous, join, sql
from migrate.parity.field_counts import field_surveys
from migrate.parity.model import RowClass
from migrate.parity.partial import Survey
from migrate.parity.plan import Plan
from migrate.parity.queries import count_rows, fetch_all, run
from migrate.parity.relations import key_columns
from migrate.parity.view_counts import Counts

_CLASSES = {
    join.LEFT_ONLY: RowClass.MISSING_RIGHT,
    join.RIGHT_ONLY: RowClass.MISSING_LEFT,
    join.LEFT_SURPLUS: RowClass.DUPLICATE_LEFT,
    join.RIGHT_SURPLUS: RowClass.DUPLICATE_RIGHT,
}


def classify(connection: Any, plan: Plan) -> None:
    """Make table ``rows`` (k…, z, s, c): the worst code of every row that is not the same."""
    keys = key_columns(plan)
    head = sql.columns([*keys, "z", "s"])
    parts = []
    for number, group in enumerate(join.groups(plan)):
        codes = sql.columns(f"c{i}" for i in group)
        worst = f"greatest({codes})" if group else "0"
        parts.append(f"SELECT {head}, {worst} AS c FROM d{number}")
    if len(parts) == 1:
        run(connection, f"CREATE OR REPLACE VIEW rows AS {parts[0]}")
        return
    run(
        connection,
        f"CREATE OR REPLACE TABLE rows AS SELECT {head}, max(c) AS c "
        f"FROM ({' UNION ALL '.join(parts)}) GROUP BY {head}",
    )


def counted(
    connection: Any, plan: Plan, left: Counts, right: Counts, doubled: ambiguous.Ambiguous
) -> Survey:
    """What is known of a joined shard, its fields included."""
    by_side = fetch_all(connection, "SELECT s, c, count(*) FROM rows GROUP BY s, c")
    rows: Counter[RowClass] = Counter()
    for side, code, number in by_side:
        if side == join.PAIR:
            row_class = (RowClass.SAME, RowClass.WITHIN_TOLERANCE, RowClass.DIFFERENT)[code]
        else:
            row_class = _CLASSES[side]
        rows[row_class] += number
    joined = left.rows - rows[RowClass.MISSING_RIGHT] - rows[RowClass.DUPLICATE_LEFT]
    if doubled:
        joined = _joined(connection, left.rows)
    changed = rows[RowClass.WITHIN_TOLERANCE] + rows[RowClass.DIFFERENT]
    rows[RowClass.SAME] = joined - changed
    fields = field_surveys(connection, plan, left, right)
    return Survey(
        left.rows,
        right.rows,
        left.null_keys,
        right.null_keys,
        doubled.left,
        doubled.right,
        joined,
        rows,
        fields,
    )


def _joined(connection: Any, left: int) -> int:
    """Pairs of unique keys, and those that the policy made of the others."""
    doubled, pairs = (count_rows(connection, table) for table in ("ambiguous_left", "pairs"))
    alone = count_rows(connection, f"rows WHERE s = {join.LEFT_ONLY} AND z = 0")
    return left - doubled - alone + pairs
