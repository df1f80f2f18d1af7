"""``tf.data`` over TFRecord shards, parsed by a plan. Imports TensorFlow when called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bridges.errors import DataError
from bridges.features import Plan
from bridges.features.feature_spec import feature_spec
from bridges.kernels.frames import HEADER
from bridges.tfrecord.codec import detect


def dataset(
    paths: Sequence[str], plan: Plan, batch_size: int, columns: Sequence[str] | None = None
) -> Any:
    """Return a ``tf.data.Dataset`` of dictionaries of tensors; ``columns`` are feature names."""
    import tensorflow as tf

    spec = feature_spec(plan)
    chosen = spec if columns is None else {name: spec[name] for name in columns}
    records = tf.data.TFRecordDataset(list(paths), _compression(paths), num_parallel_reads=1)
    return records.batch(batch_size).map(lambda rows: tf.io.parse_example(rows, chosen))


def _compression(paths: Sequence[str]) -> str:
    """Return the one form that all files have."""
    forms = {}
    for path in paths:
        with Path(path).open("rb") as stream:
            head = stream.read(HEADER)
        if head:
            forms[detect(head, path)] = path
    if len(forms) > 1:
        raise DataError(
            "the files are compressed in different ways",
            where=", ".join(forms.values()),
            next_step="make one dataset of each form",
        )
    return next((form.value for form in forms), "")
