"""Beam's own source and sink with a tf.train.Example for each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def prepare(*, runner: str) -> Callable[[Path, Path], None]:
    """Avro or Parquet to uncompressed TFRecord."""
    import apache_beam as beam
    import tensorflow  # noqa: F401  loaded here, not by the first row
    from apache_beam.io.avroio import ReadFromAvro
    from apache_beam.io.parquetio import ReadFromParquet
    from apache_beam.io.tfrecordio import WriteToTFRecord

    from peers.as_example import as_example

    def run(source: Path, destination: Path) -> None:
        read = ReadFromAvro if source.suffix == ".avro" else ReadFromParquet
        with beam.Pipeline(runner) as pipeline:
            rows = pipeline | read(str(source))
            records = rows | beam.Map(as_example).with_output_types(bytes)
            _ = records | WriteToTFRecord(str(destination / "part"), file_name_suffix=".tfrecord")

    return run
