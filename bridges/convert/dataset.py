"""The files behind a source, proven to be of one format and one schema."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import fs

from bridges import avro, parquet
from bridges.convert.options import LATEST, Options
from bridges.convert.schema_text import parse_schema
from bridges.convert.sidecars import SIDECARS, Sidecars, read_sidecars, stated_empty
from bridges.errors import BridgeError, LossRefused, SchemaError
from bridges.features import Float64, Plan, make_plan
from bridges.files import (
    DataFile,
    Format,
    PartitionColumn,
    detect,
    find,
    partition_columns,
    resolve,
)
from bridges.schema import Field, Int, Schema, String
from bridges.tfrecord import infer_schema


@dataclass(frozen=True, slots=True)
class Dataset:
    """Files, and how their rows are read.

    ``schema`` is that of the rows asked for. ``reader`` is the text Avro files are read with;
    ``plan`` says how the features of TFRecord files become rows, ``losses`` what had become of
    their source.
    """

    format: Format
    files: tuple[DataFile, ...]
    schema: Schema
    partitions: tuple[PartitionColumn, ...] = ()
    reader: str | None = None
    plan: Plan | None = None
    losses: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    def features(self, float64: Float64) -> Plan:
        """The features that rows become; those of TFRecord files keep the names they have."""
        verbatim = self.plan is not None and self.plan.verbatim
        return make_plan(self.schema, float64, verbatim=verbatim)


def open_dataset(source: str, options: Options) -> Dataset:
    """The data set at ``source``: a file, a glob or a directory."""
    files = tuple(file for file in find(source) if _name(file.uri) not in SIDECARS)
    if not files:
        raise BridgeError("holds no data file", where=source)
    form = _one_format(files)
    if form is Format.TFRECORD:
        return _open_tfrecord(files, options, whole=_is_directory(source))
    return (_open_avro if form is Format.AVRO else _open_parquet)(files, options)


def _is_directory(source: str) -> bool:
    filesystem, path = resolve(source)
    return bool(filesystem.get_file_info(path).type == fs.FileType.Directory)


def _name(uri: str) -> str:
    return uri.rpartition("/")[2]


def _one_format(files: tuple[DataFile, ...]) -> Format:
    """The format of all files; only TFRecord has shards without a byte."""
    filled = [file for file in files if file.size]
    found = {file.uri: detect(file.uri) for file in filled}
    first = found[filled[0].uri] if filled else Format.TFRECORD
    for uri, other in found.items():
        if other is not first:
            raise BridgeError(
                f"is {other.value}, and {filled[0].uri} is {first.value}",
                where=uri,
                next_step="convert files of one format at a time, for example by a glob",
            )
    _refuse_cut_off(files, first, others=bool(filled))
    return first


def _refuse_cut_off(files: tuple[DataFile, ...], form: Format, *, others: bool) -> None:
    """A file without a byte is a shard without records where its manifest says so, or where it
    lies among TFRecord files; elsewhere a writer was stopped.
    """
    if form is Format.TFRECORD and others:
        return
    stated = stated_empty(files)
    for file in files:
        if not file.size and file.uri not in stated:
            detect(file.uri)  # says so


def _open_avro(files: tuple[DataFile, ...], options: Options) -> Dataset:
    uris = [file.uri for file in files]
    if options.schema == LATEST:
        text = avro.latest_schema(uris)
    else:
        text = avro.common_schema(uris, options.schema)
    schema, partitions = Schema.from_avro(text), partition_columns(files)
    added = tuple(c for c in partitions if c.name not in {f.name for f in schema.fields})
    fields = tuple(_partition_field(column) for column in added)
    if fields:
        schema = Schema((*schema.fields, *fields), schema.name)
    schema = _projected(schema, options.columns)
    kept = tuple(c for c in added if c.name in {f.name for f in schema.fields})
    return Dataset(Format.AVRO, files, schema, kept, text)


def _partition_field(column: PartitionColumn) -> Field:
    return Field(column.name, Int(64) if column.is_integer else String(), column.nullable)


def _open_parquet(files: tuple[DataFile, ...], options: Options) -> Dataset:
    if options.schema is not None:
        raise BridgeError(
            "a schema was given, and Parquet files bring their own",
            where=files[0].uri,
            next_step="leave the schema out; choose columns by name",
        )
    partitions = partition_columns(files)
    view = parquet.View(options.columns, partitions)
    schema = parquet.schema_of(files[0].uri, view)
    for file in files[1:]:
        if parquet.schema_of(file.uri, view).fields != schema.fields:
            raise SchemaError(
                f"its schema differs from that of {files[0].uri}",
                where=file.uri,
                next_step="convert files of one schema at a time, for example by a glob",
            )
    return Dataset(Format.PARQUET, files, schema, partitions)


def _open_tfrecord(files: tuple[DataFile, ...], options: Options, *, whole: bool) -> Dataset:
    sidecars = read_sidecars(files, whole=whole)
    if options.schema is not None and options.schema != LATEST:
        sidecars = Sidecars(make_plan(parse_schema(options.schema), options.float64))
    elif sidecars is None:
        schema = infer_schema([file.uri for file in files], policy=options.on_corrupt)
        sidecars = Sidecars(make_plan(schema, verbatim=True))
    _refuse_loss(sidecars, files[0].uri, options)
    schema = _projected(sidecars.plan.schema, options.columns)
    return Dataset(Format.TFRECORD, files, schema, plan=sidecars.plan, losses=sidecars.losses)


def _refuse_loss(sidecars: Sidecars, uri: str, options: Options) -> None:
    if sidecars.losses and options.to is not Format.TFRECORD and not options.accept_loss:
        raise LossRefused(
            f"these records do not hold all that their source held: {sidecars.losses[0]}",
            where=uri,
            next_step="convert the source again with --float64 exact, or say --accept-loss",
        )


def _projected(schema: Schema, columns: tuple[str, ...] | None) -> Schema:
    """The schema of some columns; an Arrow source is projected with it, word for word."""
    if columns is None:
        return schema
    chosen = schema.select(list(columns))
    own = schema.source_arrow()
    if own is None or own.names != [field.name for field in schema.fields]:
        return chosen
    kept = [own.field(field.name) for field in chosen.fields]
    source = Schema.from_arrow(pa.schema(kept, own.metadata)).source
    return replace(chosen, source=source)
