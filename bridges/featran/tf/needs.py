"""Which features of tf.train.Example a spec reads, and the schema and parsing spec that say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.getters.ast import Getter, paths
from bridges.featran.getters.types import (
    DOUBLE,
    STRING,
    WEIGHTED_LABEL,
    OptionOf,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
    field_of,
    mdl_record,
)
from bridges.featran.model import Feature
from bridges.featran.tf.errors import NoRule
from bridges.featran.tf.input_features import WRAPPED, Input, Shape, inputs_of
from bridges.features.names import child

_TYPES: dict[Kind, Type] = {
    Kind.DOUBLE: DOUBLE,
    Kind.STRING: STRING,
    Kind.STRINGS: SeqOf(STRING),
    Kind.WEIGHTED: SeqOf(WEIGHTED_LABEL),
    Kind.VECTOR: SeqOf(DOUBLE),
    Kind.MDL: mdl_record(STRING),
}


def needed(features: Iterable[Feature]) -> tuple[Input, ...]:
    """The inputs of some features, each once, by name; the strictest shape wins.

    Raises
    ------
    NoRule
        If a record type cannot be read from features.
    """
    found: dict[str, Input] = {}
    for feature in features:
        for need in _of_feature(feature):
            known = found.get(need.name)
            if known is None or known.shape is Shape.OPTIONAL:
                found[need.name] = need
    return tuple(found[name] for name in sorted(found))


def _of_feature(feature: Feature) -> list[Input]:
    getter = feature.getter
    if isinstance(getter, Field):
        path = ""
        for name in getter.path:
            path = child(path, name)
        kind = _TYPES[getter.kind]
        return list(inputs_of(OptionOf(kind), path))
    expression = getattr(getter, "getter", None)
    if not isinstance(expression, Getter):
        raise NoRule(f"a getter of {type(getter).__name__}", where=feature.name)
    return [need for path in sorted(paths(expression)) for need in _at(expression.row.type, path)]


def _at(row: Type, path: tuple[str, ...]) -> list[Input]:
    if not isinstance(row, RecordOf | TupleOf):
        return list(inputs_of(row, WRAPPED))
    kind: Type = row
    name = ""
    for part in path:
        inner = field_of(kind, part)
        if inner is None:
            raise NoRule(f"a field {part} of {kind}")
        kind, name = inner, child(name, part)
    return list(inputs_of(kind, name))


def parsing_spec(inputs: Iterable[Input]) -> dict[str, Any]:
    """What ``tf.io.parse_example`` takes: required scalars fixed, everything else sparse."""
    import tensorflow as tf

    types = {"int64": tf.int64, "float": tf.float32, "bytes": tf.string}
    return {
        need.name: tf.io.FixedLenFeature([], types[need.kind])
        if need.shape is Shape.ONE
        else tf.io.VarLenFeature(types[need.kind])
        for need in inputs
    }


def metadata_schema(inputs: Iterable[Input]) -> Any:
    """The tensorflow-metadata schema that TFX reads the same parsing spec from."""
    from tensorflow_metadata.proto.v0 import schema_pb2

    types = {"int64": schema_pb2.INT, "float": schema_pb2.FLOAT, "bytes": schema_pb2.BYTES}
    schema = schema_pb2.Schema()
    for need in inputs:
        feature = schema.feature.add(name=need.name, type=types[need.kind])
        if need.shape is Shape.ONE:
            feature.presence.min_fraction = 1.0
            feature.presence.min_count = 1
            feature.shape.SetInParent()
        elif need.shape is Shape.OPTIONAL:
            feature.value_count.min = 0
            feature.value_count.max = 1
        else:
            feature.value_count.min = 0
    return schema
