"""The ``tfrecord`` package's writer, fed with dictionaries from pyarrow."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any


def prepare() -> Callable[[Path, Path], None]:
    """Parquet to uncompressed TFRecord."""
    import pyarrow.parquet as pq

    package = importlib.import_module("tfrecord.writer")  # no dependency: it may be absent

    def run(source: Path, destination: Path) -> None:
        destination.mkdir()
        writer = package.TFRecordWriter(str(destination / "part.tfrecord"))
        for batch in pq.ParquetFile(source).iter_batches(8192):
            for row in batch.to_pylist():
                writer.write({name: _typed(v) for name, v in row.items() if v not in (None, [])})
        writer.close()

    return run


def _typed(value: Any) -> tuple[Any, str]:
    values = value if isinstance(value, list) else [value]
    if isinstance(values[0], str):
        return [text.encode() for text in values], "byte"
    return values, "float" if isinstance(values[0], float) else "int"
