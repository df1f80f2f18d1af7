"""A side as a relation of the engine: scanned where it lies, or copied beside the work database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from migrate.errors import BadInput, MigrateError
from migrate.parity import sql
from migrate.parity.inputs.detect import InputFormat
from migrate.parity.inputs.json_lines import in_order, make_table, query, spooled, structure
from migrate.parity.inputs.lossless import plain
from migrate.parity.inputs.names import ROW, check_names
from migrate.parity.inputs.source import Source
from migrate.parity.inputs.spool import spool
from migrate.parity.inputs.text import cast, csv_fits, csv_types
from migrate.parity.queries import fetch_all, run

#: What the engine calls the number of a row in its file.
_NUMBER: Final = "file_row_number"


def stage(connection: Any, name: str, source: Source, work: Path, *, numbered: bool) -> Any:
    """Make the relation ``name`` of all rows of ``source``, or return what to register as it.

    ``numbered``: with a column ``@row`` that counts rows from 0 in the order of the files.
    """
    if source.scanned and not (numbered and source.has(_NUMBER)):
        run(connection, f"CREATE VIEW {name} AS {_scan(source, numbered=numbered)}")
    elif source.format is InputFormat.JSONL:
        _json_lines(connection, name, source, work, numbered=numbered)
    else:
        rows = _readable_rows(source, numbered=numbered)
        if source.bridged:
            return spool(rows, work / f"{name}.arrow")
        _copy(connection, name, rows)
        if source.format is InputFormat.CSV:
            _typed(connection, name, source.partitions.names)
    return None


def _scan(source: Source, *, numbered: bool) -> str:
    """SQL of the rows of Parquet files that the engine reads where they lie."""
    if not numbered:
        files = ", ".join(sql.text(uri) for uri in source.scanned)
        return f"SELECT * FROM read_parquet([{files}])"
    starts = accumulate((pq.read_metadata(uri).num_rows for uri in source.scanned), initial=0)
    return " UNION ALL ".join(
        f'SELECT * EXCLUDE ({_NUMBER}), {_NUMBER} + {start} AS "{ROW}" '
        f"FROM read_parquet({sql.text(uri)}, {_NUMBER}=true)"
        for uri, start in zip(source.scanned, starts, strict=False)
    )


def _readable_rows(source: Source, *, numbered: bool) -> Iterator[pa.RecordBatch]:
    """All rows in types that the engine reads; BadInput where there is none."""
    batches = source.batches()
    first = next(batches, None)
    if first is None:
        raise BadInput(
            "holds no rows", where=source.path, next_step="nothing can be compared with it"
        )
    check_names(first.schema, source.path)
    readable = (plain(batch) for batch in chain([first], batches))
    return numbered_rows(readable) if numbered else readable


def _copy(connection: Any, name: str, rows: Iterator[pa.RecordBatch]) -> None:
    head = next(rows)
    refused: list[MigrateError] = []
    noted = _noting(chain([head], rows), refused)
    reader = pa.RecordBatchReader.from_batches(head.schema, noted)
    connection.register(f"incoming_{name}", reader)
    try:
        run(connection, f"CREATE TABLE {name} AS SELECT * FROM incoming_{name}")
    except Exception:  # the engine's own, which has only the text of the other
        if refused:
            raise refused[0] from None
        raise
    connection.unregister(f"incoming_{name}")


def _noting(
    batches: Iterator[pa.RecordBatch], refused: list[MigrateError]
) -> Iterator[pa.RecordBatch]:
    try:
        yield from batches
    except MigrateError as error:
        refused.append(error)
        raise


def numbered_rows(batches: Iterator[pa.RecordBatch], at: int = 0) -> Iterator[pa.RecordBatch]:
    """The batches with a column ``@row`` that counts from ``at``."""
    for batch in batches:
        rows = pa.array(np.arange(at, at + batch.num_rows, dtype=np.int64))
        at += batch.num_rows
        names = [*batch.schema.names, ROW]
        yield pa.RecordBatch.from_arrays([*batch.columns, rows], names)


def _json_lines(connection: Any, name: str, source: Source, work: Path, *, numbered: bool) -> None:
    files = [(f, spooled(f, work / f"{name}-{i}.jsonl")) for i, f in enumerate(source.files)]
    with in_order(connection):
        types = structure(connection, files)
        make_table(connection, name, query(files, types, source.partitions), source.path)
    if numbered:
        run(connection, f"ALTER TABLE {name} RENAME TO {name}_lines")
        run(connection, f'CREATE VIEW {name} AS SELECT *, rowid AS "{ROW}" FROM {name}_lines')


def _typed(connection: Any, name: str, apart: Collection[str]) -> None:
    """Texts that are all numbers, dates or truth values, as such; columns ``apart`` stay."""
    described = fetch_all(connection, f"DESCRIBE {name}")
    names = [row[0] for row in described if row[1] == "VARCHAR" and row[0] not in apart]
    run(connection, f"ALTER TABLE {name} RENAME TO {name}_texts")
    types = csv_types(csv_fits(connection, f"{name}_texts", names))
    run(connection, f"CREATE VIEW {name} AS {cast(types, f'{name}_texts')}")
