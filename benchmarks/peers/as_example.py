"""A row as tf.train.Example, as one writes it by hand: what loops over records have in common."""

from __future__ import annotations

from typing import Any


def as_example(row: dict[str, Any]) -> bytes:
    """Return the serialized example; a null has no feature."""
    import tensorflow as tf

    example = tf.train.Example()
    for name, value in row.items():
        if value is None:
            continue
        values = value if isinstance(value, list) else [value]
        feature = example.features.feature[name]
        if not values:
            feature.SetInParent()
        elif isinstance(values[0], str):
            feature.bytes_list.value.extend(text.encode() for text in values)
        elif isinstance(values[0], float):
            feature.float_list.value.extend(values)
        else:
            feature.int64_list.value.extend(values)
    return bytes(example.SerializeToString())
