"""Records from files, as the batches that getters read; Avro, Parquet, TFRecord or JSON lines."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import pyarrow as pa
from pyarrow import fs
from pyarrow import json as arrow_json

from bridges.convert import Dataset, Options, open_dataset, shards_of
from bridges.convert.read import Reading
from bridges.errors import BridgeError, DataError
from bridges.featran.columnar import ColumnGetter
from bridges.featran.columns import Kind
from bridges.featran.field import Field
from bridges.featran.getters.ast import paths
from bridges.featran.getters.feature import ScalaGetter
from bridges.featran.getters.types import (
    Boxed,
    MapOf,
    OptionOf,
    Prim,
    RecordOf,
    SeqOf,
    TupleOf,
    Type,
)
from bridges.featran.model import Feature
from bridges.files import DataFile, find, resolve
from bridges.tfrecord import ReadReport

#: Called with bytes and rows that were read since the last call.
Progress = Callable[[int, int], None]
#: Bytes of JSON that are parsed at once.
_CHUNK = 8 << 20
_JSON = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")


class Records(Protocol):
    """Records that can be read several times, always in the same order."""

    @property
    def size(self) -> int:
        """Bytes of all files."""

    @property
    def format(self) -> str:
        """What the files hold."""

    def batches(self, progress: Progress) -> Iterator[pa.RecordBatch]:
        """Yield all records."""


def open_records(source: str, features: tuple[Feature, ...], schema: str | None = None) -> Records:
    """Return the records of a file, glob or directory; ``schema`` is the text to read Avro with.

    Raises
    ------
    BridgeError
        If there are none, or of several formats.
    """
    files = find(source)
    lines = [file for file in files if file.uri.endswith(_JSON)]
    if len(lines) == len(files):
        return JsonRecords(files, json_schema(features))
    if lines:
        raise BridgeError(
            f"is JSON lines, and {next(f.uri for f in files if f not in lines)} is not",
            where=lines[0].uri,
            next_step="give files of one format, or one format at a time",
        )
    options = Options(schema=schema, accept_loss=True)
    return FileRecords(open_dataset(source, options), options)


@dataclass(frozen=True, slots=True)
class FileRecords:
    """Avro, Parquet or TFRecord files."""

    dataset: Dataset
    options: Options

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return self.dataset.size

    @property
    def format(self) -> str:
        """What the files hold."""
        return self.dataset.format.value

    def batches(self, progress: Progress) -> Iterator[pa.RecordBatch]:
        """Yield all records, a piece of a file at a time."""
        for shard in shards_of(self.dataset, self.options):
            reading = Reading(self.dataset, self.options, shard, progress, ReadReport())
            yield from reading.batches()


@dataclass(frozen=True, slots=True)
class JsonRecords:
    """A JSON object per line; fields the spec does not read are skipped."""

    files: tuple[DataFile, ...]
    schema: pa.Schema

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def format(self) -> str:
        """What the files hold."""
        return "jsonl"

    def batches(self, progress: Progress) -> Iterator[pa.RecordBatch]:
        """Yield all records.

        Raises
        ------
        DataError
            At a line that is no JSON of the record's fields, naming file and lines.
        """
        for file in self.files:
            line = 1
            for text in _chunks(file.uri):
                table = _parsed(text, self.schema, file.uri, line)
                progress(0, table.num_rows)
                yield from table.to_batches()
                line += text.count(b"\n")
            progress(file.size, 0)


def _chunks(uri: str) -> Iterator[bytes]:
    """Yield whole lines of a file, ``_CHUNK`` bytes or one line at a time."""
    filesystem, path = resolve(uri)
    rest = b""
    with filesystem.open_input_stream(path) as stream:
        while data := stream.read(_CHUNK):
            whole, newline, tail = (rest + data).rpartition(b"\n")
            rest = tail
            if newline:
                yield whole + newline
    if rest.strip():
        yield rest


def _parsed(text: bytes, schema: pa.Schema, uri: str, line: int) -> pa.Table:
    if not text.strip():
        return schema.empty_table()
    options = arrow_json.ParseOptions(
        explicit_schema=schema, unexpected_field_behavior="ignore", newlines_in_values=False
    )
    try:
        whole = arrow_json.ReadOptions(block_size=len(text) + 1)
        return arrow_json.read_json(io.BytesIO(text), whole, options)
    except pa.ArrowInvalid as error:
        last = line + text.rstrip(b"\n").count(b"\n")
        raise DataError(
            f"these lines do not hold the record's fields: {error}",
            where=f"{uri}:{line}-{last}",
            next_step="each line must be a JSON object whose fields have the record's types",
        ) from error


_KINDS = {
    Kind.DOUBLE: pa.float64(),
    Kind.STRING: pa.string(),
    Kind.STRINGS: pa.list_(pa.string()),
    Kind.WEIGHTED: pa.list_(pa.struct([("name", pa.string()), ("value", pa.float64())])),
    Kind.VECTOR: pa.list_(pa.float64()),
    Kind.MDL: pa.struct([("label", pa.string()), ("value", pa.float64())]),
}

_SCALARS = {
    "Boolean": pa.bool_(),
    "Byte": pa.int8(),
    "Short": pa.int16(),
    "Int": pa.int32(),
    "Long": pa.int64(),
    "Float": pa.float32(),
    "Double": pa.float64(),
}


def json_schema(features: tuple[Feature, ...]) -> pa.Schema:
    """Return the Arrow schema of the record's fields that the spec reads."""
    fields: dict[str, pa.DataType] = {}
    for feature in features:
        getter = feature.getter
        if isinstance(getter, Field):
            _nest(fields, getter.path, _KINDS[getter.kind])
        elif isinstance(getter, ScalaGetter | ColumnGetter):
            scala = getter.getter if isinstance(getter, ColumnGetter) else getter
            fields.update(_record_fields(scala))
    return pa.schema(list(fields.items()))


