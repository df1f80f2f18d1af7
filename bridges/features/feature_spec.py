"""What ``tf.io.parse_example`` takes to read a plan's features. Imports TensorFlow."""

from __future__ import annotations

from typing import Any

from bridges.features.described import Description, describe
from bridges.features.plan import Kind, Plan


def feature_spec(plan: Plan) -> dict[str, Any]:
    """Return a spec that keeps absence apart: required values are fixed, optional ones sparse,
    lists ragged, lists of lists ragged in as many dimensions.
    """
    import tensorflow as tf

    types = {Kind.INT64: tf.int64, Kind.FLOAT: tf.float32, Kind.BYTES: tf.string}
    return {d.feature.name: _parser(tf, d, types[d.feature.kind]) for d in describe(plan)}


def _parser(tf: Any, description: Description, dtype: Any) -> Any:
    feature = description.feature
    if feature.single:
        return (
            tf.io.FixedLenFeature([], dtype) if description.required else tf.io.VarLenFeature(dtype)
        )
    # Row lengths are int64 in the records, whatever type the splits shall have.
    cuts = [tf.io.RaggedFeature.RowLengths(name) for name in description.partitions]
    return tf.io.RaggedFeature(dtype, feature.name, cuts, row_splits_dtype=tf.int64)
