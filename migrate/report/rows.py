"""Vertical places: rows of a column as near to their neighbours as spacing allows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.report.crossings import Segment, Vertex

HEIGHT = 30
GAP = 14
LANE = 6
ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Vertices side by side: one, or several where a long column is folded."""

    vertices: tuple[Vertex, ...]
    height: float
    y: float = 0.0


def placed(
    order: Sequence[Sequence[Vertex]],
    layer: Mapping[str, int],
    segments: Iterable[Segment],
    fold: int,
    top: float,
) -> list[list[Row]]:
    """Columns of rows with their y, the first at ``top``; more than ``fold`` rows are folded."""
    columns = [_stacked(_rows(column, layer, fold)) for column in order]
    around: dict[Vertex, list[Vertex]] = defaultdict(list)
    for start, end in sorted(segments):
        around[start].append(end)
        around[end].append(start)
    for sweep in range(ROUNDS):
        walk = range(len(columns)) if sweep % 2 else reversed(range(len(columns)))
        middles = _middles(columns)
        for k in walk:
            columns[k] = _settled(columns[k], around, middles)
            middles.update(_middles([columns[k]]))
    shift = top - min((row.y for column in columns for row in column), default=0.0)
    return [[replace(row, y=row.y + shift) for row in column] for column in columns]


def _rows(column: Sequence[Vertex], layer: Mapping[str, int], fold: int) -> list[Row]:
    real = [v for v in column if layer[v[0]] == v[1]]
    across = -(-len(real) // fold)
    rows: list[Row] = []
    pending: list[Vertex] = []
    for vertex in column:
        if layer[vertex[0]] != vertex[1]:
            rows.append(Row((vertex,), LANE))
            continue
        pending.append(vertex)
        if len(pending) == across:
            rows.append(Row(tuple(pending), HEIGHT))
            pending = []
    return [*rows, Row(tuple(pending), HEIGHT)] if pending else rows


def _stacked(rows: Sequence[Row]) -> list[Row]:
    y, result = 0.0, []
    for row in rows:
        result.append(replace(row, y=y))
        y += row.height + GAP
    return result


def _middles(columns: Iterable[Iterable[Row]]) -> dict[Vertex, float]:
    return {v: row.y + row.height / 2 for column in columns for row in column for v in row.vertices}


def _settled(
    rows: Sequence[Row], around: Mapping[Vertex, list[Vertex]], middles: Mapping[Vertex, float]
) -> list[Row]:
    """Rows at the mean of their neighbours, moved apart as little as possible (least squares)."""
    offset, offsets, wishes = 0.0, [], []
    for row in rows:
        near = [middles[n] for v in row.vertices for n in around.get(v, ())]
        middle = sum(near) / len(near) if near else row.y + row.height / 2
        offsets.append(offset)
        wishes.append(middle - row.height / 2 - offset)
        offset += row.height + GAP
    ys = _monotone(wishes)
    return [replace(row, y=y + o) for row, y, o in zip(rows, ys, offsets, strict=True)]


def _monotone(wishes: Sequence[float]) -> list[float]:
    """The non-decreasing sequence nearest to ``wishes``: pool adjacent violators."""
    pools: list[tuple[float, int]] = []
    for wish in wishes:
        total, size = wish, 1
        while pools and pools[-1][0] / pools[-1][1] > total / size:
            before, count = pools.pop()
            total, size = total + before, size + count
        pools.append((total, size))
    return [total / size for total, size in pools for _ in range(size)]
