"""Which parts of the source make which shard: sizes decide, never who does the work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

#: Source bytes of one shard: TFRecord is about three times as large, as TensorFlow advises.
SHARD_BYTES: Final = 48 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of one file: bytes of Avro, row groups of Parquet, all of a TFRecord file.

    ``size`` is its share of the file's bytes.
    """

    uri: str
    start: int
    end: int
    size: int


@dataclass(frozen=True, slots=True)
class Shard:
    """The pieces that become one file, in order."""

    name: str
    pieces: tuple[Piece, ...]

    @property
    def size(self) -> int:
        """The source's bytes behind this shard."""
        return sum(piece.size for piece in self.pieces)


def shard_count(total: int, asked: int | None) -> int:
    """How many shards a source of ``total`` bytes becomes."""
    return asked if asked is not None else max(1, -(-total // SHARD_BYTES))


def cut(files: Iterable[tuple[str, int]], count: int) -> list[list[Piece]]:
    """``count`` equal shares of the bytes of all files, laid end to end."""
    placed = list(_placed(files))
    total = placed[-1][2] if placed else 0
    borders = [total * index // count for index in range(count + 1)]
    return [list(_overlaps(placed, low, high)) for low, high in pairwise(borders)]


def _placed(files: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int, int]]:
    at = 0
    for uri, size in files:
        yield uri, at, at + size
        at += size


def _overlaps(placed: list[tuple[str, int, int]], low: int, high: int) -> Iterator[Piece]:
    for uri, begin, end in placed:
        start, stop = max(low, begin), min(high, end)
        if start < stop:
            yield Piece(uri, start - begin, stop - begin, stop - start)


def deal(pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
    """``count`` runs of whole pieces, about equal in bytes; none is empty if pieces suffice."""
    total = sum(piece.size for piece in pieces) or 1
    dealt: list[list[Piece]] = [[] for _ in range(count)]
    shard, at = -1, 0
    for index, piece in enumerate(pieces):
        ideal = count * (at + piece.size // 2) // total
        still_to_fill = count - (len(pieces) - index)
        shard = min(shard + 1, max(ideal, shard, 0, still_to_fill), count - 1)
        dealt[shard].append(piece)
        at += piece.size
    return dealt
