"""Where the nodes of a task graph go: columns from upstream (left) to the root (right).

A layered drawing: each node stands one column left of its nearest consumer's longest way to the
root, edges over several columns pass through invisible vertices, crossings are reduced by
barycentres, and rows are placed as near to their neighbours as spacing allows. Deterministic.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import pairwise

from migrate.report.crossings import Segment, Vertex, ordered
from migrate.report.rows import GAP, HEIGHT, Row, placed

COLUMN_GAP = 72
CELL_GAP = 20
MARGIN = 16
ASPECT = 1.9
FOLDS = (6, 8, 10, 12, 16, 20, 24, 32, 48)

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The place of one node."""

    x: float
    y: float
    width: float
    height: float = HEIGHT


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by node id, a polyline per edge, and the size of the whole."""

    boxes: Mapping[str, Box]
    edges: Mapping[tuple[str, str], tuple[Point, ...]]
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float
    rows: Sequence[Row]
    cell: float


def layout(widths: Mapping[str, float], edges: Iterable[tuple[str, str]]) -> Layout:
    """Place nodes of the given widths, siblings in their order in ``widths``.

    ``edges`` (upstream, downstream) must be free of cycles; those of unknown nodes are left out.
    """
    known = sorted({(up, down) for up, down in edges if up in widths and down in widths})
    layer = layers(widths, known)
    segments = _segments(known, layer)
    order = ordered(_by_layer(widths, layer, segments), segments)
    drawings = (_draw(widths, known, layer, order, segments, fold) for fold in FOLDS)
    return min(drawings, key=_awkwardness)


def layers(nodes: Iterable[str], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Column of each node; 0 is the farthest from a node that nothing requires."""
    consumers: dict[str, set[str]] = {node: set() for node in nodes}
    for up, down in edges:
        consumers[up].add(down)
    depth: dict[str, int] = {}
    for node in TopologicalSorter(consumers).static_order():
        depth[node] = 1 + max((depth[c] for c in consumers[node]), default=-1)
    deepest = max(depth.values(), default=0)
    return {node: deepest - d for node, d in depth.items()}


def _segments(edges: Sequence[tuple[str, str]], layer: Mapping[str, int]) -> set[Segment]:
    """Edges cut at every column; those that leave one node share their way."""
    found: set[Segment] = set()
    for up, down in edges:
        way = _way(up, down, layer)
        found.update(pairwise(way))
    return found


def _way(up: str, down: str, layer: Mapping[str, int]) -> list[Vertex]:
    return [(up, k) for k in range(layer[up], layer[down])] + [(down, layer[down])]


def _by_layer(
    nodes: Iterable[str], layer: Mapping[str, int], segments: Iterable[Segment]
) -> list[list[Vertex]]:
    place = {node: i for i, node in enumerate(nodes)}
    vertices = {(node, k) for node, k in layer.items()} | {v for s in segments for v in s}
    table: dict[int, list[Vertex]] = defaultdict(list)
    for vertex in sorted(vertices, key=lambda v: (v[1], place[v[0]])):
        table[vertex[1]].append(vertex)
    return [table[k] for k in sorted(table)]


def _awkwardness(drawing: Layout) -> float:
    return abs(math.log(drawing.width / drawing.height / ASPECT))


def _draw(
    widths: Mapping[str, float],
    edges: Sequence[tuple[str, str]],
    layer: Mapping[str, int],
    order: Sequence[Sequence[Vertex]],
    segments: set[Segment],
    fold: int,
) -> Layout:
    columns = _columns(widths, layer, order, segments, fold)
    boxes = {
        node: Box(column.x + index * (column.cell + CELL_GAP), row.y, widths[node])
        for column in columns
        for row in column.rows
        for index, (node, k) in enumerate(row.vertices)
        if layer[node] == k
    }
    lanes = {v: row.y for column in columns for row in column.rows for v in row.vertices}
    ways = {edge: _points(_way(*edge, layer), boxes, lanes, columns) for edge in edges}
    bottom = max((row.y + row.height for c in columns for row in c.rows), default=0.0)
    right = columns[-1].x + columns[-1].width if columns else 0.0
    return Layout(boxes, ways, right + MARGIN, bottom + MARGIN)


def _columns(
    widths: Mapping[str, float],
    layer: Mapping[str, int],
    order: Sequence[Sequence[Vertex]],
    segments: set[Segment],
    fold: int,
) -> list[_Column]:
    columns, x = [], float(MARGIN)
    for rows in placed(order, layer, segments, fold, MARGIN):
        real = [widths[n] for row in rows for n, k in row.vertices if layer[n] == k]
        cell = max(real, default=0.0)
        across = max(len(row.vertices) for row in rows)
        width = across * cell + (across - 1) * CELL_GAP
        columns.append(_Column(x, width, rows, cell))
        x += width + COLUMN_GAP
    return columns


def _points(
    way: Sequence[Vertex],
    boxes: Mapping[str, Box],
    lanes: Mapping[Vertex, float],
    columns: Sequence[_Column],
) -> tuple[Point, ...]:
    """From the right side of the first box to the left side of the last, between the others."""
    (up, first), (down, last) = way[0], way[-1]
    start, end = boxes[up], boxes[down]
    points = [(start.x + start.width, start.y + HEIGHT / 2)]
    edge_of = columns[first].x + columns[first].width
    if (
        start.x + columns[first].cell + CELL_GAP / 2 < edge_of
    ):  # folded: pass below the neighbours in the same row
        lane = start.y + HEIGHT + GAP / 2
        points += [(points[0][0] + CELL_GAP, lane), (edge_of, lane)]
    for node, k in way[1:-1]:
        y = lanes[node, k]
        points += [(columns[k].x, y), (columns[k].x + columns[k].width, y)]
    if end.x > columns[last].x:
        lane = end.y - GAP / 2
        points += [(columns[last].x, lane), (end.x - CELL_GAP, lane)]
    return (*points, (end.x, end.y + HEIGHT / 2))
