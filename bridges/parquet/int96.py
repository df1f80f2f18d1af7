"""INT96 timestamps: read as nanoseconds, and refused where 64 bits cannot hold them.

Arrow wraps around silently there, so such columns are read a second time in seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import types as t

from bridges.errors import LossRefused
from bridges.files import open_input

_NANOS = 1_000_000_000


def checked_batches(parquet: pq.ParquetFile, uri: str, **options: Any) -> Iterator[pa.RecordBatch]:
    """The file's batches; an INT96 value no nanosecond timestamp holds is an error."""
    names = _int96_columns(parquet, options["columns"])
    batches = parquet.iter_batches(**options)
    if not names:
        yield from batches
        return
    with open_input(uri) as again:
        coarse = pq.ParquetFile(again, coerce_int96_timestamp_unit="s", pre_buffer=False)
        seconds = coarse.iter_batches(**{**options, "columns": names})
        for batch, other in zip(batches, seconds, strict=True):
            for name in names:
                _compare(_column(batch, name), _column(other, name), name)
            yield batch


def _int96_columns(parquet: pq.ParquetFile, columns: list[str]) -> list[str]:
    leaves = [parquet.schema.column(i) for i in range(len(parquet.schema))]
    paths = [leaf.path for leaf in leaves if leaf.physical_type == "INT96"]
    # A name may have dots of its own.
    return [n for n in columns if any(p == n or p.startswith(f"{n}.") for p in paths)]


def _column(batch: pa.RecordBatch, name: str) -> pa.Array:
    return batch.column(batch.schema.get_field_index(name))


def _compare(nanos: pa.Array, seconds: pa.Array, path: str) -> None:
    """Walk both alike; where one has seconds, the other must mean the same second."""
    if t.is_timestamp(seconds.type) and seconds.type.unit == "s":
        fine = np.asarray(nanos.view(pa.int64()).fill_null(0)) // _NANOS
        if not np.array_equal(fine, np.asarray(seconds.view(pa.int64()).fill_null(0))):
            raise LossRefused(
                "an INT96 timestamp lies outside the years 1677 to 2262 (or before 1970 as pyarrow "
                "writes it, which looks the same)",
                where=path,
                next_step="write the column as TIMESTAMP_MICROS in the source job",
            )
    elif t.is_struct(seconds.type):
        for index in range(seconds.type.num_fields):
            _compare(nanos.field(index), seconds.field(index), f"{path}.{seconds.type[index].name}")
    elif t.is_map(seconds.type):
        _compare(nanos.keys, seconds.keys, f"{path}.key")
        _compare(nanos.items, seconds.items, f"{path}.value")
    elif t.is_list(seconds.type):
        _compare(nanos.flatten(), seconds.flatten(), f"{path}.item")
