"""The table of rows by key: what a result has too many of to hold.

A comparison yields it as Arrow batches (:meth:`migrate.parity.run.Comparison.key_rows`) of one
schema, ordered by key: rows that are not SAME, or all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pyarrow as pa

from migrate.parity import join, sql
from migrate.parity.model import RowClass
from migrate.parity.plan import Plan
from migrate.parity.queries import batches
from migrate.parity.relations import key_columns, key_text, match, show_field

BATCH: Final = 1 << 16
_SIDES: Final = {
    join.LEFT_ONLY: RowClass.MISSING_RIGHT,
    join.RIGHT_ONLY: RowClass.MISSING_LEFT,
    join.LEFT_SURPLUS: RowClass.DUPLICATE_LEFT,
    join.RIGHT_SURPLUS: RowClass.DUPLICATE_RIGHT,
}
_CODES: Final = (RowClass.SAME, RowClass.WITHIN_TOLERANCE, RowClass.DIFFERENT)


def key_rows_schema() -> pa.Schema:
    """``key`` and ``fields`` are lists, as keys are composite and any number of fields differs.

    ``delta`` is the main delta of the field's kind, null where it has none.
    """
    part = pa.struct([pa.field("name", pa.string()), pa.field("value", pa.string())])
    difference = pa.struct(
        [
            pa.field("field", pa.string()),
            pa.field("kind", pa.string()),
            pa.field("class", pa.string()),
            pa.field("delta", pa.float64()),
            pa.field("left", pa.string()),
            pa.field("right", pa.string()),
        ]
    )
    return pa.schema(
        [
            pa.field("key", pa.list_(part)),
            pa.field("class", pa.string()),
            pa.field("fields", pa.list_(difference)),
        ]
    )


def key_batches(connection: Any, plan: Plan, *, all_rows: bool) -> Iterator[pa.RecordBatch]:
    """The batches; nothing without a key."""
    if not plan.keys:
        return
    chosen = sql.columns(f'"{name}"' for name in key_rows_schema().names)
    order = sql.columns(f"{place} NULLS LAST" for place in places(plan))
    query = f"SELECT {chosen} FROM ({placed_query(plan, all_rows=all_rows)}) ORDER BY {order}"
    for batch in batches(connection, query, BATCH):
        yield cast(batch)


def cast(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch in :func:`key_rows_schema`."""
    schema = key_rows_schema()
    columns = [c.cast(f.type) for c, f in zip(batch.columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def places(plan: Plan) -> list[str]:
    """The columns of a :func:`placed_query` that rows are ordered by.

    The side comes before the number: numbers of both sides start anew in every shard.
    """
    return [*(f"p{i}" for i in range(len(plan.keys))), "s", "z"]


def placed_query(plan: Plan, *, all_rows: bool) -> str:
    """SQL of the rows by key, with the columns that they are ordered by."""
    head = sql.columns([*key_columns(plan), "z", "s"])
    differences = " UNION ALL ".join(_differences(plan)) or "SELECT NULL WHERE false"
    on = f"r.z = e.z AND r.s = e.s AND {match(plan, 'r', 'e')}"
    codes = " ".join(f"WHEN r.s = 0 AND r.c = {i} THEN '{c.value}'" for i, c in enumerate(_CODES))
    sides = " ".join(f"WHEN r.s = {s} THEN '{c.value}'" for s, c in _SIDES.items())
    listed = (
        "list_transform(list_sort(list(e.e) FILTER (e.e IS NOT NULL)), lambda x: "
        "struct_pack(field := x.field, kind := x.kind, class := x.class, delta := x.delta, "
        '"left" := x.l, "right" := x.r))'
    )
    names = sql.columns(sql.text(key.name) for key in plan.keys)
    pairs = f"list_zip([{names}], {key_text(plan, 'r.')})"
    key = f"list_transform({pairs}, lambda p: struct_pack(name := p[1], value := p[2]))"
    rows = f"SELECT {head}, c FROM rows"
    if all_rows:
        keys = sql.columns(key_columns(plan))
        gone = f"ANTI JOIN rows x ON {match(plan, 'o', 'x')}"
        rows += f" UNION ALL SELECT {keys}, 0 AS z, 0 AS s, 0 AS c FROM old_rows o {gone}"
    grouped = sql.columns([*(f"r.{k}" for k in key_columns(plan)), "r.z", "r.s", "r.c"])
    placed = sql.columns(f"r.{k} AS p{i}" for i, k in enumerate(key_columns(plan)))
    return (
        f"SELECT {placed}, r.s AS s, r.z AS z, {key} AS key, CASE {codes} {sides} END AS class, "
        f"COALESCE({listed}, []) AS fields "
        f"FROM ({rows}) r LEFT JOIN (SELECT * FROM ({differences})) e ON {on} "
        f"GROUP BY {grouped}"
    )


def _differences(plan: Plan) -> Iterator[str]:
    """Per field, the rows where it is not the same, as a struct that sorts by field."""
    head = sql.columns([*key_columns(plan), "z", "s"])
    for number, group in enumerate(join.groups(plan)):
        for i in group:
            field = plan.fields[i]
            deltas = field.deltas(f"l{i}", f"r{i}")
            delta = deltas[0][1] if deltas else "CAST(NULL AS DOUBLE)"
            codes = " ".join(f"WHEN {n} THEN '{c.value}'" for n, c in enumerate(_CODES))
            left, right = (show_field(plan, i, f"{v}{i}") for v in "lr")
            packed = (
                f"struct_pack(place := {i}, field := {sql.text(field.name)}, "
                f"kind := {sql.text(field.kind.value)}, class := CASE c{i} {codes} END, "
                f"delta := {delta}, l := {left}, r := {right})"
            )
            yield f"SELECT {head}, {packed} AS e FROM d{number} WHERE c{i} > 0"
