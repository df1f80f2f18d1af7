"""A side in pieces that are read apart: a bridge's shard, or a file of the other formats.

What all pieces have to know of each other (the types of texts, the number of the first row) is told
from the facts that a first look at each of them gives.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from bridges.files import DataFile
from migrate.errors import BadInput
from migrate.parity.inputs.detect import InputFormat
from migrate.parity.inputs.json_lines import query, spooled, structure
from migrate.parity.inputs.json_types import Structure, added
from migrate.parity.inputs.lossless import plain
from migrate.parity.inputs.source import Source
from migrate.parity.inputs.stage import numbered_rows
from migrate.parity.inputs.text import Fits, both_fit, cast, csv_fits, csv_types
from migrate.parity.queries import batches, count_rows, run

if TYPE_CHECKING:
    from bridges.convert import Shard

#: Formats whose types all rows together tell.
TEXTS: Final = frozenset({InputFormat.CSV, InputFormat.JSONL})
_ROWS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Piece:
    """Either a shard or a file; ``number`` is its place in the side."""

    number: int
    shard: Shard | None = None
    file: DataFile | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one piece."""

    rows: int = 0
    fits: Fits = field(default_factory=dict)
    json: Structure = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Layout:
    """Of a side: ``starts`` has the number of each piece's first row, where that is asked for."""

    schema: pa.Schema | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    json: Structure = field(default_factory=dict)
    starts: tuple[int, ...] = ()


def pieces_of(source: Source) -> list[Piece]:
    """All pieces, in the order of the rows."""
    if source.bridged:
        return [Piece(i, shard=shard) for i, shard in enumerate(source.shards())]
    return [Piece(i, file=file) for i, file in enumerate(source.files)]


def look(connection: Any, source: Source, piece: Piece, work: Path) -> Facts:
    """What one piece knows."""
    if source.format is InputFormat.JSONL:
        assert piece.file is not None, "JSON lines are no bridge's"
        path = spooled(piece.file, work / f"look-{piece.number}.jsonl")
        found = structure(connection, [(piece.file, path)])
        rows_query = query([(piece.file, path)], found, source.partitions)
        return Facts(count_rows(connection, f"({rows_query})"), json=found)
    rows = 0
    fits: Fits = {}
    for batch in _batches(connection, source, piece, Layout(), work):
        rows += batch.num_rows
        if source.format is InputFormat.CSV:
            apart = source.partitions.names
            names = [n for n in batch.schema.names if n not in apart]
            connection.register("texts", pa.Table.from_batches([batch]))
            fits = both_fit(fits, csv_fits(connection, "texts", names))
    return Facts(rows, fits)


def layout_of(source: Source, facts: Iterable[Facts]) -> Layout:
    """What the facts of all pieces say, in their order."""
    found = list(facts)
    starts = tuple(accumulate((each.rows for each in found), initial=0))[:-1]
    types = csv_types(reduce(both_fit, (each.fits for each in found), {}))
    json: Structure = reduce(added, (each.json for each in found), {})
    return Layout(_schema(source), types, json, starts)


def _schema(source: Source) -> pa.Schema | None:
    """Of the first file of those that no bridge reads."""
    if source.bridged or source.format is InputFormat.JSONL:
        return None
    first = next(source.batches(), None)
    return None if first is None else first.schema


def rows_of(
    connection: Any, source: Source, piece: Piece, layout: Layout, work: Path
) -> Iterator[pa.RecordBatch]:
    """The rows of a piece, with their numbers where the layout has starts; texts still as texts."""
    batches = (plain(b) for b in _batches(connection, source, piece, layout, work))
    if not layout.starts:
        return batches
    return numbered_rows(batches, layout.starts[piece.number])


def _batches(
    connection: Any, source: Source, piece: Piece, layout: Layout, work: Path
) -> Iterator[pa.RecordBatch]:
    if piece.shard is not None:
        yield from source.batches_of(piece.shard)
        return
    assert piece.file is not None, "a piece is a shard or a file"
    if source.format is not InputFormat.JSONL:
        yield from source.file_batches(piece.file, layout.schema)
        return
    path = spooled(piece.file, work / f"rows-{piece.number}.jsonl")
    rows = query([(piece.file, path)], layout.json, source.partitions)
    with connection.cursor() as cursor:
        run(cursor, "SET preserve_insertion_order=true")
        yield from batches(cursor, rows, _ROWS)


def typed(connection: Any, name: str, batches: list[pa.RecordBatch], layout: Layout) -> None:
    """Make the table ``name`` of batches of :func:`rows_of`, texts in the side's types."""
    connection.register("incoming", pa.Table.from_batches(batches))
    run(connection, f"CREATE OR REPLACE TABLE {name} AS {cast(layout.types, 'incoming')}")
    connection.unregister("incoming")


def empty(connection: Any, name: str, source: Source, layout: Layout, work: Path) -> None:
    """Make the table ``name`` of the first rows: what a plan is made of."""
    for piece in pieces_of(source):
        first = next(rows_of(connection, source, piece, layout, work), None)
        if first is not None:
            typed(connection, name, [first], layout)
            return
    raise BadInput("holds no rows", where=source.path)
