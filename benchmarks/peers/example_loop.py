"""fastavro or pyarrow, a tf.train.Example for each row, tf.io.TFRecordWriter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def prepare() -> Callable[[Path, Path], None]:
    """Avro or Parquet to uncompressed TFRecord."""
    import tensorflow as tf

    from peers.as_example import as_example

    def run(source: Path, destination: Path) -> None:
        destination.mkdir()
        rows = _avro(source) if source.suffix == ".avro" else _parquet(source)
        with tf.io.TFRecordWriter(str(destination / "part.tfrecord")) as writer:
            for row in rows:
                writer.write(as_example(row))

    return run


def _avro(source: Path) -> Iterator[dict[str, Any]]:
    import fastavro

    with source.open("rb") as file:
        yield from fastavro.reader(file)


def _parquet(source: Path) -> Iterator[dict[str, Any]]:
    import pyarrow.parquet as pq

    for batch in pq.ParquetFile(source).iter_batches(8192):
        yield from batch.to_pylist()
