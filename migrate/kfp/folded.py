"""What folding gives: loops, the positions of their bodies, and the way to each task."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from migrate.kfp.plan import StructPath
from migrate.kfp.structures import Ids, at
from migrate.luigi.graph import TaskGraph, leaves

Hops = tuple[StructPath, ...]


@dataclass(frozen=True, slots=True)
class Fan:
    """The list at ``path`` of ``consumer``'s requires(), and its tasks in each graph."""

    consumer: Ids
    path: StructPath
    members: tuple[Ids, ...]

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        return tuple(map(frozenset, self.members))


@dataclass(frozen=True, slots=True)
class Position:
    """One task of the loop's body: how to reach it from the item, and which task it is per item."""

    hops: Hops
    ids: tuple[Ids, ...]

    @property
    def sets(self) -> tuple[frozenset[str], ...]:
        return tuple(map(frozenset, self.ids))


@dataclass(frozen=True, slots=True)
class Loop:
    """A fan and the positions of its body; ``positions[0]`` is the item itself."""

    fan: Fan
    positions: tuple[Position, ...]

    def first(self, graph: int) -> Iterator[str]:
        """The tasks that stand for the loop in one folded graph."""
        return (position.ids[graph][0] for position in self.positions)


@dataclass(frozen=True, slots=True)
class Folded:
    """Graphs of one shape, the base first; ``stands_for`` maps each base task to the one kept.

    ``whole`` are the graphs before.
    """

    graphs: tuple[TaskGraph, ...]
    whole: tuple[TaskGraph, ...]
    loops: tuple[Loop, ...] = ()
    fans: Mapping[tuple[str, StructPath], str] = field(default_factory=dict)
    stands_for: Mapping[str, str] = field(default_factory=dict)
    why_not: str = ""

    @property
    def in_loops(self) -> frozenset[str]:
        """The tasks of the folded base graph that are in the body of a loop."""
        return frozenset(task_id for loop in self.loops for task_id in loop.first(0))


def unfolded(graphs: Sequence[TaskGraph], why_not: str = "") -> Folded:
    """The graphs as they are: each task stands for itself."""
    each = {task_id: task_id for task_id in graphs[0].nodes}
    return Folded(tuple(graphs), tuple(graphs), stands_for=each, why_not=why_not)


def hops_from_root(folded: Folded, original: TaskGraph) -> dict[str, Hops]:
    """How to walk from the root to a task: the place in each requires() on the way.

    A way through the first item of a list is the same at every value; through a dict, whose keys
    change, it is not, and a task that is only there is left out.
    """
    graph = folded.graphs[0]
    by_key = {
        place for place in folded.fans if "dict" in at(original.nodes[place[0]].requires, place[1])
    }
    found: dict[str, Hops] = {graph.root: ()}
    queue = [graph.root]
    while queue:
        task_id = queue.pop(0)
        for leaf in leaves(graph.nodes[task_id].requires, "task"):
            known = leaf.value in found or leaf.value not in graph.nodes
            if not known and (task_id, leaf.path[:-1]) not in by_key:
                found[leaf.value] = (*found[task_id], leaf.path)
                queue.append(leaf.value)
    return found
