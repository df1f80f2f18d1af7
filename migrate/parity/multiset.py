"""Rows without a key: equal rows cancel out, and what is left over is missing on the other side."""

from __future__ import annotations

from collections import Counter
from typing import Any

from migrate.parity import buckets, sql
from migrate.parity.model import RowClass
from migrate.parity.partial import SAMPLES, Cells, Detail, FieldSurvey, Survey
from migrate.parity.plan import Plan
from migrate.parity.policy import Side
from migrate.parity.queries import fetch_all, fetch_one, run
from migrate.parity.relations import field_columns, joined_as_written, prepare, show_field
from migrate.parity.view_counts import count


def survey(connection: Any, plan: Plan) -> Survey:
    """Compare the relations ``old`` and ``new``; leaves table ``surplus`` (f…, nl, nr) behind."""
    prepare(connection, plan, Side.OLD, "old", "old_rows")
    prepare(connection, plan, Side.NEW, "new", "new_rows")
    left, right = count(connection, plan, "old_rows"), count(connection, plan, "new_rows")
    with joined_as_written(connection):
        _surplus(connection, plan)
    alone_left, alone_right = fetch_one(
        connection,
        "SELECT COALESCE(sum(greatest(nl - nr, 0)), 0), COALESCE(sum(greatest(nr - nl, 0)), 0) "
        "FROM surplus",
    )
    joined = left.rows - int(alone_left)
    rows = Counter(
        {
            RowClass.SAME: joined,
            RowClass.MISSING_RIGHT: int(alone_left),
            RowClass.MISSING_LEFT: int(alone_right),
        }
    )
    fields = [FieldSurvey() for _ in plan.fields]
    return Survey(left.rows, right.rows, joined=joined, rows=rows, fields=fields)


def _surplus(connection: Any, plan: Plan) -> None:
    """Distinct rows that are not there equally often; buckets with equal sums are passed over."""
    fields = field_columns(plan)
    columns = sql.columns(fields)
    left, right = (buckets.scan(connection, fields, (), f"{s}_rows") for s in ("old", "new"))
    buckets.differing(connection, left, right)
    counted = {
        side: (
            f"(SELECT {columns}, count(*) AS n FROM {buckets.within(fields, f'{side}_rows')} "
            f"GROUP BY {columns})"
        )
        for side in ("old", "new")
    }
    on = sql.all_of(sql.same(f"l.{c}", f"r.{c}") for c in field_columns(plan))
    kept = sql.columns(
        f"CASE WHEN l.n IS NULL THEN r.{c} ELSE l.{c} END AS {c}" for c in field_columns(plan)
    )
    run(
        connection,
        f"CREATE OR REPLACE TABLE surplus AS SELECT {kept}, COALESCE(l.n, 0) AS nl, "
        f"COALESCE(r.n, 0) AS nr FROM {counted['old']} l "
        f"FULL OUTER JOIN {counted['new']} r ON {on} "
        f"WHERE COALESCE(l.n, 0) <> COALESCE(r.n, 0)",
    )


def detail(connection: Any, plan: Plan) -> Detail:
    """Sample rows of what is left over; their values stand in place of a key."""
    found = Detail()
    texts = sql.columns(show_field(plan, i, f"f{i}") for i in range(len(plan.fields)))
    for row_class, where in (
        (RowClass.MISSING_RIGHT, "nl > nr"),
        (RowClass.MISSING_LEFT, "nr > nl"),
    ):
        rows = fetch_all(
            connection,
            f"SELECT t FROM (SELECT [{texts}] AS t FROM surplus WHERE {where}) "
            f"ORDER BY t LIMIT {SAMPLES}",
        )
        if rows:
            cells = [Cells(tuple(t), tuple(t)) for (t,) in rows]
            found.samples[row_class] = sorted(cells, key=lambda c: c.order)
    return found
