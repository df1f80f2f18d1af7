"""The tensorflow-metadata schema of a plan's features: ``schema.pbtxt``."""

from __future__ import annotations

from tensorflow_metadata.proto.v0 import schema_pb2

from bridges.features.described import Description, describe
from bridges.features.plan import Kind, Plan
from bridges.schema import Bool, Enum

_TYPES = {
    Kind.INT64: schema_pb2.INT,
    Kind.FLOAT: schema_pb2.FLOAT,
    Kind.BYTES: schema_pb2.BYTES,
}


def metadata_schema(plan: Plan) -> schema_pb2.Schema:
    """Return presence, value counts, domains of enums and bools, and partitions of inner lists."""
    schema = schema_pb2.Schema()
    for description in describe(plan):
        schema.feature.append(_feature(description))
        if description.partitions:
            group = schema.tensor_representation_group[""]
            group.tensor_representation[description.feature.name].CopyFrom(_ragged(description))
    return schema


def _feature(description: Description) -> schema_pb2.Feature:
    feature = schema_pb2.Feature(
        name=description.feature.name, type=_TYPES[description.feature.kind]
    )
    if description.required:
        feature.presence.min_fraction = 1.0
        feature.presence.min_count = 1
    feature.value_count.min = 1 if description.feature.single else 0
    if description.feature.single:
        feature.value_count.max = 1
    match description.type:
        case Enum(symbols):
            feature.string_domain.value.extend(symbols)
        case Bool():
            feature.bool_domain.SetInParent()
    return feature


def _ragged(description: Description) -> schema_pb2.TensorRepresentation:
    ragged = schema_pb2.TensorRepresentation.RaggedTensor()
    ragged.feature_path.step.append(description.feature.name)
    for name in description.partitions:
        ragged.partition.add(row_length=name)
    return schema_pb2.TensorRepresentation(ragged_tensor=ragged)
