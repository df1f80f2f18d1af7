"""Hive partition keys as columns: one type per key for the whole data set."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bridges.errors import BridgeError
from bridges.files.find import DataFile


@dataclass(frozen=True, slots=True)
class PartitionColumn:
    """A key of the path; ``is_integer`` only when every value survives the trip through int64."""

    name: str
    is_integer: bool
    nullable: bool

    def value(self, file: DataFile) -> int | str | None:
        """This key's value in the path of ``file``."""
        text = dict(file.partitions)[self.name]
        return int(text) if self.is_integer and text is not None else text


def partition_columns(files: Iterable[DataFile]) -> tuple[PartitionColumn, ...]:
    """The keys all ``files`` agree on, outermost first; different keys are an error."""
    files = tuple(files)
    keys = [name for name, _ in files[0].partitions] if files else []
    for file in files:
        if [name for name, _ in file.partitions] != keys:
            raise BridgeError(
                f"partition keys differ from those of {files[0].uri}",
                where=file.uri,
                next_step="convert directories of different layout one by one",
            )
    return tuple(_column(key, [dict(file.partitions)[key] for file in files]) for key in keys)


def _column(name: str, values: list[str | None]) -> PartitionColumn:
    present = [value for value in values if value is not None]
    integers = bool(present) and all(_is_plain_integer(value) for value in present)
    return PartitionColumn(name, integers, nullable=len(present) < len(values))


def _is_plain_integer(text: str) -> bool:
    """Whether int64 gives the same text back: ``007`` and ``+7`` must stay strings."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()):
        return False
    return str(int(text)) == text and -(2**63) <= int(text) < 2**63
