"""Values of one field, as the record batch of the numpy engine and as features of examples."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from bridges.featran.getters.types import BOOLEAN, DOUBLE, FLOAT, STRING
from bridges.featran.tf.input_features import EXACT
from migrate.featran.idiomatic.source import Source

_ARROW = {
    "Boolean": pa.bool_(),
    "Byte": pa.int8(),
    "Short": pa.int16(),
    "Int": pa.int32(),
    "Long": pa.int64(),
    "Float": pa.float32(),
    "Double": pa.float64(),
    "String": pa.string(),
}


def batch_of(source: Source, values: Sequence[Any]) -> pa.RecordBatch:
    """A batch that holds nothing but the field, nested as its path says."""
    kind = _ARROW[source.type.name]
    array = pa.array(values, pa.list_(kind) if source.many else kind, from_pandas=False)
    for name in reversed(source.path[1:]):
        array = pa.StructArray.from_arrays([array], [name])
    return pa.RecordBatch.from_arrays([array], [source.path[0]])


def features_of(source: Source, values: Sequence[Any]) -> dict[str, Any]:
    """The field as tf.Transform gives it after ``migrate bridge``: tensors by feature name."""
    import tensorflow as tf

    rows = [_as_list(source, value) for value in values]
    dtype = tf.float32 if source.type in (FLOAT, DOUBLE) else tf.int64
    dtype = tf.string if source.type == STRING else dtype
    if not source.optional and not source.many:
        found = {source.name: tf.constant([_raw(source, row[0]) for row in rows], dtype)}
    else:
        found = {source.name: _sparse(tf, [[_raw(source, x) for x in r] for r in rows], dtype)}
    if source.type == DOUBLE:
        packed = [[struct.pack(f"<{len(r)}d", *r)] if _inexact(r) else [] for r in rows]
        found[source.name + EXACT] = _sparse(tf, packed, tf.string)
    return found


def _as_list(source: Source, value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if source.many else [value]


def _raw(source: Source, value: Any) -> Any:
    if source.type == STRING:
        return value.encode("utf-8")
    if source.type in (FLOAT, DOUBLE):
        with np.errstate(over="ignore"):
            return np.float32(value)
    return int(value) if source.type == BOOLEAN else value


def _inexact(row: list[float]) -> bool:
    with np.errstate(over="ignore"):
        exact = np.asarray(row, np.float64)
        return bool((exact.astype(np.float32).astype(np.float64) != exact).any())


def _sparse(tf: Any, rows: list[list[Any]], dtype: Any) -> Any:
    places = [(i, j) for i, row in enumerate(rows) for j in range(len(row))]
    flat = [value for row in rows for value in row]
    indices = tf.constant(places, tf.int64, shape=[len(places), 2])
    shape = [len(rows), max(map(len, rows), default=0)]
    return tf.SparseTensor(indices, tf.constant(flat, dtype, shape=[len(flat)]), shape)
