"""One shard's file, in the format the options ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

import numpy as np
import pyarrow as pa

from bridges import avro, parquet
from bridges.convert.plan import ConversionPlan
from bridges.convert.result import ShardResult
from bridges.errors import BridgeError
from bridges.files import Format, open_input, resolve
from bridges.kernels.crc32c import crc32c
from bridges.tfrecord import Compression, write_shard

_COMPRESSIONS: Final[Mapping[str, Compression]] = {
    "none": Compression.NONE,
    "gzip": Compression.GZIP,
    "zlib": Compression.ZLIB,
}
_CHUNK: Final = 4 << 20


def write(
    uri: str, name: str, batches: Iterable[pa.RecordBatch], plan: ConversionPlan
) -> ShardResult:
    """Write shard ``name`` to ``uri``; after an error it is not there."""
    schema, codec = plan.dataset.schema, plan.options.codec
    with writing(uri):
        match plan.options.to:
            case Format.TFRECORD:
                return _tfrecord(uri, name, batches, plan)
            case Format.AVRO:
                rows = avro.write_file(uri, batches, schema, codec).rows
            case Format.PARQUET:
                rows = parquet.write_file(uri, batches, schema, codec).rows
        return ShardResult(name, rows, *sum_of(uri))


def _tfrecord(
    uri: str, name: str, batches: Iterable[pa.RecordBatch], plan: ConversionPlan
) -> ShardResult:
    filesystem, path = resolve(uri)
    compression = _COMPRESSIONS[plan.options.codec]
    shard = write_shard(
        path, batches, plan.features, compression=compression, filesystem=filesystem
    )
    return ShardResult(name, shard.rows, shard.bytes, shard.crc32c, inexact=shard.inexact)


def sum_of(uri: str) -> tuple[int, str]:
    """Size and CRC-32C of a file."""
    size = total = 0
    with open_input(uri) as file:
        while data := file.read(_CHUNK):
            view = np.frombuffer(data, np.uint8)
            total = int(crc32c(total, view.ctypes.data, len(view))) & 0xFFFFFFFF
            size += len(view)
    return size, f"{total:08x}"


@contextmanager
def writing(uri: str) -> Iterator[None]:
    """Turn an :class:`OSError` of the block into an error that names ``uri``."""
    try:
        yield
    except OSError as error:
        raise BridgeError(
            f"cannot be written: {error.strerror or error}",
            where=uri,
            next_step="make room or choose another destination; the same command again goes on "
            "with the shards that are finished",
        ) from error
