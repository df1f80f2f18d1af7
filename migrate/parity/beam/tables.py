"""Tables of the engine as bytes that a runner carries from worker to worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import pyarrow as pa

from migrate.parity.queries import run, streamed

_ROWS: Final = 1 << 16
_OPTIONS: Final = pa.ipc.IpcWriteOptions(compression="lz4")


def packed(connection: Any, query: str) -> bytes:
    """The rows of a query."""
    sink = pa.BufferOutputStream()
    with (
        streamed(connection, query, _ROWS) as reader,
        pa.ipc.new_stream(sink, reader.schema, options=_OPTIONS) as stream,
    ):
        for batch in reader:
            stream.write_batch(batch)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def unpacked(data: Iterable[bytes]) -> pa.Table:
    """All rows of what :func:`packed` made, one at least."""
    tables = []
    for one in data:
        with pa.ipc.open_stream(one) as reader:
            tables.append(reader.read_all())
    return pa.concat_tables(tables)


def load(
    connection: Any, name: str, rows: pa.Table, types: Mapping[str, str] | None = None
) -> None:
    """Make the table ``name``; ``types`` are those of columns that a carrier may have changed."""
    said = types or {}
    chosen = ", ".join(
        f"CAST({c} AS {said[c]}) AS {c}" if c in said else f'"{c}"' for c in rows.column_names
    )
    connection.register("incoming", rows)
    run(connection, f"CREATE OR REPLACE TABLE {name} AS SELECT {chosen} FROM incoming")
    connection.unregister("incoming")
