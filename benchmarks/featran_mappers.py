"""The 40 features as one would write them with tf.Transform's mappers, without parity.

float32 throughout, vocabularies by frequency, no clipping, no rejections, no masks: it says what
exactness costs, and does not give the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import featran_data

#: Distinct labels of each column, as ``featran_data`` draws them.
KINDS = {f"s{i}": 5 + 5 * i for i in range(8)} | {"l0": 20, "l1": 20, "weights.name": 20}


def preprocessing_fn(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Every feature under its transformer's name: float32 ``[batch, columns]``."""
    import tensorflow as tf

    made = {t.name: _feature(column, t, inputs) for column, t in featran_data.transformers()}
    return {name: tf.cast(value, tf.float32) for name, value in made.items()}


def _feature(column: str, transformer: Any, inputs: Mapping[str, Any]) -> Any:
    import tensorflow as tf
    import tensorflow_transform as tft

    name = type(transformer).__name__
    match name:
        case "OneHotEncoder":
            return tf.one_hot(_word(column, inputs), KINDS[column])
        case "TopNOneHotEncoder":
            return tf.one_hot(_word(column, inputs, top_k=transformer.n), transformer.n)
        case "PositionEncoder":
            return _word(column, inputs)[:, tf.newaxis]
        case "HashOneHotEncoder":
            count = transformer.hash_bucket_size
            hashed = tft.hash_strings(_dense(inputs[column], b""), count)
            return tf.one_hot(hashed, count)
        case "NHotEncoder":
            return _counts(column, inputs, binary_output=True)
        case "NHotWeightedEncoder":
            weights = inputs["weights.value"]
            return _counts("weights.name", inputs, weights=weights, dtype=tf.float32)
        case "VectorIdentity" | "Normalizer" | "PolynomialExpansion":
            return _vector(name, inputs[column])
    return _number(name, transformer, _dense(inputs[column], 0.0))


def _dense(feature: Any, missing: Any) -> Any:
    """The one value of each row ``[batch]``."""
    import tensorflow as tf

    one = tf.SparseTensor(feature.indices, feature.values, [feature.dense_shape[0], 1])
    return tf.sparse.to_dense(one, missing)[:, 0]


def _word(column: str, inputs: Mapping[str, Any], **options: Any) -> Any:
    import tensorflow_transform as tft

    return tft.compute_and_apply_vocabulary(_dense(inputs[column], b""), **options)


def _counts(column: str, inputs: Mapping[str, Any], **options: Any) -> Any:
    import tensorflow as tf
    import tensorflow_transform as tft

    width = KINDS[column]
    ids = tft.compute_and_apply_vocabulary(inputs[column], default_value=width)
    found = tf.math.bincount(ids, minlength=width, maxlength=width, axis=-1, **options)
    return tf.ensure_shape(found, [None, width])


def _number(name: str, transformer: Any, x: Any) -> Any:
    import tensorflow as tf
    import tensorflow_transform as tft

    match name:
        case "StandardScaler":
            x = tft.scale_to_z_score(x)
        case "MinMaxScaler":
            x = tft.scale_to_0_1(x)
        case "MaxAbsScaler":
            x = x / tft.max(tf.abs(x))
        case "Binarizer":
            x = x > transformer.threshold
        case "Bucketizer":
            inner = transformer.splits[1:-1]
            return tf.one_hot(tft.apply_buckets(x, [list(inner)]), len(inner) + 1)
        case "QuantileDiscretizer":
            count = transformer.num_buckets
            return tf.one_hot(tft.bucketize(x, count), count)
    return x[:, tf.newaxis]


def _vector(name: str, feature: Any) -> Any:
    import tensorflow as tf

    length = 3 if name == "PolynomialExpansion" else featran_data.LENGTH
    shape = [feature.dense_shape[0], length]
    x = tf.ensure_shape(
        tf.sparse.to_dense(tf.SparseTensor(feature.indices, feature.values, shape)), [None, length]
    )
    if name == "Normalizer":
        return tf.math.l2_normalize(x, axis=1)
    if name == "PolynomialExpansion":
        upper = [(i, j) for i in range(length) for j in range(i, length)]
        products = [x[:, i] * x[:, j] for i, j in upper]
        return tf.concat([x, tf.stack(products, axis=1)], axis=1)
    return x
