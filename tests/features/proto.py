"""tf.train.Example as Google's protobuf runtime knows it, built from its descriptor."""

from __future__ import annotations

from typing import Any

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_F = descriptor_pb2.FieldDescriptorProto
_LISTS = (("bytes_list", "BytesList", _F.TYPE_BYTES), ("float_list", "FloatList", _F.TYPE_FLOAT))
LISTS = (*_LISTS, ("int64_list", "Int64List", _F.TYPE_INT64))


def _file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(
        name="oracle.proto", package="oracle", syntax="proto3"
    )
    feature = descriptor_pb2.DescriptorProto(name="Feature")
    feature.oneof_decl.add(name="kind")
    for number, (field, message, kind) in enumerate(LISTS, 1):
        values = file.message_type.add(name=message)
        values.field.add(name="value", number=1, type=kind, label=_F.LABEL_REPEATED)
        feature.field.add(
            name=field,
            number=number,
            type=_F.TYPE_MESSAGE,
            type_name=f".oracle.{message}",
            label=_F.LABEL_OPTIONAL,
            oneof_index=0,
        )
    file.message_type.append(feature)
    features = file.message_type.add(name="Features")
    entry = features.nested_type.add(name="FeatureEntry")
    entry.options.map_entry = True
    entry.field.add(name="key", number=1, type=_F.TYPE_STRING, label=_F.LABEL_OPTIONAL)
    _message(entry, "value", 2, "Feature", _F.LABEL_OPTIONAL)
    _message(features, "feature", 1, "Features.FeatureEntry", _F.LABEL_REPEATED)
    _message(file.message_type.add(name="Example"), "features", 1, "Features", _F.LABEL_OPTIONAL)
    return file


def _message(owner: Any, name: str, number: int, kind: str, label: int) -> None:
    type_name = f".oracle.{kind}"
    owner.field.add(
        name=name, number=number, type=_F.TYPE_MESSAGE, type_name=type_name, label=label
    )


_POOL = descriptor_pool.DescriptorPool()
_POOL.Add(_file())
Example: Any = message_factory.GetMessageClass(_POOL.FindMessageTypeByName("oracle.Example"))


def parsed(payload: bytes) -> dict[str, tuple[str, list[Any]]]:
    """Return the features of an Example: the kind of the list (or ``""``) and its values."""
    found = {}
    for name, feature in Example.FromString(payload).features.feature.items():
        kind = feature.WhichOneof("kind") or ""
        found[name] = (kind, list(getattr(feature, kind).value) if kind else [])
    return found
