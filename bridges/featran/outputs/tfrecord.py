"""TFRecord of tf.train.Example, as ``featran-tensorflow`` builds it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bridges.featran.builders.example import Keys, example_batch
from bridges.featran.features import Features
from bridges.features import Float64, flatten
from bridges.features.encoder import Encoder
from bridges.features.planner import make_plan
from bridges.files import resolve
from bridges.schema import Field, Float, Schema
from bridges.tfrecord.codec import Compression
from bridges.tfrecord.writer import ShardWriter


class ExampleFile:
    """Encodes and frames one record per row."""

    def __init__(self, writer: ShardWriter, keys: Keys) -> None:
        self._writer = writer
        self._keys = keys
        fields = tuple(Field(key, Float(32), nullable=True) for key in keys.columns)
        self._plan = make_plan(Schema(fields), Float64.FLOAT32, verbatim=True)
        self._own = threading.local()

    def encode(self, features: Features) -> list[bytes]:
        """Return a batch's framed records."""
        if not hasattr(self._own, "encoder"):
            self._own.encoder = Encoder(self._plan)
        columns = flatten(example_batch(features, self._keys), self._plan)
        return [bytes(piece) for piece in self._own.encoder.encode(columns)]

    def append(self, encoded: list[bytes]) -> None:
        """Write them."""
        for piece in encoded:
            self._writer.write(memoryview(piece))


@contextmanager
def opened(uri: str, names: tuple[str, ...]) -> Iterator[ExampleFile]:
    """Yield a writer of one file, compressed if its name ends in ``.gz``."""
    filesystem, path = resolve(uri)
    filesystem.create_dir(path.rpartition("/")[0] or ".", recursive=True)
    compression = Compression.GZIP if path.endswith(".gz") else Compression.NONE
    with ShardWriter(path, compression, filesystem) as writer:
        yield ExampleFile(writer, Keys(names))
        writer.close()
