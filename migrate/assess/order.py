"""In which order to move the tasks: what others need first, the easy before the hard."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

Edge = tuple[str, str]


def waves(nodes: Iterable[str], edges: Collection[Edge]) -> dict[str, int]:
    """``{node: wave}`` from 1: a task is one wave after the last task it requires.

    Classes that require each other (yesterday's report reads the day before) are in one wave.
    """
    members = sorted(nodes)
    component = components(members, edges)
    above: dict[int, set[int]] = {}
    for up, down in edges:
        if component[up] != component[down]:
            above.setdefault(component[down], set()).add(component[up])
    level: dict[int, int] = {}
    # Tarjan numbers a component after everything it reaches, so upstream ones come first here.
    for number in range(max(component.values(), default=-1) + 1):
        level[number] = 1 + max((level[up] for up in above.get(number, ())), default=0)
    return {node: level[component[node]] for node in members}


def components(nodes: Iterable[str], edges: Collection[Edge]) -> dict[str, int]:
    """Strongly connected components, numbered so that upstream ones have smaller numbers."""
    upstream: dict[str, list[str]] = {node: [] for node in nodes}
    for up, down in sorted(edges):
        upstream[down].append(up)
    return _Tarjan(upstream).run()


def without_cycles(nodes: Collection[str], edges: Collection[Edge]) -> frozenset[Edge]:
    """The edges between different components: what a layered drawing can show."""
    component = components(nodes, edges)
    return frozenset((up, down) for up, down in edges if component[up] != component[down])


class _Tarjan:
    """Tarjan's algorithm, without recursion."""

    def __init__(self, follow: Mapping[str, list[str]]) -> None:
        self._follow = follow
        self._index: dict[str, int] = {}
        self._low: dict[str, int] = {}
        self._stack: list[str] = []
        self._number: dict[str, int] = {}
        self._count = 0

    def run(self) -> dict[str, int]:
        for node in self._follow:
            if node not in self._index:
                self._visit(node)
        return self._number

    def _visit(self, root: str) -> None:
        work = [(root, iter(self._enter(root)))]
        while work:
            node, rest = work[-1]
            for other in rest:
                if other not in self._index:
                    work.append((other, iter(self._enter(other))))
                    break
                if other not in self._number:
                    self._low[node] = min(self._low[node], self._index[other])
            else:
                work.pop()
                if work:
                    parent = work[-1][0]
                    self._low[parent] = min(self._low[parent], self._low[node])
                self._close(node)

    def _enter(self, node: str) -> list[str]:
        self._index[node] = self._low[node] = len(self._index)
        self._stack.append(node)
        return self._follow[node]

    def _close(self, node: str) -> None:
        if self._low[node] != self._index[node]:
            return
        while True:
            member = self._stack.pop()
            self._number[member] = self._count
            if member == node:
                break
        self._count += 1
