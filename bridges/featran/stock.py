"""What idiomatic modules need beside TensorFlow: reading features, and tables of labels.

``migrate featran-to-tft --idiomatic`` writes calls of these next to stock ops.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.field_columns import field_column


def filled(feature: Tensor, missing: float | int) -> Tensor:
    """The one value of each row of a sparse feature ``[batch, 1]``, or ``missing``: ``[batch]``."""
    import tensorflow as tf

    shape = tf.stack([feature.dense_shape[0], 1])
    one = tf.SparseTensor(feature.indices, feature.values, shape)
    return tf.sparse.to_dense(one, tf.constant(missing, feature.dtype))[:, 0]


def doubles(inputs: Mapping[str, Any], name: str, missing: float = 0.0) -> Tensor:
    """A Scala ``Double`` as float64 ``[batch]``: exact where ``name@f64`` has its bytes.

    ``missing`` stands where an example has no value.
    """
    import tensorflow as tf

    column: Any = field_column(Field((name,), Kind.DOUBLE), inputs)
    return tf.where(column.present, column.values, tf.constant(missing, tf.float64))


def places(labels: Sequence[str], other: int) -> Any:
    """A table from each label to its place, from any other string to ``other``.

    tf.Transform keeps the table with the graph; it can be made inside a preprocessing_fn only.
    """
    import tensorflow as tf
    import tensorflow_transform as tft

    def table() -> Any:
        keys = tf.constant([label.encode("utf-8", "surrogatepass") for label in labels])
        numbers = tf.range(len(labels), dtype=tf.int64)
        return tf.lookup.StaticHashTable(tf.lookup.KeyValueTensorInitializer(keys, numbers), other)

    return tft.make_and_track_object(table)
