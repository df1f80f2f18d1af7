"""Two task graphs side by side: what each holds, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Edge = tuple[str, str]


class Kind(StrEnum):
    """Where a graph was read from."""

    LUIGI = "luigi"
    KFP = "kfp"


class Status(StrEnum):
    """How a task or an edge of the two graphs compares; OLD and NEW as on the command line."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class TaskNode:
    """One task: its family and the texts of its parameters; None: known only at run time.

    ``luigi_id`` is the id that Luigi gives to the task, or that a step asserts when it runs;
    empty where the file does not say. ``closed``: a parameter that is not in ``params`` is not
    given at all (else the step may get it from elsewhere when it runs).
    """

    id: str
    family: str
    params: Mapping[str, str | None] = field(default_factory=dict)
    luigi_id: str = ""
    place: str = ""
    closed: bool = True

    @property
    def label(self) -> str:
        """The family and what tells this task from its siblings."""
        shown = [text for text in self.params.values() if text]
        return f"{self.family}({', '.join(shown[:2])})" if shown else self.family


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """An output of a task; of what is no task, such as an importer, its name in parentheses."""

    task: str
    output: str

    def __str__(self) -> str:
        return f"{self.task}.{self.output}"


@dataclass(frozen=True, slots=True)
class Wire:
    """An output that feeds an input of a task."""

    task: str
    input: str
    source: Source


@dataclass(frozen=True, slots=True)
class Side:
    """One graph after contraction: what does no work of its own is gone, its edges are joined."""

    where: str
    kind: Kind
    sha256: str
    nodes: Mapping[str, TaskNode]
    edges: frozenset[Edge]
    waits: frozenset[Edge] = frozenset()
    """Further edges, because a loop or a sub-pipeline starts and ends as a whole."""
    contracted: tuple[str, ...] = ()
    dynamic: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    """Names of the pipeline's own parameters."""
    wires: frozenset[Wire] | None = None
    """None where the file does not say what feeds what: Luigi's graph has targets, no inputs."""


@dataclass(frozen=True, slots=True)
class Change:
    """One property that differs: ``family``, or the name of a parameter; None: not given."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class NodeResult:
    """A task of either graph; ``key`` names it in the edges of the comparison.

    ``unknown`` are the parameters whose values are not in one of the files; ``asserted``: both
    sides name the same Luigi id, which covers them.
    """

    key: str
    status: Status
    old: TaskNode | None = None
    new: TaskNode | None = None
    changes: tuple[Change, ...] = ()
    unknown: tuple[str, ...] = ()
    asserted: bool = False

    @property
    def either(self) -> TaskNode:
        found = self.old or self.new
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class EdgeResult:
    """An edge by the keys of its tasks; ``implied``: a missing one that other edges still order."""

    upstream: str
    downstream: str
    status: Status
    implied: bool = False


@dataclass(frozen=True, slots=True)
class WireResult:
    """What feeds an input of a task that is on both sides, tasks by their keys."""

    task: str
    input: str
    status: Status
    old: tuple[Source, ...] = ()
    new: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphParity:
    """The comparison of two graphs; ``wires`` where both sides say what feeds what."""

    old: Side
    new: Side
    nodes: tuple[NodeResult, ...]
    edges: tuple[EdgeResult, ...]
    wires: tuple[WireResult, ...] = ()

    @property
    def equal(self) -> bool:
        everything: tuple[NodeResult | EdgeResult | WireResult, ...]
        everything = (*self.nodes, *self.edges, *self.wires)
        return all(one.status is Status.SAME for one in everything) and not self.unproved

    @property
    def unproved(self) -> tuple[NodeResult, ...]:
        """Tasks that look equal only because a value is in neither file nor covered by an id."""
        return tuple(n for n in self.nodes if n.unknown and not n.asserted)

    def counts(self, of: str) -> dict[Status, int]:
        """How many ``nodes``, ``edges`` or ``wires`` have each status."""
        everything: dict[str, Iterable[NodeResult | EdgeResult | WireResult]]
        everything = {"nodes": self.nodes, "edges": self.edges, "wires": self.wires}
        found = [one.status for one in everything[of]]
        return {status: found.count(status) for status in Status}
