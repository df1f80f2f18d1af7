"""Rows as serialized tf.train.Example, one by one: for frameworks that take single records."""

from __future__ import annotations

from collections.abc import Iterator

from bridges.convert.dataset import Dataset
from bridges.convert.look import batches_of_shard
from bridges.convert.options import Options
from bridges.convert.shards import Shard
from bridges.features import flatten
from bridges.features.encoder import Encoder
from bridges.kernels.frames import FOOTER, HEADER


def examples_of_shard(shard: Shard, dataset: Dataset, options: Options) -> Iterator[bytes]:
    """The rows of one shard, in order."""
    plan = dataset.features(options.float64)
    encoder = Encoder(plan)
    for batch in batches_of_shard(shard, dataset, options):
        for piece in encoder.encode(flatten(batch, plan)):
            yield from _payloads(piece)


def _payloads(framed: memoryview) -> Iterator[bytes]:
    at = 0
    while at < len(framed):
        start = at + HEADER
        end = start + int.from_bytes(framed[at : at + 8], "little")
        yield bytes(framed[start:end])
        at = end + FOOTER
