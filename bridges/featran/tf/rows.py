"""Rows of lists, by their row splits: fewer nodes than ``tf.ragged`` makes of the same.

A graph is traced several times by tf.Transform, and each node costs.
"""

from __future__ import annotations

from bridges.featran.tf.exact import Tensor
from bridges.featran.tf.search import below, not_above


def row_ids(splits: Tensor) -> Tensor:
    """The row of each item: int64 splits ``[n + 1]`` to int32 ``[items]``."""
    import tensorflow as tf

    return not_above(splits, tf.range(splits[-1])) - 1


def kept(splits: Tensor, keep: Tensor) -> tuple[Tensor, Tensor]:
    """The splits of the items whose flag is true, and those items' places."""
    import tensorflow as tf

    so_far = tf.pad(tf.cumsum(tf.cast(keep, splits.dtype)), [[1, 0]])
    return tf.gather(so_far, splits), tf.where(keep)[:, 0]


def splits_of(mask: Tensor) -> Tensor:
    """Splits of rows with one item where the mask is true, and none elsewhere."""
    import tensorflow as tf

    return tf.pad(tf.cumsum(tf.cast(mask, tf.int64)), [[1, 0]])


def ragged(splits: Tensor, flat: Tensor) -> Tensor:
    """A ragged tensor of row splits that are known to fit."""
    import tensorflow as tf

    return tf.RaggedTensor.from_row_splits(flat, splits, validate=False)


def of_sparse(feature: Tensor) -> Tensor:
    """The ragged tensor of a sparse one whose rows are filled from the left, in order."""
    import tensorflow as tf

    count = feature.dense_shape[0]
    splits = below(feature.indices[:, 0], tf.range(count + 1))
    return ragged(tf.cast(splits, tf.int64), feature.values)


def last_of_sparse(feature: Tensor) -> tuple[Tensor, Tensor]:
    """The last value of each row of a sparse ``[n, m]``, and whether it has one.

    Where there is none stands 0, "" or false.
    """
    import tensorflow as tf

    def dense(values: Tensor) -> Tensor:
        return tf.raw_ops.SparseToDense(
            sparse_indices=feature.indices[:, :1],
            output_shape=feature.dense_shape[:1],
            sparse_values=values,
            default_value=tf.zeros([], values.dtype),
            validate_indices=False,  # which would refuse a row of several values
        )

    return dense(feature.values), dense(tf.ones_like(feature.values, tf.bool))
