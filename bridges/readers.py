"""Avro, Parquet and TFRecord files as Arrow batches or as tf.data, without converting them first.

A training job written against either reads the same values whichever format the files have, so
it can be moved before or after its input is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from bridges.convert import Dataset, Options, open_dataset, shards_of
from bridges.convert.examples import examples_of_shard
from bridges.convert.look import batches_of
from bridges.features import Plan
from bridges.files import Format


def arrow_reader(source: str, options: Options | None = None) -> pa.RecordBatchReader:
    """The rows of a file, glob or directory; one batch is in memory at a time."""
    chosen = options or Options()
    dataset = open_dataset(source, chosen)
    schema = dataset.schema.to_arrow()
    return pa.RecordBatchReader.from_batches(schema, batches_of(dataset, chosen))


def tf_dataset(
    source: str,
    batch_size: int,
    options: Options | None = None,
    features: Sequence[str] | None = None,
) -> Any:
    """A ``tf.data.Dataset`` of dictionaries of tensors, one per feature; imports TensorFlow.

    The tensors are those that ``tf.io.parse_example`` makes of the converted records.
    """
    from bridges.tfrecord import tfdata

    chosen = options or Options()
    dataset = open_dataset(source, chosen)
    if dataset.format is Format.TFRECORD:
        assert dataset.plan is not None, "a data set of TFRecord files has a plan"
        paths = [file.uri for file in dataset.files]
        return tfdata.dataset(paths, dataset.plan, batch_size, features)
    plan = dataset.features(chosen.float64)
    return _parsed(_serialized(dataset, chosen, batch_size), plan, features)


def _serialized(dataset: Dataset, options: Options, batch_size: int) -> Any:
    """A dataset of vectors of serialized examples."""
    import tensorflow as tf

    def batches() -> Iterator[list[bytes]]:
        shards = shards_of(dataset, options)
        rows = (row for shard in shards for row in examples_of_shard(shard, dataset, options))
        while batch := list(islice(rows, batch_size)):
            yield batch

    vector = tf.TensorSpec([None], tf.string)
    return tf.data.Dataset.from_generator(batches, output_signature=vector)


def _parsed(serialized: Any, plan: Plan, features: Sequence[str] | None) -> Any:
    import tensorflow as tf

    from bridges.features.feature_spec import feature_spec

    spec = feature_spec(plan)
    chosen = spec if features is None else {name: spec[name] for name in features}
    parsed = serialized.map(lambda rows: tf.io.parse_example(rows, chosen))
    return parsed.prefetch(tf.data.AUTOTUNE)
