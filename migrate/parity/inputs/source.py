"""One side of a comparison, opened: its files proven readable, of one format and one schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from bridges.files import DataFile, find, open_input
from migrate.bridge.failures import told
from migrate.errors import BadInput
from migrate.parity.inputs.arrays import npy_batches
from migrate.parity.inputs.detect import InputFormat, detect_format
from migrate.parity.inputs.dialect import Dialect
from migrate.parity.inputs.featran import featran_batches
from migrate.parity.inputs.lossless import durations, scannable, with_units
from migrate.parity.inputs.names import check_names
from migrate.parity.inputs.partitions import Partitions, partitions_of
from migrate.parity.inputs.text import csv_batches

if TYPE_CHECKING:
    from bridges.convert import Dataset, Options, Shard

_BRIDGED: Final = frozenset({InputFormat.AVRO, InputFormat.PARQUET, InputFormat.TFRECORD})
_NAMES: Final = (".names.json", ".names.txt", ".names", "names.json", "names.txt")
#: Of a batch: a writer wants small ones, who only reads pays for each.
_ROWS: Final = 1 << 15
_ANY: Final = Dialect()


@dataclass(frozen=True, slots=True)
class Source:
    """``dataset`` is how the bridges read it; :meth:`opened` has it for every bridge's format.

    ``lossless``: whether the engine's own reader of Parquet keeps every value.
    """

    path: str
    format: InputFormat
    files: tuple[DataFile, ...]
    schema: str | None = None
    names: str = ""
    dataset: Dataset | None = None
    lossless: bool = True
    dialect: Dialect = _ANY
    durations: tuple[pa.Field, ...] = ()
    """Columns of Parquet that are durations, which the bridges read as numbers."""

    @property
    def bridged(self) -> bool:
        """Whether the bridges read the format."""
        return self.format in _BRIDGED

    @property
    def options(self) -> Options:
        """How the bridges read it."""
        from bridges.convert import Options

        return Options(schema=self.schema, accept_loss=True)

    def opened(self) -> Source:
        """This source with its data set; importing the bridges' kernels takes a while."""
        from bridges.convert import open_dataset

        if self.dataset is not None or not self.bridged:
            return self
        return replace(self, dataset=open_dataset(self.path, self.options))

    @property
    def scanned(self) -> tuple[str, ...]:
        """Local Parquet files that the engine reads by itself, column by column."""
        if self.format is not InputFormat.PARQUET or not self.lossless:
            return ()
        local = all("://" not in f.uri and not f.partitions for f in self.files)
        return tuple(f.uri for f in self.files) if local else ()

    def has(self, column: str) -> bool:
        """Whether Parquet files have a column that the engine would take for this one."""
        return any(name.lower() == column for name in _footer(self.files[0].uri).names)

    def shards(self) -> list[Shard]:
        """Parts that are read independently."""
        from bridges.convert import shards_of

        assert self.dataset is not None, "only data sets of the bridges have shards"
        return list(shards_of(self.dataset, self.options))

    def batches_of(self, shard: Shard) -> Iterator[pa.RecordBatch]:
        """The rows of one part."""
        from bridges.convert.look import batches_of_shard

        assert self.dataset is not None, "only data sets of the bridges have shards"
        with told():
            for batch in batches_of_shard(shard, self.dataset, self.options, _ROWS):
                yield with_units(batch, self.durations)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows in the order of the files; not for JSON lines, which the engine reads."""
        if self.bridged:
            source = self.opened()
            for shard in source.shards():
                yield from source.batches_of(shard)
            return
        first: pa.Schema | None = None
        for file in self.files:
            for batch in self.file_batches(file, first):
                first = first or batch.schema
                yield batch

    @property
    def partitions(self) -> Partitions:
        """Keys of the path that become columns; the bridges see to theirs."""
        with told():
            return partitions_of(() if self.bridged else self.files)

    def file_batches(self, file: DataFile, schema: pa.Schema | None) -> Iterator[pa.RecordBatch]:
        """The rows of a file that no bridge reads, in the schema of the side's first file."""
        partitions = self.partitions
        for batch in self._file_batches(file):
            whole = partitions.added(batch, file)
            schema = schema or whole.schema
            yield _conforming(whole, schema, file, self.files[0])

    def _file_batches(self, file: DataFile) -> Iterator[pa.RecordBatch]:
        match self.format:
            case InputFormat.CSV:
                return csv_batches(file, self.dialect)
            case InputFormat.NPY:
                return npy_batches(file, self.names)
            case _:
                return featran_batches(file)


