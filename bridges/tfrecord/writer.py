"""Shards of TFRecord, each written under a temporary name and renamed when it is whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType

import numpy as np
import pyarrow as pa
from pyarrow import fs

from bridges.errors import OutputExists
from bridges.features import Plan, flatten
from bridges.features.encoder import Encoder
from bridges.kernels.crc32c import crc32c
from bridges.tfrecord.codec import Compression, compressor

#: What a shard is called until it is whole.
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Shard:
    """A finished shard; ``crc32c`` is of the file's bytes, in hex."""

    path: str
    rows: int
    bytes: int
    crc32c: str
    inexact: dict[str, int] = field(default_factory=dict)


def shard_name(index: int, count: int, stem: str = "part", suffix: str = ".tfrecord") -> str:
    """Return the name Scio gives a shard: ``part-00000-of-00010.tfrecord``."""
    return f"{stem}-{index:05d}-of-{count:05d}{suffix}"


class ShardWriter:
    """Writes framed records to one shard; nothing is at ``path`` before :meth:`close`."""

    def __init__(
        self,
        path: str,
        compression: Compression = Compression.GZIP,
        filesystem: fs.FileSystem | None = None,
    ) -> None:
        self._path = path
        self._system = filesystem or fs.LocalFileSystem()
        if self._system.get_file_info(path).type != fs.FileType.NotFound:
            raise OutputExists("the file exists", where=path, next_step="choose another name")
        self._stream = self._system.open_output_stream(path + UNFINISHED, compression=None)
        self._compressor = compressor(compression)
        self._plain = compression is Compression.NONE
        self._rows = self._bytes = self._crc = 0

    def write(self, records: memoryview, rows: int = 0) -> None:
        """Append framed records."""
        self._rows += rows
        self._put(records if self._plain else self._compressor.compress(records))

    def close(self, rows: int | None = None, inexact: dict[str, int] | None = None) -> Shard:
        """Give the shard its name and return what it holds."""
        self._put(self._compressor.flush())
        self._stream.close()
        self._system.move(self._path + UNFINISHED, self._path)
        total = self._rows if rows is None else rows
        return Shard(self._path, total, self._bytes, f"{self._crc:08x}", inexact or {})

    def discard(self) -> None:
        """Leave nothing behind."""
        self._stream.close()
        self._system.delete_file(self._path + UNFINISHED)

    def __enter__(self) -> ShardWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        if kind is not None:
            self.discard()

    def _put(self, data: bytes | memoryview) -> None:
        if len(data) == 0:
            return
        view = np.frombuffer(data, np.uint8)
        self._crc = int(crc32c(self._crc, view.ctypes.data, len(view))) & 0xFFFFFFFF
        self._bytes += len(view)
        self._stream.write(data)


def write_shard(
    path: str,
    batches: Iterable[pa.RecordBatch],
    plan: Plan,
    *,
    compression: Compression = Compression.GZIP,
    filesystem: fs.FileSystem | None = None,
) -> Shard:
    """Write all batches to one shard; after an error there is none."""
    encoder = Encoder(plan)
    rows = 0
    with ShardWriter(path, compression, filesystem) as writer:
        for batch in batches:
            for piece in encoder.encode(flatten(batch, plan)):
                writer.write(piece)
            rows += batch.num_rows
        return writer.close(rows, encoder.inexact)