def _nest(fields: dict[str, pa.DataType], path: tuple[str, ...], kind: pa.DataType) -> None:
    first, *rest = path
    for name in reversed(rest):
        kind = pa.struct([(name, kind)])
    fields[first] = _merged(fields[first], kind) if rest and first in fields else kind


def _merged(left: pa.DataType, right: pa.DataType) -> pa.DataType:
    """Return the struct with the fields of two."""
    known = {f.name: f.type for f in left}
    for f in right:
        both = f.name in known and pa.types.is_struct(f.type)
        known[f.name] = _merged(known[f.name], f.type) if both else f.type
    return pa.struct(list(known.items()))


def _record_fields(getter: ScalaGetter) -> Iterator[tuple[str, pa.DataType]]:
    record = getter.getter.row.type
    read = {path[0] for path in paths(getter.getter) if path}
    everything = () in paths(getter.getter)
    for name, kind in members(record):
        if everything or name in read:
            yield name, arrow_of(kind)


def members(record: Type) -> list[tuple[str, Type]]:
    """Return the fields of a record type; those of a tuple are ``_1`` …"""
    match record:
        case RecordOf(_, fields):
            return list(fields)
        case TupleOf(items):
            return [(f"_{i}", item) for i, item in enumerate(items, 1)]
        case _:
            return [("value", record)]


def arrow_of(kind: Type) -> pa.DataType:
    """Return the Arrow type that holds values of a Scala type.

    Raises
    ------
    DataError
        If JSON has no form for it.
    """
    match kind:
        case OptionOf(item) | Boxed(item):
            return arrow_of(item)
        case SeqOf(item):
            return pa.list_(arrow_of(item))
        case RecordOf() | TupleOf():
            return pa.struct([(name, arrow_of(item)) for name, item in members(kind)])
        case MapOf(key, value):
            return pa.map_(arrow_of(key), arrow_of(value))
        case Prim(name):
            return _SCALARS.get(name, pa.string())
    raise DataError(f"JSON lines cannot hold {kind}")


def is_file(uri: str) -> bool:
    """Whether there is something at an address."""
    filesystem, path = resolve(uri)
    found: Any = filesystem.get_file_info(path).type
    return bool(found != fs.FileType.NotFound)
