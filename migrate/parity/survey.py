"""Counts the rows and fields of one shard, and takes the sample that causes learn from."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from migrate.errors import BadInput
from migrate.parity import ambiguous, buckets, join, sql
from migrate.parity.beside import beside
from migrate.parity.model import Kind, RowClass
from migrate.parity.partial import EVIDENCE, LABELS, FieldSurvey, Survey
from migrate.parity.plan import Plan
from migrate.parity.policy import NullKeys, Side
from migrate.parity.queries import count_rows, fetch_all, fetch_one, run
from migrate.parity.relations import (
    any_null_key,
    field_columns,
    joined_as_written,
    key_columns,
    prepare,
)

_LABELLED = frozenset({Kind.BOOLEAN, Kind.STRING, Kind.NUMERIC})
_CLASSES = {
    join.LEFT_ONLY: RowClass.MISSING_RIGHT,
    join.RIGHT_ONLY: RowClass.MISSING_LEFT,
    join.LEFT_SURPLUS: RowClass.DUPLICATE_LEFT,
    join.RIGHT_SURPLUS: RowClass.DUPLICATE_RIGHT,
}


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a view, rows whose key has a null, and the nulls of each field."""

    rows: int
    null_keys: int
    nulls: tuple[int, ...]


def survey(connection: Any, plan: Plan, *, bisect: bool | None = None) -> Survey:
    """Compare the relations ``old`` and ``new``; leaves tables d0 … and ``rows`` behind.

    ``bisect``: compare checksums first; None decides by the size.
    """
    prepare(connection, plan, Side.OLD, "old", "old_rows")
    prepare(connection, plan, Side.NEW, "new", "new_rows")
    left, right = count(connection, plan, "old_rows"), count(connection, plan, "new_rows")
    nulls = bool(left.null_keys or right.null_keys)
    if nulls and plan.policy.null_keys is NullKeys.FAIL:
        raise BadInput(
            f"the key is null in {left.null_keys} row(s) of OLD and {right.null_keys} of NEW",
            next_step='set null_keys = "match" or "distinct", or choose another key',
        )
    with joined_as_written(connection):
        sides, doubled = _narrowed(connection, plan, (left.rows, right.rows), bisect)
        join.build(connection, plan, *sides, doubled, nulls=nulls)
    classify(connection, plan)
    return _counted(connection, plan, left, right, doubled)


def _narrowed(
    connection: Any, plan: Plan, rows: tuple[int, int], bisect: bool | None
) -> tuple[tuple[str, str], ambiguous.Ambiguous]:
    """Where the rows are that have to be joined, and the keys that are not unique."""
    whole = ("old_rows", "new_rows")
    if not _worth(plan, rows, bisect):
        return whole, ambiguous.find(connection, plan, *whole, rows)
    with ThreadPoolExecutor(1) as pool:  # one side is sorted while the other one is read
        left = buckets.keyed(connection, plan, whole[0], ambiguous.HASHES)
        twice = pool.submit(_repeated, left.hashes)
        right = buckets.keyed(connection, plan, whole[1], ambiguous.HASHES)
        suspects = twice.result()
    unproven = right.hashes
    if suspects is not None and not len(suspects) and unproven is not None:
        # Where a bucket has the same rows on both sides, it was enough to look at one of them.
        unproven = buckets.of_differing(unproven, left, right)
    known = suspects, _repeated(unproven)
    doubled = ambiguous.find(connection, plan, *whole, rows, known)
    if doubled:
        return whole, doubled
    part = buckets.differing(connection, left, right)
    if part >= buckets.WORTH and not bisect:
        return whole, doubled
    old, new = (buckets.within(key_columns(plan), view) for view in whole)
    return (old, new), doubled


def _repeated(hashes: Any) -> Any:
    return None if hashes is None else ambiguous.repeated(hashes)


def _worth(plan: Plan, rows: tuple[int, int], bisect: bool | None) -> bool:
    """Whether checksums can tell that rows are equal, and are likely to pay."""
    exact = all(field.hashes_exactly for field in plan.fields)
    if plan.policy.null_keys is NullKeys.DISTINCT or not exact:
        return False
    return bisect if bisect is not None else min(rows) >= buckets.LEAST_ROWS


def count(connection: Any, plan: Plan, view: str) -> Counts:
    """Counts of a whole view."""
    present = [f"count({c})" for c in [*key_columns(plan), *field_columns(plan)]]
    found = fetch_one(connection, f"SELECT {sql.columns(['count(*)', *present])} FROM {view}")
    rows, keys = int(found[0]), len(plan.keys)
    null_keys = 0
    if any(n < rows for n in found[1 : 1 + keys]):
        null_keys = count_rows(connection, f"{view} WHERE {any_null_key(plan)}")
    return Counts(rows, null_keys, tuple(rows - int(n) for n in found[1 + keys :]))


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


def _counted(
    connection: Any, plan: Plan, left: Counts, right: Counts, doubled: ambiguous.Ambiguous
) -> Survey:
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
    fields = _fields(connection, plan, left, right)
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


def _fields(connection: Any, plan: Plan, left: Counts, right: Counts) -> list[FieldSurvey]:
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
