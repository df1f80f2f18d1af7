"""TFRecord files cut by their lengths, tfx_bsl's decoder, pyarrow's Parquet writer.

No checksum of a record is looked at: this is the fastest way there is with this decoder.
"""

from __future__ import annotations

import importlib
import mmap
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

_BATCH = 8192


def prepare() -> Callable[[Path, Path], None]:
    """A directory of uncompressed TFRecord to one Parquet file, snappy."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from google.protobuf import text_format
    from tensorflow_metadata.proto.v0 import schema_pb2

    coders = importlib.import_module("tfx_bsl.coders.example_coder")  # untyped

    def run(source: Path, destination: Path) -> None:
        destination.mkdir()
        text = (source / "schema.pbtxt").read_text()
        schema = text_format.Parse(text, schema_pb2.Schema())
        decoder = coders.ExamplesToRecordBatchDecoder(schema.SerializeToString())
        writer = None
        for batch in _batches(source):
            table = pa.Table.from_batches([decoder.DecodeBatch(batch)])
            writer = writer or pq.ParquetWriter(destination / "part.parquet", table.schema)
            writer.write_table(table)
        if writer is not None:
            writer.close()

    return run


def _batches(source: Path) -> Iterator[list[bytes]]:
    for path in sorted(source.glob("*.tfrecord")):
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            records = _records(data)
            while batch := list(islice(records, _BATCH)):
                yield batch


def _records(data: mmap.mmap) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        start = at + 12
        end = start + int.from_bytes(data[at : at + 8], "little")
        yield data[start:end]
        at = end + 4
