"""A Parquet column per feature; null where a value was skipped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from bridges.errors import NameCollision
from bridges.featran.builders.dense import floats
from bridges.featran.features import Features
from bridges.files.filesystem import create


class ParquetFile:
    """Writes a row group per batch."""

    def __init__(self, writer: pq.ParquetWriter, schema: pa.Schema, single: bool) -> None:
        self._writer = writer
        self._schema = schema
        self._single = single

    def encode(self, features: Features) -> pa.Table:
        """Return a batch as a table."""
        values = floats(features) if self._single else features.values
        arrays = [
            pa.array(values[:, i], field.type, mask=~features.added[:, i])
            for i, field in enumerate(self._schema)
        ]
        return pa.Table.from_arrays(arrays, schema=self._schema)

    def append(self, encoded: pa.Table) -> None:
        """Write it."""
        self._writer.write_table(encoded)


@contextmanager
def opened(uri: str, names: tuple[str, ...], single: bool) -> Iterator[ParquetFile]:
    """Yield a writer of one file; half of a surrogate pair in a name is ``?``, as in settings.

    Raises
    ------
    NameCollision
        If two features have one name.
    """
    names = tuple(name.encode("utf-8", "replace").decode("utf-8") for name in names)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise NameCollision(
            f"two features are called {twice[0]!r}",
            where=uri,
            next_step="write jsonl or npy, which go by position",
        )
    kind = pa.float32() if single else pa.float64()
    schema = pa.schema([pa.field(name, kind) for name in names])
    with create(uri) as stream, pq.ParquetWriter(stream, schema, compression="zstd") as writer:
        yield ParquetFile(writer, schema, single)
