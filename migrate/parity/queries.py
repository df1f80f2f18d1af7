"""The only way to the engine's SQL: each result is read to its end, or closed.

An unread result is in the way of the next query: DuckDB 2 refuses that, DuckDB 1 forgets the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa


def run(connection: Any, query: str, values: Sequence[Any] = ()) -> None:
    """A statement that finds nothing; ``values`` stand for its question marks."""
    connection.execute(query, list(values)).fetchall()


def fetch_all(connection: Any, query: str) -> list[tuple[Any, ...]]:
    """All rows of a query that finds few."""
    found: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return found


def fetch_one(connection: Any, query: str) -> tuple[Any, ...]:
    """The row of a query that finds exactly one."""
    (row,) = fetch_all(connection, query)
    return row


def count_rows(connection: Any, source: str) -> int:
    """How many rows there are ``FROM source``."""
    (rows,) = fetch_one(connection, f"SELECT count(*) FROM {source}")
    return int(rows)


def fetch_arrays(connection: Any, query: str) -> dict[str, Any]:
    """A numpy array (rows) for each column."""
    found: dict[str, Any] = connection.execute(query).fetchnumpy()
    return found


def batches(connection: Any, query: str, rows: int) -> Iterator[pa.RecordBatch]:
    """The rows of a query that finds many, ``rows`` at a time; see :func:`streamed`."""
    with streamed(connection, query, rows) as reader:
        yield from reader


@contextmanager
def streamed(connection: Any, query: str, rows: int) -> Iterator[Any]:
    """A reader of Arrow batches of ``rows``; nothing else may ask the connection meanwhile."""
    relation = connection.sql(query)
    # DuckDB 2 renamed the method.
    make = getattr(relation, "to_arrow_reader", None) or relation.fetch_record_batch
    reader = make(rows)
    try:
        yield reader
    finally:
        reader.close()


def columns(connection: Any, query: str) -> list[tuple[str, Any]]:
    """Name and type of each column that a query has; nothing is computed."""
    relation = connection.sql(query)
    return list(zip(relation.columns, relation.types, strict=True))
