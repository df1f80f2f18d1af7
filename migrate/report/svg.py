"""A graph picture as things to draw: boxes with a symbol per kind, curves, a legend."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from migrate.report.layout import Box, Layout, Point, layout
from migrate.report.model import GraphNode, GraphPicture

LABEL = 28
CHARACTER = 7.0
WIDE = 9.5  # capitals, m, w and signs as broad
FULL = 13.0  # ideographs and pictures
PADDING = 40

# Paths in a 12 × 12 square; told apart without colour.
SYMBOLS: Sequence[str] = (
    "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z",  # disc
    "M1.5 1.5h9v9h-9z",  # square
    "M6 .8L11.4 10.6H.6z",  # triangle
    "M6 .4L11.6 6L6 11.6L.4 6z",  # diamond
    "M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10zM6 3.4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2z",  # ring
    "M4.4 1h3.2v3.4H11v3.2H7.6V11H4.4V7.6H1V4.4h3.4z",  # cross
    "M3.2 1h5.6L11.6 6L8.8 11H3.2L.4 6z",  # hexagon
    "M.6 1.4H11.4L6 11.2z",  # triangle, downwards
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of node in the legend."""

    name: str
    index: int
    symbol: str
    count: int


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node where it stands; ``near`` are the indexes of its direct neighbours."""

    index: int
    box: Box
    label: str
    kind: Kind
    tooltip: str
    href: str
    near: str


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """A curve between the nodes of two indexes."""

    start: int
    end: int
    path: str
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A word for edges in the legend; ``index`` counts from 1 and picks their look."""

    name: str
    index: int
    count: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template draws."""

    title: str
    width: float
    height: float
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    kinds: tuple[Kind, ...]
    marks: tuple[Mark, ...] = ()


def draw(graph: GraphPicture) -> Drawing:
    """The picture of ``graph``; edges to nodes that are not there are left out."""
    labels = {n.id: shortened(n.label) for n in sorted(graph.nodes, key=_natural)}
    placed = layout({i: label_width(text) + PADDING for i, text in labels.items()}, graph.edges)
    index = {node.id: i for i, node in enumerate(graph.nodes)}
    kinds = _kinds(graph)
    marks = _marks(graph)
    return Drawing(
        title=graph.title,
        width=placed.width,
        height=placed.height,
        nodes=_nodes(graph, placed, labels, index, kinds),
        edges=tuple(
            DrawnEdge(index[up], index[down], _curve(points), _mark(marks, graph, (up, down)))
            for (up, down), points in placed.edges.items()
        ),
        kinds=tuple(kinds.values()),
        marks=tuple(marks.values()),
    )


def shortened(label: str) -> str:
    """At most LABEL characters: the beginning and the end, which tells siblings apart."""
    if len(label) <= LABEL:
        return label
    tail = LABEL // 3
    return f"{label[: LABEL - tail - 1]}…{label[-tail:]}"


def label_width(label: str) -> float:
    """Pixels that the label may take in the fonts of the page; no box must be too narrow."""
    return sum(_character_width(character) for character in label)


def _character_width(character: str) -> float:
    if unicodedata.east_asian_width(character) in "WF":
        return FULL
    return WIDE if character.isupper() or character in "mwMW@%…" else CHARACTER


def _natural(node: GraphNode) -> tuple[list[tuple[int, str]], str]:
    """Sorts ``Bar(9)`` before ``Bar(10)``."""
    parts = re.findall(r"[0-9]+|[^0-9]+", node.label)
    return [(len(p) if p.isdecimal() else 0, p) for p in parts], node.id


def _kinds(graph: GraphPicture) -> dict[str, Kind]:
    used = [node.kind for node in graph.nodes]
    names = [name for name in dict.fromkeys((*graph.kinds, *sorted(used))) if name in used]
    return {
        name: Kind(name, i % len(SYMBOLS), SYMBOLS[i % len(SYMBOLS)], used.count(name))
        for i, name in enumerate(names)
    }


def _marks(graph: GraphPicture) -> dict[str, Mark]:
    used = [graph.marked[edge] for edge in graph.edges if edge in graph.marked]
    names = sorted(set(used))
    return {name: Mark(name, i, used.count(name)) for i, name in enumerate(names, 1)}


def _mark(marks: Mapping[str, Mark], graph: GraphPicture, edge: tuple[str, str]) -> int:
    return marks[graph.marked[edge]].index if edge in graph.marked else 0


def _nodes(
    graph: GraphPicture,
    placed: Layout,
    labels: Mapping[str, str],
    index: Mapping[str, int],
    kinds: Mapping[str, Kind],
) -> tuple[DrawnNode, ...]:
    near: dict[str, set[int]] = {node.id: set() for node in graph.nodes}
    for up, down in placed.edges:
        near[up].add(index[down])
        near[down].add(index[up])
    return tuple(
        DrawnNode(
            index=index[node.id],
            box=placed.boxes[node.id],
            label=labels[node.id],
            kind=kinds[node.kind],
            tooltip=node.tooltip or node.label,
            href=node.href,
            near=" ".join(map(str, sorted(near[node.id]))),
        )
        for node in graph.nodes
    )


def _curve(points: Sequence[Point]) -> str:
    """A smooth path: flat where it meets a point, straight where the height stays."""
    (x, y), rest = points[0], points[1:]
    parts = [f"M{x:.0f} {y:.0f}"]
    for to_x, to_y in rest:
        if abs(to_y - y) < 1:
            parts.append(f"L{to_x:.0f} {to_y:.0f}")
        else:
            middle = (x + to_x) / 2
            parts.append(f"C{middle:.0f} {y:.0f} {middle:.0f} {to_y:.0f} {to_x:.0f} {to_y:.0f}")
        x, y = to_x, to_y
    return "".join(parts)
