"""The least any program on one core must do: decode the Parquet, checksum and write the bytes.

The bytes are read from a finished conversion, a copy out of the page cache where a program would
encode: no one's encoder is part of this bound.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

_CHUNK = 4 << 20


def prepare() -> Callable[[Path, Path], None]:
    """Parquet, and the TFRecord beside it, to the same TFRecord."""
    import google_crc32c
    import pyarrow.parquet as pq

    def run(source: Path, destination: Path) -> None:
        destination.mkdir()
        parquet = pq.ParquetFile(source)
        for group in range(parquet.num_row_groups):
            parquet.read_row_group(group, use_threads=False)
        for shard in sorted((source.parent / "tfrecord").glob("*.tfrecord")):
            with shard.open("rb") as file, (destination / shard.name).open("wb") as out:
                while data := file.read(_CHUNK):
                    google_crc32c.value(data)
                    out.write(data)

    return run
