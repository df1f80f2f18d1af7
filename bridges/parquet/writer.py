"""Writes record batches as one Parquet file, with the source's schema in its metadata."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from bridges.errors import SchemaError
from bridges.files import create
from bridges.parquet.conform import conform
from bridges.parquet.reader import AVRO_SCHEMA
from bridges.schema import Schema

ROW_GROUP_ROWS: Final = 128 * 1024
#: A row group also ends here, so that wide rows stay bounded in memory.
_ROW_GROUP_BYTES: Final = 64 << 20
COMPRESSIONS: Final = ("zstd", "snappy", "gzip", "lz4", "brotli", "none")


@dataclass(frozen=True, slots=True)
class Written:
    """What a finished file holds."""

    rows: int
    bytes: int


def write_file(
    uri: str,
    batches: Iterable[pa.RecordBatch],
    schema: Schema,
    compression: str = "zstd",
    row_group_rows: int = ROW_GROUP_ROWS,
    *,
    overwrite: bool = False,
) -> Written:
    """Write a whole file; it appears under its name only when it is complete.

    A schema that came from Arrow is written in its own layout, any other in the contract's.
    """
    if compression not in COMPRESSIONS:
        choice = ", ".join(COMPRESSIONS)
        raise SchemaError(f"no compression {compression!r}", next_step=f"choose one of {choice}")
    arrow = _stored_schema(schema)
    if not arrow.names:
        raise SchemaError(
            "Parquet cannot hold rows without a column", next_step="write Avro or TFRecord"
        )
    rows = 0
    with create(uri, overwrite=overwrite) as stream:
        compliant = schema.source_arrow() is None
        with _writer(stream, arrow, compression, compliant=compliant) as writer:
            for table in _row_groups(batches, arrow, row_group_rows):
                writer.write_table(table, row_group_size=max(1, table.num_rows))
                rows += table.num_rows
        return Written(rows, stream.tell())


def _writer(
    stream: object, arrow: pa.Schema, compression: str, *, compliant: bool
) -> pq.ParquetWriter:
    try:
        return pq.ParquetWriter(
            stream,
            arrow,
            compression=compression,
            version="2.6",
            # The standard's name for items, but the source's own where there is one.
            use_compliant_nested_type=compliant,
        )
    except (pa.ArrowException, OSError) as error:
        raise SchemaError(
            f"Parquet cannot hold this schema: {error}",
            next_step="leave the column out with --columns, or write Avro",
        ) from error


def _stored_schema(schema: Schema) -> pa.Schema:
    own = schema.source_arrow()
    if own is not None and own.names == [field.name for field in schema.fields]:
        return own
    arrow = schema.to_arrow()
    source = schema.source
    if source is None or source.format != "avro":
        return arrow
    return arrow.with_metadata({**(arrow.metadata or {}), AVRO_SCHEMA: source.body})


def _row_groups(
    batches: Iterable[pa.RecordBatch], arrow: pa.Schema, most_rows: int
) -> Iterator[pa.Table]:
    """Tables of at most ``most_rows`` rows; the last may be small, an empty file has none."""
    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        start = 0
        while start < batch.num_rows:
            part = batch.slice(start, most_rows - rows)
            held.append(_stored(part, arrow))
            start, rows, size = start + part.num_rows, rows + part.num_rows, size + part.nbytes
            if rows >= most_rows or size >= _ROW_GROUP_BYTES:
                yield pa.Table.from_batches(held, arrow)
                held, rows, size = [], 0, 0
    if held:
        yield pa.Table.from_batches(held, arrow)


def _stored(batch: pa.RecordBatch, arrow: pa.Schema) -> pa.RecordBatch:
    columns = []
    for field in arrow:
        index = batch.schema.get_field_index(field.name)
        if index < 0:
            raise SchemaError("the rows to write lack this column", where=field.name)
        columns.append(conform(batch.column(index), field.type, field.name))
    return pa.RecordBatch.from_arrays(columns, schema=arrow)
