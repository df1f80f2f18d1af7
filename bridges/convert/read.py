"""The rows of a shard's pieces, whatever format they are in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa

from bridges import avro, parquet
from bridges.convert.dataset import Dataset
from bridges.convert.options import Options
from bridges.convert.shards import Piece, Shard
from bridges.errors import BridgeError, DataError
from bridges.features.decoder import BATCH_ROWS
from bridges.files import DataFile, Format, resolve
from bridges.tfrecord import ReadReport, read_batches

#: Called with the source's bytes and the rows that were read since the last call.
Progress = Callable[[int, int], None]
#: Avro is read in steps of this many bytes, so that progress is seen.
_STEP: Final = 16 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads one shard's rows; ``report`` fills while :meth:`batches` runs.

    ``rows`` is the most that a batch of TFRecord's has.
    """

    dataset: Dataset
    options: Options
    shard: Shard
    progress: Progress
    report: ReadReport
    rows: int = BATCH_ROWS

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Batches in the form of the data set's schema."""
        reader = {
            Format.AVRO: self._avro,
            Format.PARQUET: self._parquet,
            Format.TFRECORD: self._tfrecord,
        }[self.dataset.format]
        files = {file.uri: file for file in self.dataset.files}
        for piece in self.shard.pieces:
            try:
                for batch in reader(piece, files[piece.uri]):
                    self.progress(0, batch.num_rows)
                    yield batch
            except OSError as error:
                raise BridgeError(f"cannot be read: {error}", where=piece.uri) from error
            if self.dataset.format is not Format.AVRO:
                self.progress(piece.size, 0)

    def _avro(self, piece: Piece, file: DataFile) -> Iterator[pa.RecordBatch]:
        added = {column.name: column.value(file) for column in self.dataset.partitions}
        names = tuple(f.name for f in self.dataset.schema.fields if f.name not in added)
        schema = self.dataset.schema.to_arrow()
        view = avro.View(self.dataset.reader, None if self.dataset.schema.wrapped else names)
        for start in range(piece.start, piece.end, _STEP):
            end = min(start + _STEP, piece.end)
            for batch in avro.read_batches(piece.uri, view, avro.ByteRange(start, end)):
                yield _with_constants(batch, schema, added)
            self.progress(end - start, 0)

    def _parquet(self, piece: Piece, file: DataFile) -> Iterator[pa.RecordBatch]:
        names = tuple(field.name for field in self.dataset.schema.fields)
        view = parquet.View(names, self.dataset.partitions)
        return parquet.read_batches(file, view, parquet.RowGroups(piece.start, piece.end))

    def _tfrecord(self, piece: Piece, file: DataFile) -> Iterator[pa.RecordBatch]:
        plan = self.dataset.plan
        assert plan is not None, "a data set of TFRecord files has a plan"
        schema = self.dataset.schema.to_arrow()
        filesystem, path = resolve(file.uri)
        for batch in read_batches(
            [path],
            plan,
            policy=self.options.on_corrupt,
            report=self.report,
            filesystem=filesystem,
            batch_rows=self.rows,
        ):
            yield batch if self.options.columns is None else _selected(batch, schema)
        self._refuse_left_out(piece.uri)

    def _refuse_left_out(self, uri: str) -> None:
        if self.options.accept_loss:
            return
        if self.report.unknown_features:
            raise DataError(
                f"{self.report.unknown_features} feature(s) of its records are in no schema",
                where=uri,
                next_step="give the schema the records were written with, or say --accept-loss",
            )
        if self.report.beside:
            raise DataError(
                f"{self.report.beside} field(s) of its records are no features, such as the "
                "feature_lists of a SequenceExample",
                where=uri,
                next_step="write tf.train.Example in the source job, or say --accept-loss to "
                "convert the features alone",
            )


def _selected(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    columns = [batch.column(batch.schema.get_field_index(name)) for name in schema.names]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _with_constants(
    batch: pa.RecordBatch, schema: pa.Schema, added: dict[str, int | str | None]
) -> pa.RecordBatch:
    """The batch with the columns that only the file's path tells."""
    if not added:
        return batch
    columns = [
        _constant(added[field.name], field.type, batch.num_rows)
        if field.name in added
        else batch.column(batch.schema.get_field_index(field.name))
        for field in schema
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _constant(value: int | str | None, kind: pa.DataType, rows: int) -> pa.Array:
    return pa.array([value], kind).take(pa.array(np.zeros(rows, np.int64)))
