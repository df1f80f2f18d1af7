"""TFRecord files to record batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
from pyarrow import fs

from bridges.features import Plan, unflatten
from bridges.features.decoder import BATCH_ROWS, Decoder
from bridges.tfrecord.frames import Chunk, Corruption, Frames, OnCorrupt, ReadReport


def read_batches(
    paths: Iterable[str],
    plan: Plan,
    *,
    policy: OnCorrupt = OnCorrupt.FAIL,
    report: ReadReport | None = None,
    filesystem: fs.FileSystem | None = None,
    batch_rows: int = BATCH_ROWS,
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of some files in order; batches may span files."""
    reader = _Reader(plan, policy, report or ReadReport(), batch_rows)
    system = filesystem or fs.LocalFileSystem()
    for path in paths:
        with system.open_input_stream(path, compression=None) as stream:
            yield from reader.read(Frames(path, policy, reader.report).read(stream), path)
    yield from reader.finish()


class _Reader:
    def __init__(self, plan: Plan, policy: OnCorrupt, report: ReadReport, rows: int) -> None:
        self.report = report
        self._plan = plan
        self._policy = policy
        self._decoder = Decoder(plan, self._malformed, rows)
        self._file = ""
        self._chunk: Chunk | None = None

    def read(self, chunks: Iterator[Chunk], file: str) -> Iterator[pa.RecordBatch]:
        self._file = file
        for chunk in chunks:
            self._chunk = chunk
            for columns in self._decoder.feed(chunk.starts, chunk.sizes):
                yield unflatten(columns, self._plan)
            self.report.unknown_features = self._decoder.unknown
            self.report.beside = self._decoder.beside

    def finish(self) -> Iterator[pa.RecordBatch]:
        columns = self._decoder.finish()
        if columns is not None:
            yield unflatten(columns, self._plan)

    def _malformed(self, index: int) -> None:
        assert self._chunk is not None, "records come in chunks"
        offset = int(self._chunk.offsets[index])
        self.report.records -= 1
        self.report.note(Corruption(self._file, offset, "not a tf.train.Example"), self._policy)
