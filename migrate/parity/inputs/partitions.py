"""Hive partition keys as columns of the formats that no bridge reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from bridges.files import DataFile
from bridges.files.partitions import PartitionColumn, partition_columns
from migrate.errors import BadInput
from migrate.parity import sql


@dataclass(frozen=True, slots=True)
class Partitions:
    """The keys that all files of a side have."""

    keys: tuple[PartitionColumn, ...] = ()

    @property
    def names(self) -> frozenset[str]:
        """Of the keys."""
        return frozenset(key.name for key in self.keys)

    def columns(self, file: DataFile) -> list[str]:
        """SQL of a file's values, under their names."""
        return [f"{_literal(key, file)} AS {sql.name(key.name)}" for key in self.keys]

    def added(self, batch: pa.RecordBatch, file: DataFile) -> pa.RecordBatch:
        """The batch with a column for each key."""
        if not self.keys:
            return batch
        self.refuse_twins(batch.schema.names)
        arrays = [pa.array([key.value(file)] * batch.num_rows, _type(key)) for key in self.keys]
        names = [*batch.schema.names, *(key.name for key in self.keys)]
        return pa.RecordBatch.from_arrays([*batch.columns, *arrays], names)

    def refuse_twins(self, names: Iterable[str]) -> None:
        """A column of a key's name would hide it."""
        twins = self.names & set(names)
        if twins:
            raise BadInput(
                f"{min(twins)} is a partition and a column of the files too",
                next_step="compare the files of one partition at a time, by a glob",
            )


def partitions_of(files: tuple[DataFile, ...]) -> Partitions:
    """The keys; BridgeError where files disagree."""
    return Partitions(partition_columns(files))


def _type(key: PartitionColumn) -> pa.DataType:
    return pa.int64() if key.is_integer else pa.string()


def _literal(key: PartitionColumn, file: DataFile) -> str:
    value = key.value(file)
    kind = "BIGINT" if key.is_integer else "VARCHAR"
    said = "NULL" if value is None else str(value) if key.is_integer else sql.text(str(value))
    return f"CAST({said} AS {kind})"
