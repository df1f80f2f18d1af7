"""Features of parsed examples as lanes: scalars, lists, lists of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bridges.featran.getters.types import BOOLEAN, DOUBLE, STRING, Prim, RecordOf, TupleOf, Type
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.exact import Tensor, check
from bridges.featran.tf.getters.values import Fields, Items, Opt, dtype_of
from bridges.featran.tf.input_features import EXACT
from bridges.featran.tf.rows import last_of_sparse, of_sparse
from bridges.featran.tf.utf16 import well_formed
from bridges.features.names import child


def members(kind: RecordOf | TupleOf, path: str) -> list[tuple[str, str, Type]]:
    """The name, the path and the type of each field."""
    fields = kind.fields if isinstance(kind, RecordOf) else _numbered(kind)
    return [(name, child(path, name), field) for name, field in fields]


def _numbered(kind: TupleOf) -> tuple[tuple[str, Type], ...]:
    return tuple((f"_{i}", item) for i, item in enumerate(kind.items, 1))


def _feature(inputs: Mapping[str, Any], name: str) -> Any:
    if name not in inputs:
        raise NoRule(f"the column {name!r}, which is not among the inputs", where=name)
    return inputs[name]


def single(inputs: Mapping[str, Any], path: str, kind: Prim) -> Opt:
    """The one value of each row, where there is one; a double exactly."""
    import tensorflow as tf

    raw, present = scalars(_feature(inputs, path))
    if kind != DOUBLE or path + EXACT not in inputs:
        return Opt(present, _as(raw, kind))
    unpacked, exactly = scalars(_unpacked(inputs[path + EXACT]))
    return Opt(present | exactly, tf.where(exactly, unpacked, _as(raw, kind)))


def _unpacked(packed: Any) -> Any:
    """A feature of eight little-endian bytes per string as one of float64."""
    import tensorflow as tf

    def doubles(texts: Tensor) -> Tensor:
        return tf.reshape(tf.io.decode_raw(texts, tf.float64), [-1])

    if isinstance(packed, tf.sparse.SparseTensor):
        return tf.SparseTensor(packed.indices, doubles(packed.values), packed.dense_shape)
    if isinstance(packed, tf.RaggedTensor):
        return packed.with_flat_values(doubles(packed.flat_values))
    return doubles(tf.reshape(packed, [-1]))


def _as(raw: Tensor, kind: Prim) -> Tensor:
    import tensorflow as tf

    if kind == BOOLEAN:
        return raw if raw.dtype == tf.bool else tf.not_equal(raw, tf.zeros([], raw.dtype))
    return well_formed(raw) if kind == STRING else tf.cast(raw, dtype_of(kind))


def scalars(feature: Any) -> tuple[Tensor, Tensor]:
    """The one value of each row, and whether there is one: from dense, sparse or ragged."""
    import tensorflow as tf

    if isinstance(feature, tf.sparse.SparseTensor):
        if feature.shape.rank != 2:
            raise NoRule("a sparse input of rank other than 2")
        return last_of_sparse(feature)
    if isinstance(feature, tf.RaggedTensor):
        there = feature.row_lengths() > 0
        filled = tf.concat([feature.flat_values, tf.zeros([1], feature.dtype)], axis=0)
        last = tf.where(there, feature.row_splits[1:] - 1, feature.row_splits[-1])
        return tf.gather(filled, last), there
    flat = tf.reshape(feature, [-1])
    return flat, tf.ones_like(flat, tf.bool)


def listed(inputs: Mapping[str, Any], path: str, item: Type) -> Items:
    """A list of scalars, or of records whose fields are parallel lists."""
    import tensorflow as tf

    if isinstance(item, RecordOf | TupleOf):
        columns = _parallel(inputs, path, item)
        splits = abreast(list(columns.values()), path)
        return Items(splits, Fields({n: c.item for n, c in columns.items()}))
    if not isinstance(item, Prim):
        raise NoRule(f"a list of {item} ({path})")
    ragged = as_ragged(_feature(inputs, path))
    splits = tf.cast(ragged.row_splits, tf.int64)
    if item != DOUBLE or path + EXACT not in inputs:
        return Items(splits, _as(ragged.flat_values, item))
    return _exact_list(Items(splits, _as(ragged.flat_values, item)), inputs[path + EXACT])


def abreast(columns: list[Items], path: str) -> Tensor:
    """The splits that parallel lists share; a batch fails in which one of them lacks an item.

    A null has no place in a list of an Example, so what follows it would move up.
    """
    import tensorflow as tf

    first, *others = columns
    message = [f"{path}: an item lacks a value, so its lists are of different lengths"]
    alike = (tf.reduce_all(tf.equal(first.splits, other.splits)) for other in others)
    checks = [check(same, message) for same in alike]
    with tf.control_dependencies([op for op in checks if op is not None]):
        return tf.identity(first.splits)


def _parallel(inputs: Mapping[str, Any], path: str, record: RecordOf | TupleOf) -> dict[str, Items]:
    """The fields of a list of records that lists can carry; a getter of another one is refused."""
    found = {}
    for name, place, kind in members(record, path):
        try:
            found[name] = listed(inputs, place, kind)
        except NoRule:
            continue
    if not found:
        raise NoRule(f"a list of {record} ({path})")
    return found


def _exact_list(items: Items, companion: Any) -> Items:
    """The list with the rows that have exact bytes taken from them."""
    import tensorflow as tf

    packed, there = scalars(companion)
    bytes_of = tf.strings.length(packed)
    held = tf.where(there, bytes_of // 8, 0)
    joined = tf.strings.reduce_join(tf.where(there, packed, ""))
    exactly = tf.io.decode_raw(joined, tf.float64)
    starts = tf.cumsum(tf.cast(held, tf.int64), exclusive=True)
    ranks = tf.range(items.splits[-1]) - tf.gather(items.splits[:-1], items.rows)
    use = tf.gather(there, items.rows)
    filled = tf.concat([exactly, tf.zeros([1], tf.float64)], axis=0)
    spare = tf.shape(exactly, tf.int64)[0]
    places = tf.where(use, tf.gather(starts, items.rows) + ranks, spare)
    return Items(items.splits, tf.where(use, tf.gather(filled, places), items.item))


def as_ragged(feature: Any) -> Any:
    """A ragged tensor ``[batch, (items)]`` of a dense, sparse or ragged feature."""
    import tensorflow as tf

    if isinstance(feature, tf.RaggedTensor):
        return feature
    if isinstance(feature, tf.sparse.SparseTensor):
        return of_sparse(feature)
    dense = feature if feature.shape.rank == 2 else tf.reshape(feature, [tf.shape(feature)[0], -1])
    return tf.RaggedTensor.from_tensor(dense)


def batch_size(inputs: Mapping[str, Any]) -> Tensor:
    """How many rows the inputs have: scalar int32."""
    import tensorflow as tf

    feature = next(iter(inputs.values()))
    if isinstance(feature, tf.RaggedTensor):
        return tf.cast(feature.nrows(), tf.int32)
    if isinstance(feature, tf.sparse.SparseTensor):
        return tf.cast(feature.dense_shape[0], tf.int32)
    return tf.shape(feature)[0]
