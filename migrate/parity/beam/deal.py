"""Reads parts of both sides and deals their rows to shards by key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple

import pyarrow as pa

from migrate.parity import sql
from migrate.parity.beam.tables import packed
from migrate.parity.engine import Engine, open_engine
from migrate.parity.engine_errors import comparing
from migrate.parity.inputs import Source
from migrate.parity.inputs.pieces import Layout, Piece, pieces_of, rows_of, typed
from migrate.parity.plan import Plan
from migrate.parity.policy import Side
from migrate.parity.queries import fetch_all, run
from migrate.parity.relations import field_columns, key_columns, prepare_sql

#: Rows that are dealt at a time.
_ROWS: Final = 1 << 17
#: A worker's share of memory for one shard.
WORKER_MEMORY: Final = "1GB"
Dealt = tuple[int, tuple[str, bytes]]


class Part(NamedTuple):
    """A part of a side that one worker reads."""

    side: Side
    source: Source
    piece: Piece
    layout: Layout


def parts_of(sources: tuple[Source, Source], layouts: tuple[Layout, Layout]) -> list[Part]:
    """All parts of both sides."""
    return [
        Part(side, source, piece, layout)
        for side, source, layout in zip((Side.OLD, Side.NEW), sources, layouts, strict=True)
        for piece in pieces_of(source)
    ]


def read_part(part: Part, plan: Plan, shards: int) -> Iterator[Dealt]:
    """The rows of a part with their common columns, by shard."""
    with open_engine(WORKER_MEMORY, 1) as engine:
        held: list[pa.RecordBatch] = []
        for batch in rows_of(engine.connection, part.source, part.piece, part.layout, engine.work):
            held.append(batch)
            if sum(b.num_rows for b in held) >= _ROWS:
                yield from _dealt(engine, part, plan, shards, held)
                held = []
        if held:
            yield from _dealt(engine, part, plan, shards, held)


def _dealt(
    engine: Engine, part: Part, plan: Plan, shards: int, batches: list[pa.RecordBatch]
) -> Iterator[Dealt]:
    with engine.connection.cursor() as connection:
        typed(connection, "raw", batches, part.layout)
        by = sql.columns(key_columns(plan) or field_columns(plan))
        with comparing():
            run(
                connection,
                f"CREATE OR REPLACE TABLE dealt AS SELECT *, hash({by}) % {shards} AS shard "
                f"FROM ({prepare_sql(plan, part.side, 'raw')})",
            )
        numbers = fetch_all(connection, "SELECT DISTINCT shard FROM dealt ORDER BY shard")
        for (number,) in numbers:
            rows = f"SELECT * EXCLUDE shard FROM dealt WHERE shard = {number}"
            yield int(number), (part.side.value, packed(connection, rows))


def shard_plan(plan: Plan) -> Plan:
    """The plan for rows that have their common columns already."""
    keys = tuple(_again(key, f"k{i}") for i, key in enumerate(plan.keys))
    fields = tuple(_again(field, f"f{i}") for i, field in enumerate(plan.fields))
    return replace(plan, keys=keys, fields=fields, sample=1.0)


def _again(part: Any, column: str) -> Any:
    value = f"CAST({column} AS {part.type.sql})"
    return replace(part, left=value, right=value)
