"""A conversion, decided before a byte is written; the same plan gives the same bytes anywhere."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Final

from bridges import parquet
from bridges.convert.dataset import Dataset, open_dataset
from bridges.convert.options import Options
from bridges.convert.shards import Piece, Shard, cut, deal, shard_count
from bridges.features import Plan
from bridges.files import DataFile, Format, resolve

#: Where shards lie until all of them are finished; readers skip such names.
UNFINISHED: Final = "_unfinished"
#: Changes when the same options would give other bytes.
_VERSION: Final = 1


@dataclass(frozen=True)
class ConversionPlan:
    """What becomes what; ``fingerprint`` is the same for the same work only."""

    dataset: Dataset
    destination: str
    options: Options
    shards: tuple[Shard, ...]
    fingerprint: str

    @cached_property
    def features(self) -> Plan:
        """The features that rows become, where they become TFRecord."""
        return self.dataset.features(self.options.float64)

    def workshop(self, name: str) -> str:
        """Where a file is made."""
        return f"{self.destination}/{UNFINISHED}/{name}"


def plan(source: str, destination: str, options: Options) -> ConversionPlan:
    """Return the plan of a conversion; refuse what cannot become the target."""
    codec = options.codec
    dataset = open_dataset(source, options)
    shards = shards_of(dataset, options)
    fingerprint = _fingerprint(dataset, options, codec, shards)
    made = ConversionPlan(dataset, destination.rstrip("/"), options, shards, fingerprint)
    if options.to is Format.TFRECORD:
        _ = made.features  # two columns of one feature name are refused here, not in a shard
    return made


def shards_of(dataset: Dataset, options: Options) -> tuple[Shard, ...]:
    """How the data set is cut, whoever reads it."""
    count = shard_count(dataset.size, options.shards)
    if dataset.format is Format.AVRO:
        shares = cut(((file.uri, file.size) for file in dataset.files), count)
    else:
        shares = deal([piece for file in dataset.files for piece in _pieces(dataset, file)], count)
    return tuple(
        Shard(options.shard_name(index, count), tuple(share)) for index, share in enumerate(shares)
    )


def _pieces(dataset: Dataset, file: DataFile) -> list[Piece]:
    """The parts of a file that only a whole reader can take."""
    if dataset.format is Format.TFRECORD:
        return [Piece(file.uri, 0, file.size, file.size)]
    groups = parquet.splits(file.uri, 1)
    return [Piece(file.uri, g.start, g.end, file.size // len(groups)) for g in groups]


def _fingerprint(dataset: Dataset, options: Options, codec: str, shards: tuple[Shard, ...]) -> str:
    value: dict[str, Any] = {
        "version": _VERSION,
        "options": asdict(options) | {"to": options.to.value, "compression": codec},
        "schema": dataset.schema.to_json(),
        "files": [[file.uri, file.size, _modified(file.uri)] for file in dataset.files],
        "shards": [asdict(shard) for shard in shards],
    }
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _modified(uri: str) -> int | None:
    """When a file was changed, in nanoseconds, where its store knows."""
    filesystem, path = resolve(uri)
    found: int | None = filesystem.get_file_info(path).mtime_ns
    return found
