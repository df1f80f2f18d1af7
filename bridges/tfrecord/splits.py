"""Rows as shards of several splits, shuffled within a window: what an ExampleGen writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack

import numpy as np
import pyarrow as pa

from bridges.features import Plan, flatten
from bridges.features.columns import Array
from bridges.features.encoder import Encoder
from bridges.files import create
from bridges.kernels.frames import FOOTER, HEADER
from bridges.kernels.splits import copy_frames, walk_frames
from bridges.tfrecord.codec import Compression, compressor
from bridges.tfrecord.partition import Partition, Records

#: Bytes of records that are shuffled among each other.
WINDOW = 16 << 20
#: Bytes compressed at a time: what stays in the processor's cache.
_PACKED = 1 << 18


def write_splits(
    batches: Iterable[pa.RecordBatch],
    plan: Plan,
    partition: Partition,
    uris: Sequence[str],
    window: int = WINDOW,
) -> tuple[int, ...]:
    """Write each record to the shard (gzip) of its split; return how many each has.

    The shards appear when all are whole. Their order is that of the records' checksums within
    a window: as good as random, and the same in every run.
    """
    encoder = Encoder(plan)
    with ExitStack() as stack:
        # A shard is made a second time where a runner tries a second time.
        streams = [stack.enter_context(create(uri, overwrite=True)) for uri in uris]
        splits = _Splits(streams, partition, window)
        for batch in batches:
            for piece in encoder.encode(flatten(batch, plan)):
                splits.add(piece)
        return splits.finish()


class _Splits:
    def __init__(self, streams: Sequence[pa.NativeFile], partition: Partition, window: int) -> None:
        self._streams = streams
        self._packers = [compressor(Compression.GZIP) for _ in streams]
        self._partition = partition
        self._held = np.empty(window, np.uint8)
        self._used = 0
        self._dealt = np.empty(0, np.uint8)
        self._counts = [0] * len(streams)

    def add(self, piece: memoryview) -> None:
        """Take some framed records; write what was held when there is no room for them."""
        if self._used + len(piece) > len(self._held):
            self._flush()
        if len(piece) > len(self._held):
            self._held = np.empty(len(piece), np.uint8)
        self._held[self._used : self._used + len(piece)] = np.frombuffer(piece, np.uint8)
        self._used += len(piece)

    def finish(self) -> tuple[int, ...]:
        """Write the rest; return the number of records of each split."""
        self._flush()
        for stream, packer in zip(self._streams, self._packers, strict=True):
            stream.write(packer.flush())
        return tuple(self._counts)

    def _flush(self) -> None:
        records, keys = self._records()
        self._used = 0
        split_of = self._partition.split_of(records)
        for split in range(len(self._streams)):
            mine = np.flatnonzero(split_of == split)
            self._write(split, records, mine[np.argsort(keys[mine], kind="stable")])

    def _records(self) -> tuple[Records, Array]:
        base, most = self._held.ctypes.data, self._used // (HEADER + FOOTER)
        starts, sizes = np.empty((2, most), np.int64)
        keys = np.empty(most, np.uint32)
        count = walk_frames(base, base + self._used, starts, sizes, keys)
        return Records(self._held.data, base, starts[:count], sizes[:count]), keys[:count]

    def _write(self, split: int, records: Records, order: Array) -> None:
        size = int(records.sizes[order].sum())
        if size > len(self._dealt):
            self._dealt = np.empty(size, np.uint8)
        copy_frames(records.starts, records.sizes, order, self._dealt.ctypes.data)
        for at in range(0, size, _PACKED):
            part = self._dealt.data[at : min(at + _PACKED, size)]
            self._streams[split].write(self._packers[split].compress(part))
        self._counts[split] += len(order)
