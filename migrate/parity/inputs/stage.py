"""A side as a relation of the engine: scanned where it lies, or copied beside the work database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import types as t

from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.inputs.detect import InputFormat, open_text
from migrate.parity.inputs.source import ROW, Source
from migrate.parity.inputs.spool import spool
from migrate.parity.inputs.text import csv_types


def stage(connection: Any, name: str, source: Source, work: Path, *, numbered: bool) -> Any:
    """Make the relation ``name`` of all rows of ``source``, or return what to register as it.

    ``numbered``: with a column ``@row`` that counts rows from 0 in the order of the files.
    """
    if source.scanned and not numbered:
        files = ", ".join(sql.text(uri) for uri in source.scanned)
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet([{files}])")
    elif source.format is InputFormat.JSONL:
        _json_lines(connection, name, source, work, numbered=numbered)
    else:
        rows = _readable_rows(source, numbered=numbered)
        if source.bridged:
            return spool(rows, work / f"{name}.arrow")
        _copy(connection, name, rows)
        if source.format is InputFormat.CSV:
            _typed(connection, name)
    return None


def _readable_rows(source: Source, *, numbered: bool) -> Iterator[pa.RecordBatch]:
    """All rows in types that the engine reads; BadInput where there is none."""
    batches = source.batches()
    first = next(batches, None)
    if first is None:
        raise BadInput(
            "holds no rows", where=source.path, next_step="nothing can be compared with it"
        )
    readable = (plain(batch) for batch in chain([first], batches))
    return _numbered(readable) if numbered else readable


def _copy(connection: Any, name: str, rows: Iterator[pa.RecordBatch]) -> None:
    head = next(rows)
    reader = pa.RecordBatchReader.from_batches(head.schema, chain([head], rows))
    connection.register(f"incoming_{name}", reader)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming_{name}")
    connection.unregister(f"incoming_{name}")


def _numbered(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    at = 0
    for batch in batches:
        rows = pa.array(np.arange(at, at + batch.num_rows, dtype=np.int64))
        at += batch.num_rows
        names = [*batch.schema.names, ROW]
        yield pa.RecordBatch.from_arrays([*batch.columns, rows], names)


def plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch without the types that the engine does not read."""
    targets = [_readable(field.type) for field in batch.schema]
    if all(target is None for target in targets):
        return batch
    columns = [
        column if target is None else column.cast(target)
        for column, target in zip(batch.columns, targets, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)


def _readable(kind: pa.DataType) -> pa.DataType | None:
    """What a type is cast to first; None for one that is read as it is."""
    if t.is_dictionary(kind):
        return kind.value_type
    if t.is_float16(kind):
        return pa.float32()
    if t.is_decimal256(kind):
        return pa.string()
    if t.is_null(kind):
        return pa.string()
    if t.is_duration(kind):
        return pa.int64()
    if t.is_fixed_size_binary(kind):
        return pa.binary()
    return None


def _json_lines(connection: Any, name: str, source: Source, work: Path, *, numbered: bool) -> None:
    paths = [_spooled(file.uri, work / f"{name}-{i}.jsonl") for i, file in enumerate(source.files)]
    listed = ", ".join(sql.text(str(path)) for path in paths)
    # Dates stay texts: the format is one that no text has.
    options = (
        "format='newline_delimited', sample_size=-1, maximum_object_size=67108864, "
        "dateformat='%Y never %d', timestampformat='%Y never %d', "
        "convert_strings_to_integers=false, union_by_name=true"
    )
    try:
        connection.execute("SET preserve_insertion_order=true")
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_json([{listed}], {options})")
    except Exception as error:
        raise BadInput(
            f"cannot be read as JSON lines: {' '.join(str(error).split())[:300]}",
            where=source.path,
            next_step="write one JSON object per line",
        ) from error
    finally:
        connection.execute("SET preserve_insertion_order=false")
    if numbered:
        connection.execute(f"ALTER TABLE {name} RENAME TO {name}_rows")
        connection.execute(f'CREATE VIEW {name} AS SELECT *, rowid AS "{ROW}" FROM {name}_rows')


def _spooled(uri: str, path: Path) -> Path:
    """A plain local file of the text: the file itself where it is one."""
    if "://" not in uri and _first_byte(uri) in (b"{", b"\xef"):
        return Path(uri)
    with open_text(uri) as stream, path.open("wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    return path


def _typed(connection: Any, name: str) -> None:
    """Texts that are all numbers, dates or truth values, as such."""
    names = [
        row[0] for row in connection.execute(f"DESCRIBE {name}").fetchall() if row[1] == "VARCHAR"
    ]
    types = csv_types(connection, name, names)
    connection.execute(f"ALTER TABLE {name} RENAME TO {name}_texts")
    casts = [f"CAST({sql.name(n)} AS {kind}) AS {sql.name(n)}" for n, kind in types.items()]
    rest = f'"{ROW}"' if _has_row(connection, f"{name}_texts") else None
    chosen = sql.columns([*casts, rest] if rest else casts)
    connection.execute(f"CREATE VIEW {name} AS SELECT {chosen} FROM {name}_texts")


def _has_row(connection: Any, table: str) -> bool:
    return ROW in [row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()]


def _first_byte(path: str) -> bytes:
    with Path(path).open("rb") as file:
        return file.read(1)
