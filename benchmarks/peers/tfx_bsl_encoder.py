"""tfx_bsl's encoder of record batches and tf.io.TFRecordWriter."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepare() -> Callable[[Path, Path], None]:
    """Parquet to uncompressed TFRecord."""
    import pyarrow.parquet as pq
    import tensorflow as tf

    coders = importlib.import_module("tfx_bsl.coders.example_coder")  # untyped
    encoder = coders.RecordBatchToExamplesEncoder()

    def run(source: Path, destination: Path) -> None:
        destination.mkdir()
        with tf.io.TFRecordWriter(str(destination / "part.tfrecord")) as writer:
            for batch in pq.ParquetFile(source).iter_batches(8192):
                for record in encoder.encode(_as_lists(batch)):
                    writer.write(record)

    return run


def _as_lists(batch: Any) -> Any:
    """Every column as the list of int64, float or bytes that the encoder asks for."""
    import pyarrow as pa

    columns = [_as_list(column) for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)


def _as_list(column: Any) -> Any:
    import numpy as np
    import pyarrow as pa

    if pa.types.is_list(column.type):
        kind = _kind(column.type.value_type)
        return pa.ListArray.from_arrays(column.offsets, column.values.cast(kind))
    present = column.is_valid().to_numpy(zero_copy_only=False)
    ends = np.concatenate([[0], np.cumsum(present)]).astype(np.int32)
    if column.null_count == 0:
        return pa.ListArray.from_arrays(pa.array(ends), column.cast(_kind(column.type)))
    # A null at an offset makes a null list, which the encoder tells from an empty one.
    offsets = pa.array(ends, mask=np.append(~present, False))
    return pa.ListArray.from_arrays(offsets, column.drop_null().cast(_kind(column.type)))


def _kind(type_: Any) -> Any:
    import pyarrow as pa

    if pa.types.is_floating(type_):
        return pa.float32()
    return pa.binary() if pa.types.is_string(type_) else pa.int64()
