"""One ``.npy`` array [rows, columns] of all values; skipped ones are 0.0.

The header holds the number of rows, which only the end tells: values go to a temporary file first.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, TypeAlias

import numpy as np

from bridges.featran.builders.dense import floats
from bridges.featran.builders.npy import header
from bridges.featran.features import Features
from bridges.files.filesystem import create

#: float64 or float32 [n, D].
Rows: TypeAlias = np.ndarray[Any, np.dtype[Any]]


class NpyFile:
    """Gathers rows in a temporary file."""

    def __init__(self, body: IO[bytes], single: bool) -> None:
        self._body = body
        self._single = single
        self.rows = 0

    def encode(self, features: Features) -> Rows:
        """Return a batch's values, in the order of bytes that the file has."""
        values = floats(features) if self._single else features.values
        return np.ascontiguousarray(values, values.dtype.newbyteorder("<"))

    def append(self, encoded: Rows) -> None:
        """Write them."""
        self._body.write(encoded.data)
        self.rows += len(encoded)


@contextmanager
def opened(uri: str, names: tuple[str, ...], single: bool) -> Iterator[NpyFile]:
    """Yield a writer of one file."""
    with create(uri) as stream, tempfile.TemporaryFile() as body:
        output = NpyFile(body, single)
        yield output
        stream.write(header("<f4" if single else "<f8", (output.rows, len(names))))
        body.seek(0)
        shutil.copyfileobj(body, stream)
