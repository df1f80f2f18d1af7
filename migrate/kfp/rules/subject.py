"""What rules look at, and the places findings point to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from migrate.findings import Finding, Location
from migrate.kfp.choices import Lowered
from migrate.kfp.environment import Environment
from migrate.kfp.folded import Folded
from migrate.kfp.mounts import Mounts
from migrate.kfp.plan import Flow
from migrate.kfp.probes import Binding
from migrate.luigi.graph import Fact, Node, TaskClass, TaskGraph


@dataclass(frozen=True, slots=True)
class Subject:
    """One conversion: the graph and everything decided about it."""

    graph: TaskGraph
    flows: Mapping[str, Flow]
    binding: Binding
    mounts: Mounts
    lowered: Lowered
    probed: bool
    folded: Folded
    environment: Environment = field(default_factory=dict)
    repo: Path | None = None
    """Where the repository was at capture."""

    def cls(self, node: Node) -> TaskClass | None:
        return self.graph.classes.get(node.class_key)

    def at(self, node: Node) -> Location:
        """Where the class of a task is written."""
        cls = self.cls(node)
        return Location(cls.path, cls.line) if cls else Location()

    def families(self) -> Iterator[tuple[Node, int]]:
        """One node of each family, and how many there are."""
        seen: dict[str, list[Node]] = {}
        for node in self.graph.nodes.values():
            seen.setdefault(node.family, []).append(node)
        for family in sorted(seen):
            yield seen[family][0], len(seen[family])


# Characters of a value in a message; the whole of it stands in the table of tasks.
MOST_SHOWN = 80

Rule = Callable[[Subject], Iterator[Finding]]


def place(fact: Fact) -> Location:
    """Where a fact was read."""
    return Location(fact.path, fact.line)


def shown_value(text: str | None) -> str:
    """A parameter's text for a sentence: in one line, without its middle where it is long."""
    if text is None:
        return "its value"
    line = " ".join(text.split())
    if len(line) <= MOST_SHOWN:
        return line
    half = MOST_SHOWN // 2
    return f"{line[:half]}…{line[-half:]} ({len(text)} characters)"
