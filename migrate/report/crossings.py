"""Order the vertices of each column so that few edges cross."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

Vertex = tuple[str, int]
"""A node in a column; in its own column it is drawn, in later ones its edges pass through."""

Segment = tuple[Vertex, Vertex]
SWEEPS = 16


def ordered(columns: Sequence[Sequence[Vertex]], segments: Iterable[Segment]) -> list[list[Vertex]]:
    """The best of several sweeps of barycentre ordering, left to right and back."""
    left, right = _neighbours(segments)
    current = [list(column) for column in columns]
    best, fewest = [list(column) for column in current], _crossings(current, right)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        _sweep(current, left if sweep % 2 == 0 else right, forwards=sweep % 2 == 0)
        count = _crossings(current, right)
        if count < fewest:
            best, fewest = [list(column) for column in current], count
    return best


def _neighbours(
    segments: Iterable[Segment],
) -> tuple[Mapping[Vertex, list[Vertex]], Mapping[Vertex, list[Vertex]]]:
    left: dict[Vertex, list[Vertex]] = defaultdict(list)
    right: dict[Vertex, list[Vertex]] = defaultdict(list)
    for start, end in sorted(segments):
        left[end].append(start)
        right[start].append(end)
    return left, right


def _sweep(
    columns: list[list[Vertex]], towards: Mapping[Vertex, list[Vertex]], *, forwards: bool
) -> None:
    """Sort each column by the mean position of its vertices' neighbours in the one before."""
    walk = range(1, len(columns)) if forwards else range(len(columns) - 2, -1, -1)
    for k in walk:
        fixed = {v: i for i, v in enumerate(columns[k - 1 if forwards else k + 1])}
        own = {v: float(i) for i, v in enumerate(columns[k])}
        for vertex in columns[k]:
            places = [fixed[n] for n in towards.get(vertex, ())]
            if places:
                own[vertex] = sum(places) / len(places)
        columns[k].sort(key=own.__getitem__)


def _crossings(columns: Sequence[Sequence[Vertex]], right: Mapping[Vertex, list[Vertex]]) -> int:
    return sum(_between(here, there, right) for here, there in pairwise(columns))


def _between(
    here: Sequence[Vertex], there: Sequence[Vertex], right: Mapping[Vertex, list[Vertex]]
) -> int:
    """Inversions among the ends of segments in the order of their starts."""
    place = {v: i for i, v in enumerate(there)}
    ends = [end for v in here for end in sorted(place[n] for n in right.get(v, ()))]
    seen: list[int] = []
    count = 0
    for end in ends:
        count += len(seen) - bisect_right(seen, end)
        insort(seen, end)
    return count
