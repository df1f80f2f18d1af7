"""Folds what fans out with a parameter: many tasks of one shape become one task in a loop.

Graphs captured at several root values are walked together from their roots. Where one task
requires a list of tasks of one class that grows or moves with the values, the list is a loop; each
task below an item is a position of its body. The folded graphs hold the first item only, so that
they can be laid over each other. A loop that is no loop in every graph is not folded at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from migrate.kfp.folded import Fan, Folded, Loop, Position, unfolded
from migrate.kfp.plan import StructPath
from migrate.kfp.structures import (
    Ids,
    NotFolded,
    children,
    members,
    together,
    with_firsts,
)
from migrate.luigi.graph import Node, TaskGraph

# A short list whose length never changes reads better written out.
SHORTEST_MOVING = 4


def fold(graphs: Sequence[TaskGraph]) -> Folded:
    """The graphs with their loops folded, or as they are when nothing fans out in all of them."""
    if len(graphs) < 2:
        return unfolded(graphs)
    try:
        walk = _Walk(graphs)
    except NotFolded as why:
        return unfolded(graphs, str(why))
    return walk.folded() if walk.loops else unfolded(graphs)


class _Walk:
    """All graphs walked together from their roots."""

    def __init__(self, graphs: Sequence[TaskGraph]) -> None:
        self.graphs = graphs
        self._classes = {i: n.class_key for graph in graphs for i, n in graph.nodes.items()}
        self.outside: set[Ids] = set()
        self.loops: list[Loop] = []
        self.collected: list[tuple[Fan, Position]] = []
        self._queue: list[Ids] = [tuple(graph.root for graph in graphs)]
        fans: list[Fan] = []
        while self._queue or fans:
            if not self._queue:
                self._collect(fans.pop(0))
                continue
            ids = self._queue.pop(0)
            if ids not in self.outside:
                self.outside.add(ids)
                fans += self._below(ids)
        self._check()

    def _nodes(self, ids: Ids) -> tuple[Node, ...]:
        return tuple(graph.nodes[i] for graph, i in zip(self.graphs, ids, strict=True))

    def _below(self, ids: Ids) -> list[Fan]:
        """Queues the tasks that all graphs have in one place; what fans out is returned."""
        nodes = self._nodes(ids)
        if len({(n.class_key, n.kind) for n in nodes}) > 1:
            raise NotFolded(f"{nodes[0].family} becomes {nodes[-1].family}")
        found: list[Fan] = []
        for path, structs in together([n.requires for n in nodes], nodes[0].family, self._fans_out):
            if "task" in structs[0]:
                self._queue.append(tuple(s["task"] for s in structs))
                continue
            if any(n.deps is not None for n in nodes):
                raise NotFolded(f"deps() of {nodes[0].family} says other tasks than requires()")
            found.append(Fan(ids, path, tuple(map(members, structs))))
        return found

    def _fans_out(self, structs: Sequence[Any]) -> bool:
        """A list or dict of tasks of one class whose number or names change with the values."""
        below = [children(s) for s in structs]
        if not all(below) or any("task" not in c for found in below for c in found.values()):
            return False
        tasks = [members(s) for s in structs]
        if len({self._classes[task_id] for ids in tasks for task_id in ids}) > 1:
            return False
        if len({tuple(found) for found in below}) > 1:
            return True
        return len(tasks[0]) >= SHORTEST_MOVING and len(set(tasks)) > 1

    def _collect(self, fan: Fan) -> None:
        """The fan gathers a position of a loop that is there already, or makes a new loop."""
        for position in chain.from_iterable(loop.positions for loop in self.loops):
            if position.sets == fan.sets:
                self.collected.append((fan, position))
                return
        loop = Loop(fan, tuple(self._body(fan)))
        self.loops.append(loop)
        self.collected.append((fan, loop.positions[0]))

    def _body(self, fan: Fan) -> Iterator[Position]:
        """Positions below the items; what all items share is outside and queued."""
        family = self.graphs[0].nodes[fan.members[0][0]].family
        seen: list[Position] = []
        queue = [Position((), fan.members)]
        while queue:
            position = queue.pop(0)
            if any(position.ids == other.ids for other in seen):
                continue
            if any(a & b for o in seen for a, b in zip(position.sets, o.sets, strict=True)):
                raise NotFolded(f"the {family} tasks depend on each other")
            seen.append(position)
            queue += self._inside(position, family)
        yield from seen

    def _inside(self, position: Position, family: str) -> Iterator[Position]:
        nodes = [
            graph.nodes[i]
            for graph, ids in zip(self.graphs, position.ids, strict=True)
            for i in ids
        ]
        if len({(n.class_key, n.kind) for n in nodes}) > 1:
            raise NotFolded(f"not all {family} tasks require the same classes")
        for path, structs in together([n.requires for n in nodes], nodes[0].family):
            below = _split([s["task"] for s in structs], [len(ids) for ids in position.ids])
            if all(len(set(ids)) == 1 for ids in below) and any(len(i) > 1 for i in below):
                self._queue.append(tuple(ids[0] for ids in below))
            elif all(len(set(ids)) == len(ids) for ids in below):
                yield Position((*position.hops, path), below)
            else:
                raise NotFolded(f"some {family} tasks share what they require, others do not")

    def _check(self) -> None:
        """Nothing outside a loop may require single tasks of its body."""
        gathered = {
            (consumer, member)
            for fan, _ in self.collected
            for consumer, members in zip(fan.consumer, fan.members, strict=True)
            for member in members
        }
        for number, graph in enumerate(self.graphs):
            place = {
                i: (id(loop), index)
                for loop in self.loops
                for position in loop.positions
                for index, i in enumerate(position.ids[number])
            }
            outside = {ids[number] for ids in self.outside}
            if both := sorted(outside & set(place)):
                raise NotFolded(f"{both[0]} is required alone and in a list")
            for up, down in graph.edges:
                crosses = up in place and place.get(down) != place[up]
                if crosses and (down, up) not in gathered:
                    raise NotFolded(f"{down} requires {up}, one of many in a list")
            if missing := sorted(set(graph.nodes) - outside - set(place)):
                raise NotFolded(f"{missing[0]} is at no place that all graphs have")

    def folded(self) -> Folded:
        base = 0
        stands_for = {ids[base]: ids[base] for ids in self.outside}
        for loop in self.loops:
            for position in loop.positions:
                stands_for |= dict.fromkeys(position.ids[base], position.ids[base][0])
        fans = {(fan.consumer[base], fan.path): p.ids[base][0] for fan, p in self.collected}
        graphs = tuple(self._graph(number) for number in range(len(self.graphs)))
        return Folded(graphs, tuple(self.graphs), tuple(self.loops), fans, stands_for)

    def _graph(self, number: int) -> TaskGraph:
        graph = self.graphs[number]
        kept = {ids[number] for ids in self.outside}
        kept |= {i for loop in self.loops for i in loop.first(number)}
        firsts: dict[str, dict[StructPath, str]] = {}
        for fan, position in self.collected:
            first = position.ids[number][0]
            firsts.setdefault(fan.consumer[number], {})[fan.path] = first
        nodes = {
            task_id: replace(node, requires=with_firsts(node.requires, firsts.get(task_id, {})))
            for task_id, node in graph.nodes.items()
            if task_id in kept
        }
        edges = frozenset((u, d) for u, d in graph.edges if u in kept and d in kept)
        return replace(graph, nodes=nodes, edges=edges)


def _split(values: Sequence[str], counts: Sequence[int]) -> tuple[Ids, ...]:
    found, first = [], 0
    for count in counts:
        found.append(tuple(values[first : first + count]))
        first += count
    return tuple(found)
