"""Two sides whose rows are not paired: only distributions are compared."""

from __future__ import annotations

from typing import Any

from migrate.parity.partial import FieldSurvey, Survey
from migrate.parity.plan import Plan
from migrate.parity.policy import Side
from migrate.parity.relations import prepare
from migrate.parity.view_counts import count


def unpaired(connection: Any, plan: Plan) -> Survey:
    """The counts of two sides whose rows are not paired."""

    prepare(connection, plan, Side.OLD, "old", "old_rows")
    prepare(connection, plan, Side.NEW, "new", "new_rows")
    left, right = count(connection, plan, "old_rows"), count(connection, plan, "new_rows")
    return Survey(left.rows, right.rows, fields=[FieldSurvey() for _ in plan.fields])
