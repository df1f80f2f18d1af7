"""What another process would not have: what two captures of a repository disagree on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from migrate.luigi.graph import Node, Target, TaskGraph
from migrate.luigi.sources import sources

CHANCE: Final = re.compile(
    rb"\b(uuid[1-7]?|random|secrets)\s*[.(]"
    rb"|\b(randint|urandom|token_(hex|bytes|urlsafe)|mkdtemp|mkstemp|getpid|time_ns|(utc)?now|time)\("
)
"""What a default has to name, somewhere in the repository, to be another one each time."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What two processes evaluated to two texts, a default say, and a task that has it."""

    node: Node
    name: str
    texts: tuple[str, str]


def may_draw(repo: Path) -> bool:
    """Whether a file of the repository names something that differs from process to process."""
    return any(CHANCE.search(source.read_bytes()) for source in sources(repo))


def drawn_defaults(graph: TaskGraph, others: Sequence[TaskGraph]) -> Iterator[Drawn]:
    """Each default of the graph that is another one in another capture; clocks are known apart."""
    elsewhere = [_defaults(other) for other in others]
    for (family, name), (node, text) in _defaults(graph).items():
        found = (table.get((family, name), (node, text))[1] for table in elsewhere)
        if other := next((o for o in found if o != text), None):
            yield Drawn(node, name, (text, other))


def moved_targets(graph: TaskGraph, others: Sequence[TaskGraph]) -> Iterator[Drawn]:
    """Each family whose targets are elsewhere in another capture of the very same task."""
    said: set[str] = set()
    for other in others:
        for node in graph.nodes.values():
            again = other.nodes.get(node.task_id)
            if again is None or node.family in said:
                continue
            for leaf, twin in zip(node.targets(), again.targets(), strict=False):
                texts = (_place(leaf.value), _place(twin.value))
                if texts[0] != texts[1] and node.family not in said:
                    said.add(node.family)
                    yield Drawn(node, "output()", texts)


def _place(target: Target) -> str:
    return target.uri or target.path


def _defaults(graph: TaskGraph) -> dict[tuple[str, str], tuple[Node, str]]:
    return {
        (node.family, param.name): (node, param.default_text)
        for node in graph.nodes.values()
        for param in node.params
        if param.source == "default" and param.default_text and not param.default_reads_clock
    }