def open_source(
    path: str, *, schema: str | None = None, names: str = "", dialect: Dialect = _ANY
) -> Source:
    """The side at ``path``: a file, a glob or a directory; BadInput says what is wrong with it."""
    with told():
        files = find(path)
        data = tuple(f for f in files if not f.uri.endswith(_NAMES))
        if not data:
            raise BadInput("holds no data file", where=path)
        first = next((f for f in data if f.size and not _is_sidecar(f)), data[0])
        form = detect_format(first.uri, dialect) if first.size else InputFormat.TFRECORD
        if dialect and form is not InputFormat.CSV:
            raise BadInput(
                f"is {form.value}", where=first.uri, next_step="delimiters and encodings are of CSV"
            )
        source = Source(path, form, data, schema, names, dialect=dialect)
        if source.scanned and schema is None:
            _one_format(data, form, dialect)
            schema_of_all = _one_schema(data)
            check_names(schema_of_all, path)
            if scannable(schema_of_all):
                return source
            source = replace(source, lossless=False)
        if source.bridged:
            source = source.opened()
            assert source.dataset is not None, "just opened"
            check_names(source.dataset.schema.to_arrow(), path)
            found = source.dataset.files
            timed = _durations(found[0]) if form is InputFormat.PARQUET else ()
            return replace(source, files=found, durations=timed)
        _one_format(data, form, dialect)
    return source


def _one_schema(files: tuple[DataFile, ...]) -> pa.Schema:
    """The schema of Parquet files, each with a footer that can be read and says the same."""
    first = _footer(files[0].uri)
    for file in files[1:]:
        if not _footer(file.uri).equals(first):
            raise BadInput(
                f"its schema differs from that of {files[0].uri}",
                where=file.uri,
                next_step="compare files of one schema at a time, for example by a glob",
            )
    return first


def _footer(uri: str) -> pa.Schema:
    try:
        return pq.read_schema(uri)
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(f"cannot be read as Parquet: {error}", where=uri) from error


def _durations(file: DataFile) -> tuple[pa.Field, ...]:
    with open_input(file.uri) as stream:
        return durations(pq.read_schema(stream))


def _is_sidecar(file: DataFile) -> bool:
    name = file.uri.rpartition("/")[2]
    if name.endswith((".parquet", ".avro")):
        return False
    from bridges.convert.sidecars import SIDECARS

    return name in SIDECARS


def _one_format(files: tuple[DataFile, ...], form: InputFormat, dialect: Dialect) -> None:
    for file in files:
        if not file.size:
            raise BadInput("is empty", where=file.uri, next_step="remove it, or write it again")
        found = detect_format(file.uri, dialect)
        if found is not form:
            raise BadInput(
                f"is {found.value}, and {files[0].uri} is {form.value}",
                where=file.uri,
                next_step="compare files of one format at a time, for example by a glob",
            )


def _conforming(
    batch: pa.RecordBatch, schema: pa.Schema, file: DataFile, first: DataFile
) -> pa.RecordBatch:
    """The batch in the first file's order of columns; another set of them is refused."""
    if batch.schema.equals(schema):
        return batch
    mine, theirs = set(batch.schema.names), set(schema.names)
    if mine != theirs:
        raise BadInput(
            f"its columns differ from those of {first.uri}: {', '.join(sorted(mine ^ theirs)[:5])}",
            where=file.uri,
            next_step="compare files of one schema at a time, for example by a glob",
        )
    columns: list[Any] = [batch.column(batch.schema.get_field_index(n)) for n in schema.names]
    try:
        cast = [c.cast(f.type) for c, f in zip(columns, schema, strict=True)]
    except pa.ArrowInvalid as error:
        raise BadInput(
            f"its types differ from those of {first.uri}: {error}", where=file.uri
        ) from error
    return pa.RecordBatch.from_arrays(cast, schema=schema)
