"""Which task of one graph is which of the other, from the surest sign to the weakest.

1. The same Luigi id. 2. The same family and equal parameters. 3. What is left of a family, the
most alike first: then a parameter differs. 4. What is left with the same parameters between the
same neighbours: then the family differs. Nothing is paired across the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from migrate.parity.graph.model import Change, Kind, Side, TaskNode

#: Of a family with more leftovers on both sides, alike ones are only looked for among so many.
MOST_COMPARED = 400


#: Neighbours of a task: each with "above" or "below".
Near = frozenset[tuple[str, str]]


@dataclass(slots=True)
class Matching:
    """``{old id: new id}``, and what is still alone on either side."""

    old: Side
    new: Side
    near_old: Mapping[str, Near]
    near_new: Mapping[str, Near]
    pairs: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def pair(self, old: str, new: str) -> None:
        self.pairs[old] = new
        self.taken.add(new)

    def left_old(self) -> list[TaskNode]:
        return [n for i, n in self.old.nodes.items() if i not in self.pairs]

    def left_new(self) -> list[TaskNode]:
        return [n for i, n in self.new.nodes.items() if i not in self.taken]


def match(old: Side, new: Side) -> Matching:
    """The pairs; deterministic."""
    found = Matching(old, new, _neighbours(old), _neighbours(new))
    _by_id(found)
    _by_identity(found)
    _by_family(found)
    _by_place(found)
    return found


def compared_names(old: TaskNode, new: TaskNode, sides: tuple[Side, Side]) -> list[str]:
    """Luigi knows which parameters are significant; two pipelines are compared in all."""
    luigi = [n for n, side in zip((old, new), sides, strict=True) if side.kind is Kind.LUIGI]
    return sorted({name for node in luigi or (old, new) for name in node.params})


def changes(
    old: TaskNode, new: TaskNode, sides: tuple[Side, Side]
) -> tuple[tuple[Change, ...], tuple[str, ...]]:
    """What differs, and the parameters of which nothing can be said before a run."""
    found, unknown = [], []
    if family_key(old.family) != family_key(new.family):
        found.append(Change("family", old.family, new.family))
    for name in compared_names(old, new, sides):
        if _is_unknown(old, name) or _is_unknown(new, name):
            unknown.append(name)
        elif (a := old.params.get(name)) != (b := new.params.get(name)):
            found.append(Change(name, a, b))
    if not found and _contradict(old, new) and (unknown or not _both_luigi(sides)):
        found.append(Change("task id", old.luigi_id, new.luigi_id))
    return tuple(found), tuple(unknown)


def _both_luigi(sides: tuple[Side, Side]) -> bool:
    """Then equal parameters are enough: versions of Luigi write ids in different ways."""
    return all(side.kind is Kind.LUIGI for side in sides)


def family_key(family: str) -> str:
    """``LoadData`` as a component is ``load-data``; namespaces come with dots."""
    return "".join(c for c in family.lower() if c.isalnum())


def _is_unknown(node: TaskNode, name: str) -> bool:
    return node.params[name] is None if name in node.params else not node.closed


def _by_id(found: Matching) -> None:
    ids = {node.luigi_id: node.id for node in reversed(found.left_new()) if node.luigi_id}
    for node in found.left_old():
        if node.luigi_id in ids:
            found.pair(node.id, ids.pop(node.luigi_id))


def _by_identity(found: Matching) -> None:
    """Equal in all that is known; where several are, the first by name."""
    sides = (found.old, found.new)
    waiting = _grouped(found.left_new())
    for node in found.left_old():
        same = waiting[family_key(node.family)]
        for other in same:
            if not changes(node, other, sides)[0]:
                found.pair(node.id, other.id)
                same.remove(other)
                break


def _contradict(old: TaskNode, new: TaskNode) -> bool:
    return bool(old.luigi_id and new.luigi_id and old.luigi_id != new.luigi_id)


def _by_family(found: Matching) -> None:
    waiting = _grouped(found.left_new())
    for family, nodes in _grouped(found.left_old()).items():
        others = waiting[family][:MOST_COMPARED]
        ranked = sorted(
            (-_alike(a, b, found), a.id, b.id) for a in nodes[:MOST_COMPARED] for b in others
        )
        for _, a, b in ranked:
            if a not in found.pairs and b not in found.taken:
                found.pair(a, b)


def _alike(old: TaskNode, new: TaskNode, found: Matching) -> int:
    """Equal parameters, and neighbours that are known to be the same task."""
    names = compared_names(old, new, (found.old, found.new))
    equal = sum(1 for n in names if n in old.params and old.params.get(n) == new.params.get(n))
    mapped = {(found.pairs.get(n), d) for n, d in found.near_old[old.id]}
    return equal + len(mapped & found.near_new[new.id])


def _by_place(found: Matching) -> None:
    """One task alone between the same neighbours on both sides has another name."""
    olds = _unique_places(found.left_old(), found.near_old, found.pairs)
    news = _unique_places(found.left_new(), found.near_new, {i: i for i in found.taken})
    for place, old in olds.items():
        new = news.get(place)
        if new is not None and not _param_changes(old, new, found):
            found.pair(old.id, new.id)


def _param_changes(old: TaskNode, new: TaskNode, found: Matching) -> list[Change]:
    said, _ = changes(old, new, (found.old, found.new))
    return [change for change in said if change.name != "family"]


def _unique_places(
    nodes: Iterable[TaskNode], near: Mapping[str, Near], names: Mapping[str, str]
) -> dict[Near, TaskNode]:
    """Tasks by their neighbours in the names of the new side; only where all are paired."""
    places: dict[Near, list[TaskNode]] = defaultdict(list)
    for node in nodes:
        around = near[node.id]
        if around and all(n in names for n, _ in around):
            places[frozenset((names[n], d) for n, d in around)].append(node)
    return {place: alone[0] for place, alone in places.items() if len(alone) == 1}


def _neighbours(side: Side) -> dict[str, Near]:
    found: dict[str, set[tuple[str, str]]] = {task: set() for task in side.nodes}
    for up, down in side.edges:
        found[down].add((up, "above"))
        found[up].add((down, "below"))
    return {task: frozenset(near) for task, near in found.items()}


def _grouped(nodes: Iterable[TaskNode]) -> dict[str, list[TaskNode]]:
    groups: dict[str, list[TaskNode]] = defaultdict(list)
    for node in nodes:
        groups[family_key(node.family)].append(node)
    return groups
