"""One ``.npy`` array [rows, columns] of all values; skipped ones are 0.0.

The header holds the number of rows, which only the end tells: values go to a temporary file first.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from bridges.featran.builders.dense import floats
from bridges.featran.builders.npy import header
from bridges.featran.features import Features
from bridges.files.filesystem import create


class NpyFile:
    """Gathers rows in a temporary file."""

    def __init__(self, body: IO[bytes], single: bool) -> None:
        self._body = body
        self._single = single
        self.rows = 0

    def write(self, features: Features) -> None:
        """Append a batch."""
        values = floats(features) if self._single else features.values
        self._body.write(values.astype(values.dtype.newbyteorder("<")).tobytes())
        self.rows += len(features)


@contextmanager
def opened(uri: str, names: tuple[str, ...], single: bool) -> Iterator[NpyFile]:
    """Yield a writer of one file."""
    with create(uri) as stream, tempfile.TemporaryFile() as body:
        output = NpyFile(body, single)
        yield output
        stream.write(header("<f4" if single else "<f8", (output.rows, len(names))))
        body.seek(0)
        shutil.copyfileobj(body, stream)
