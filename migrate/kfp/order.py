"""The order in which steps are written: upstream first, a loop in one piece."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter


def in_order(after: Mapping[str, set[str]], loops: Mapping[str, str]) -> Iterable[str]:
    """Topological order, equals by id, so that the same graph gives the same pipeline.

    Tasks of one loop stand together.
    """
    groups: dict[str, dict[str, set[str]]] = {}
    for key, above in after.items():
        groups.setdefault(loops.get(key, key), {})[key] = above
    towards = {
        group: {loops.get(up, up) for above in members.values() for up in above} - {group}
        for group, members in groups.items()
    }
    for group in _sorted(towards):
        members = groups[group]
        yield from _sorted({key: above & set(members) for key, above in members.items()})


def _sorted(after: Mapping[str, set[str]]) -> Iterable[str]:
    sorter = TopologicalSorter({key: sorted(after[key]) for key in sorted(after)})
    sorter.prepare()
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        yield from ready
        sorter.done(*ready)
