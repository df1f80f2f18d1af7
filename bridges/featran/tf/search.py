"""Binary searches: ``tf.searchsorted`` of vectors, in four nodes instead of fourteen."""

from __future__ import annotations

from typing import Any


def below(ordered: Any, values: Any) -> Any:
    """How many items of an ascending vector are less than each value: int32 ``[n]``."""
    return _bound("LowerBound", ordered, values)


def not_above(ordered: Any, values: Any) -> Any:
    """How many items of an ascending vector are at most each value: int32 ``[n]``."""
    return _bound("UpperBound", ordered, values)


def _bound(op: str, ordered: Any, values: Any) -> Any:
    import tensorflow as tf

    rows, sought = tf.expand_dims(ordered, 0), tf.expand_dims(values, 0)
    found = getattr(tf.raw_ops, op)(sorted_inputs=rows, values=sought, out_type=tf.int32)
    return tf.squeeze(found, 0)
