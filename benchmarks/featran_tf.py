"""The 40 features in TensorFlow: the exact graph, and what one would write without parity.

The idiomatic graph is float32 throughout and uses tables, as tf.Transform's mappers do once they
are analysed: no clipping, no rejections, no masks. It says what exactness costs, and does not give
the same answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import featran_data
import pyarrow as pa

from bridges.featran.extract import Extractor, learnt
from bridges.featran.tf import engine, feed

SIZE = 8192


def rates(rows: int) -> dict[str, float]:
    """Return rows per CPU-second of both graphs; all threads count."""
    batches = featran_data.batches(rows, SIZE)
    extractor = learnt(featran_data.spec(), batches)
    given = [_columns(extractor, batch) for batch in batches]
    return {
        "exact graph": rows / _cpu_seconds(_exact(extractor, given[0]), given),
        "idiomatic graph": rows / _cpu_seconds(_idiomatic(extractor, given[0]), given),
    }


def _columns(extractor: Extractor, batch: pa.RecordBatch) -> list[Any]:
    pairs = [(f.transformer.kind, f.getter.evaluate(batch)) for f in extractor.spec.features]
    return [feed.constant_column(kind, column.to_list()) for kind, column in pairs]


def _tensors(columns: list[Any]) -> list[Any]:
    return [[getattr(c, name) for name in c.__dataclass_fields__] for c in columns]


def _cpu_seconds(graph: Callable[[Any], Any], given: list[Any]) -> float:
    ready = [_tensors(columns) for columns in given]
    graph(ready[0])
    begun = time.process_time()
    for columns in ready:
        graph(columns)
    return time.process_time() - begun


def _exact(extractor: Extractor, like: list[Any]) -> Callable[[Any], Any]:
    import tensorflow as tf

    def graph(given: Any) -> Any:
        columns = tuple(type(c)(*parts) for c, parts in zip(like, given, strict=True))
        values, _ = engine.extract_columns(extractor, columns).vector()
        return tf.cast(values, tf.float32)

    traced: Callable[[Any], Any] = tf.function(graph, autograph=False, reduce_retracing=True)
    return traced


def _idiomatic(extractor: Extractor, like: list[Any]) -> Callable[[Any], Any]:
    import tensorflow as tf

    makers = [
        _mapper(tf, f.transformer, summary)
        for f, summary in zip(extractor.spec.features, extractor.summaries, strict=True)
    ]

    def graph(given: Any) -> Any:
        columns = [type(c)(*parts) for c, parts in zip(like, given, strict=True)]
        made = [m(c) for m, c in zip(makers, columns, strict=True)]
        return tf.concat([tf.cast(x, tf.float32) for x in made], axis=1)

    traced: Callable[[Any], Any] = tf.function(graph, autograph=False, reduce_retracing=True)
    return traced


def _mapper(tf: Any, transformer: Any, summary: Any) -> Callable[[Any], Any]:
    """The shortest way to a like feature."""
    name = type(transformer).__name__
    if name in ("OneHotEncoder", "TopNOneHotEncoder", "PositionEncoder", "NHotEncoder"):
        return _vocabulary(tf, list(summary.labels), several=name == "NHotEncoder")
    if name == "NHotWeightedEncoder":
        return _weighted(tf, list(summary.labels))
    if name == "HashOneHotEncoder":
        return lambda c: tf.one_hot(tf.strings.to_hash_bucket_fast(c.texts, summary), summary)
    if name in ("Bucketizer", "QuantileDiscretizer"):
        bounds = transformer.splits[1:-1] if name == "Bucketizer" else summary.bounds[:-1]
        edges = tf.constant(bounds, tf.float32)
        return lambda c: tf.one_hot(
            tf.searchsorted(edges, tf.cast(c.values, tf.float32), side="right"), len(bounds) + 1
        )
    if name in ("VectorIdentity", "Normalizer", "PolynomialExpansion"):
        return _vector(tf, name, summary)
    return _scaler(tf, name, summary)


def _scaler(tf: Any, name: str, summary: Any) -> Callable[[Any], Any]:
    def scaled(c: Any) -> Any:
        x = tf.cast(c.values, tf.float32)[:, None]
        match name:
            case "StandardScaler":
                return (x - summary[0]) / summary[1]
            case "MinMaxScaler":
                return (x - summary[0]) / (summary[1] - summary[0])
            case "MaxAbsScaler":
                return x / summary
            case "Binarizer":
                return x > 0.5
        return x

    return scaled


def _vocabulary(tf: Any, labels: list[str], *, several: bool) -> Callable[[Any], Any]:
    places = tf.lookup.KeyValueTensorInitializer(labels, list(range(len(labels))))
    table = tf.lookup.StaticHashTable(places, -1)
    if several:
        return lambda c: tf.reduce_max(
            tf.one_hot(table.lookup(c.items.to_tensor("")), len(labels)), axis=1
        )
    return lambda c: tf.one_hot(table.lookup(c.texts), len(labels))


def _weighted(tf: Any, labels: list[str]) -> Callable[[Any], Any]:
    places = tf.lookup.KeyValueTensorInitializer(labels, list(range(len(labels))))
    table = tf.lookup.StaticHashTable(places, -1)

    def summed(c: Any) -> Any:
        hot = tf.one_hot(table.lookup(c.items.to_tensor("")), len(labels))
        return tf.reduce_sum(hot * tf.cast(c.weights.to_tensor(), tf.float32)[:, :, None], axis=1)

    return summed


def _vector(tf: Any, name: str, length: int) -> Callable[[Any], Any]:
    def vector(c: Any) -> Any:
        x = tf.cast(c.values.to_tensor(0.0, shape=[None, length]), tf.float32)
        if name == "Normalizer":
            return tf.math.l2_normalize(x, axis=1)
        if name == "PolynomialExpansion":
            products = x[:, :, None] * x[:, None, :]
            return tf.concat([x, tf.reshape(products, [-1, length * length])], axis=1)
        return x

    return vector
