"""Reads Parquet files as record batches of ``Schema.to_arrow()`` form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from bridges.errors import BridgeError, CorruptData, SchemaError, located
from bridges.files import DataFile, PartitionColumn, open_input
from bridges.parquet.conform import conform
from bridges.parquet.int96 import checked_batches
from bridges.parquet.text import refuse_unless_text
from bridges.schema import Field, Int, Schema, String

BATCH_ROWS: Final = 8192
#: Column chunks are read in pieces of this size, so a large row group stays bounded.
_BUFFER_BYTES: Final = 1 << 20
#: Where a writer of ours keeps the source's Avro schema.
AVRO_SCHEMA: Final = b"paved.avro.schema"


@dataclass(frozen=True, slots=True)
class View:
    """Which columns are read, and which the path of the file adds."""

    columns: tuple[str, ...] | None = None
    partitions: tuple[PartitionColumn, ...] = ()


@dataclass(frozen=True, slots=True)
class RowGroups:
    """Row groups ``start`` to ``end`` (exclusive) of a file."""

    start: int
    end: int


def schema_of(uri: str, view: View = View()) -> Schema:  # frozen
    """The schema of the batches that :func:`read_batches` gives."""
    with _opened(uri) as file:
        return _selected(_with_partitions(_own_schema(file.schema_arrow, uri, view), view), view)


def common_schema(uris: Sequence[str], view: View = View()) -> Schema:  # frozen
    """The one schema all files have; the first that differs is refused, its columns named."""
    first = schema_of(uris[0], view)
    for uri in uris[1:]:
        other = schema_of(uri, view)
        if other != first:
            names = sorted({field.name for field in set(first.fields) ^ set(other.fields)})
            raise SchemaError(
                f"its schema differs from that of {uris[0]} in {', '.join(names) or 'the order'}",
                where=uri,
                next_step="select the columns all files share, or convert them one by one",
            )
    return first


def rows_of(uri: str) -> int:
    """How many rows the footer states."""
    with _opened(uri) as file:
        return int(file.metadata.num_rows)


def splits(uri: str, target_bytes: int) -> tuple[RowGroups, ...]:
    """Runs of whole row groups of about ``target_bytes`` that cover the file."""
    with _opened(uri) as file:
        sizes = [file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups)]
    found, start, size = [], 0, 0
    for index, more in enumerate(sizes):
        if size and size + more > target_bytes:
            found.append(RowGroups(start, index))
            start, size = index, 0
        size += more
    return (*found, RowGroups(start, len(sizes)))


def read_batches(
    file: DataFile | str,
    view: View = View(),  # frozen
    row_groups: RowGroups | None = None,
    rows: int = BATCH_ROWS,
) -> Iterator[pa.RecordBatch]:
    """The rows of ``row_groups``, in batches of at most ``rows``."""
    data_file = file if isinstance(file, DataFile) else DataFile(file, 0)
    uri = data_file.uri
    with _opened(uri) as parquet:
        own = _own_schema(parquet.schema_arrow, uri, view)
        schema = _selected(_with_partitions(own, view), view)
        constants = {
            column.name: column.value(data_file)
            for column in view.partitions
            if column.name not in {field.name for field in own.fields}
        }
        stored = [field.name for field in schema.fields if field.name not in constants]
        groups = _indices(parquet, row_groups)
        if not groups:
            return
        options = {"batch_size": rows, "row_groups": groups, "columns": stored}
        for batch in checked_batches(parquet, uri, **options, use_threads=False):
            yield _batch(batch, schema.to_arrow(), constants)


@contextmanager
def _opened(uri: str) -> Iterator[pq.ParquetFile]:
    with open_input(uri) as source, located(uri):
        try:
            yield pq.ParquetFile(source, buffer_size=_BUFFER_BYTES, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(error, uri) from error


def _unreadable(error: Exception, uri: str) -> BridgeError:
    """What Arrow cannot read is no damage, but it says so in its message alone."""
    if "Not yet implemented" in str(error):
        return BridgeError(
            f"uses what Arrow {pa.__version__} cannot read: {error}",
            where=uri,
            next_step="write it in Parquet's version 1 without delta encodings, or install a "
            "newer pyarrow",
        )
    return CorruptData(f"cannot be read as Parquet: {error}", where=uri, next_step="write it again")


def _own_schema(arrow: pa.Schema, uri: str, view: View) -> Schema:
    """What the file holds; as Avro said it, where our writer left that."""
    text = (arrow.metadata or {}).get(AVRO_SCHEMA)
    if text is not None:
        return Schema.from_avro(text.decode("utf-8"))
    with located(uri):
        return Schema.from_arrow(_wanted(arrow, view))


def _wanted(arrow: pa.Schema, view: View) -> pa.Schema:
    """Only the columns asked for: the others may have types that nothing becomes of."""
    if view.columns is None or set(view.columns) - {*arrow.names, *_names(view.partitions)}:
        return arrow  # a name that is no column is refused where all names are known
    return pa.schema([field for field in arrow if field.name in view.columns], arrow.metadata)


def _names(partitions: Sequence[PartitionColumn]) -> tuple[str, ...]:
    return tuple(column.name for column in partitions)


def _with_partitions(schema: Schema, view: View) -> Schema:
    present = {field.name for field in schema.fields}
    added = tuple(_partition_field(c) for c in view.partitions if c.name not in present)
    if not added:
        return schema
    return Schema((*schema.fields, *added), schema.name, schema.wrapped)


def _partition_field(column: PartitionColumn) -> Field:
    return Field(column.name, Int(64) if column.is_integer else String(), column.nullable)


def _selected(schema: Schema, view: View) -> Schema:
    if view.columns is None or {field.name for field in schema.fields} == set(view.columns):
        return schema  # with the source's own schema, which a selection has no more
    return schema.select(list(view.columns))


def _indices(parquet: pq.ParquetFile, row_groups: RowGroups | None) -> list[int]:
    every = range(parquet.num_row_groups)
    return list(every if row_groups is None else every[row_groups.start : row_groups.end])


def _batch(
    batch: pa.RecordBatch, schema: pa.Schema, constants: Mapping[str, int | str | None]
) -> pa.RecordBatch:
    arrays = []
    for field in schema:
        if field.name in constants:
            arrays.append(_constant(constants[field.name], field.type, batch.num_rows))
        else:
            column = batch.column(batch.schema.get_field_index(field.name))
            arrays.append(conform(column, field.type, field.name))
            refuse_unless_text(arrays[-1], field.name)
    if not arrays:
        return batch
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _constant(value: int | str | None, kind: pa.DataType, rows: int) -> pa.Array:
    return pa.array([value], kind).take(pa.array(np.zeros(rows, np.int64)))
