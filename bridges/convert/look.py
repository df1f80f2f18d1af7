"""What a data set holds, as far as it can be told without converting it."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from bridges import avro, parquet
from bridges.convert.dataset import Dataset
from bridges.convert.options import Options
from bridges.convert.plan import shards_of
from bridges.convert.read import Reading
from bridges.convert.shards import Shard
from bridges.features.decoder import BATCH_ROWS
from bridges.files import DataFile, Format, open_input
from bridges.tfrecord import ReadReport
from bridges.tfrecord.codec import Compression, detect

#: Enough of a TFRecord file to tell its compression.
_HEAD = 12


def batches_of_shard(
    shard: Shard, dataset: Dataset, options: Options, rows: int = BATCH_ROWS
) -> Iterator[pa.RecordBatch]:
    """The rows of one shard; ``rows`` is the most that a batch of TFRecord's has."""
    return Reading(dataset, options, shard, _unseen, ReadReport(), rows).batches()


def batches_of(dataset: Dataset, options: Options) -> Iterator[pa.RecordBatch]:
    """All rows, in the order a conversion would read them."""
    for shard in shards_of(dataset, options):
        yield from batches_of_shard(shard, dataset, options)


def _unseen(_bytes: int, _rows: int) -> None:
    """Nobody watches."""


def rows_of(dataset: Dataset, options: Options) -> int:
    """How many rows there are: from Parquet's footers, by reading all of other formats."""
    if dataset.format is Format.PARQUET:
        return sum(parquet.rows_of(file.uri) for file in dataset.files)
    return sum(batch.num_rows for batch in batches_of(dataset, options))


def first_rows(dataset: Dataset, options: Options, count: int) -> pa.Table:
    """The first rows, as few batches as possible being read."""
    schema = dataset.schema.to_arrow()
    batches, rows = [], 0
    for batch in batches_of(dataset, options):
        batches.append(batch)
        rows += batch.num_rows
        if rows >= count:
            break
    return pa.Table.from_batches(batches, schema).slice(0, count)


def codecs_of(dataset: Dataset) -> tuple[str, ...]:
    """The compressions of the files, each once."""
    found = (codec for file in dataset.files for codec in _codecs(file, dataset.format))
    return tuple(sorted(set(found)))


def _codecs(file: DataFile, form: Format) -> Iterator[str]:
    match form:
        case Format.AVRO:
            yield avro.header_of(file.uri).codec_name
        case Format.PARQUET:
            yield from _parquet_codecs(file.uri)
        case Format.TFRECORD:
            with open_input(file.uri) as stream:
                found = detect(stream.read(_HEAD), file.uri)
            yield "none" if found is Compression.NONE else found.value.lower()


def _parquet_codecs(uri: str) -> Iterator[str]:
    with open_input(uri) as stream:
        footer = pq.read_metadata(stream)
    for group in map(footer.row_group, range(footer.num_row_groups)):
        for index in range(group.num_columns):
            name = str(group.column(index).compression).lower()
            # Arrow has no name for the LZ4 that Hadoop frames in a way of its own.
            yield "lz4 (hadoop)" if name == "unknown" else name
