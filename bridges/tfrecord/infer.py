"""The schema of TFRecord files that nobody described: kinds and shapes from all of the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from pyarrow import fs

from bridges.errors import CorruptData, DataError, located
from bridges.features import FeatureColumns, Kind, Plan, make_plan
from bridges.features.decoder import Decoder
from bridges.schema import Bytes, Field, Float, Int, List, Schema, Type
from bridges.tfrecord.frames import Chunk, Frames, OnCorrupt, ReadReport

_TYPES: dict[Kind, Type] = {Kind.INT64: Int(64), Kind.FLOAT: Float(32), Kind.BYTES: Bytes()}


@dataclass(slots=True)
class _Shape:
    """What the rows so far have of one feature."""

    kind: Kind
    rows: int = 0
    single: bool = True


def infer_schema(
    paths: Iterable[str],
    *,
    policy: OnCorrupt = OnCorrupt.FAIL,
    filesystem: fs.FileSystem | None = None,
) -> Schema:
    """Return a schema that fits every record: one value where every row that has the feature has
    exactly one, otherwise a list; nullable where a row lacks it. Plan it ``verbatim``.
    """
    inference = _Inference(policy)
    system = filesystem or fs.LocalFileSystem()
    for path in paths:
        frames = Frames(path, policy, ReadReport())
        with system.open_input_stream(path, compression=None) as stream:
            for chunk in frames.read(stream):
                inference.add(chunk, path)
    return inference.schema()


class _Inference:
    def __init__(self, policy: OnCorrupt) -> None:
        self._policy = policy
        self._shapes: dict[str, _Shape] = {}
        self._rows = 0
        self._bad: set[int] = set()

    def add(self, chunk: Chunk, path: str) -> None:
        """Take account of some records; their names are looked up only if some are new."""
        counted = self._count(chunk)
        if counted is None:
            for i in range(len(chunk.starts)):
                with located(f"{path} at byte {chunk.offsets[i]}"):
                    self._learn(chunk.payload(i))
            counted = self._count(chunk)
        for columns in counted or []:
            self._note(columns)

    def _count(self, chunk: Chunk) -> list[FeatureColumns] | None:
        """Return the columns of a chunk; None when it has features not known so far."""
        decoder = Decoder(self._plan(), lambda _i: None)
        try:
            columns = list(decoder.feed(chunk.starts, chunk.sizes))
        except DataError:
            return None
        rest = decoder.finish()
        return None if decoder.unknown else [*columns, *([rest] if rest else [])]

    def _plan(self) -> Plan:
        lists = (
            Field(name, List(Field("item", _TYPES[shape.kind])), nullable=True)
            for name, shape in sorted(self._shapes.items())
        )
        return make_plan(Schema(tuple(lists)), verbatim=True)

    def _learn(self, record: bytes) -> None:
        for name, kind in feature_kinds(record):
            known = self._shapes.setdefault(name, _Shape(kind))
            if known.kind is not kind:
                raise DataError(
                    f"the feature {name!r} is {kind.name.lower()} here and "
                    f"{known.kind.name.lower()} in other records",
                    next_step="give a schema, or leave the files of one kind out",
                )

    def _note(self, columns: FeatureColumns) -> None:
        self._rows += columns.rows
        for column in columns.columns:
            assert column.rows is not None and column.present is not None, "decoded columns"
            present = column.present.unpack(columns.rows)
            shape = self._shapes[column.feature.name]
            shape.rows += int(present.sum())
            shape.single &= bool((np.diff(column.rows)[present] == 1).all())

    def schema(self) -> Schema:
        """Return the schema, its fields in the order of their names."""
        return Schema(tuple(self._field(n, s) for n, s in sorted(self._shapes.items())))

    def _field(self, name: str, shape: _Shape) -> Field:
        kind = _TYPES[shape.kind]
        nullable = shape.rows < self._rows
        return Field(name, kind if shape.single else List(Field("item", kind)), nullable)


def feature_kinds(record: bytes) -> list[tuple[str, Kind]]:
    """Return the names and list kinds in an Example; what is malformed is left out.

    Raises CorruptData for a name that is not UTF-8, which protobuf forbids.
    """
    found = []
    for features in _fields(record, 0x0A):
        for entry in _fields(features, 0x0A):
            name = b"".join(_fields(entry, 0x0A)[-1:])
            for value in _fields(entry, 0x12)[-1:]:
                kinds = [kind for kind in Kind if _fields(value, kind.value)]
                found += [(_text(name), kind) for kind in kinds]
    return found


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CorruptData(
            f"the name of a feature is not UTF-8: {name!r}",
            next_step="write the records again: TensorFlow does not read such a name either",
        ) from error


def _fields(message: bytes, tag: int) -> list[bytes]:
    """Return the contents of all length-delimited fields of one tag."""
    found: list[bytes] = []
    at = 0
    while at < len(message):
        key, at = message[at], at + 1
        if key & 7 != 2 or key >= 0x80:
            return found
        size, at = _varint(message, at)
        if key == tag:
            found.append(message[at : at + size])
        at += size
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            break
    return value, at
