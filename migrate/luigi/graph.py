"""TaskGraph: Luigi's own graph as captured, frozen, with a JSON form.

The JSON is written by :mod:`migrate.luigi.capture` in the legacy interpreter and read here;
``docs/graph-json.md`` documents every field.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "paved-road/luigi-graph"
VERSION = 1
HANDLER = "event handler "


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of one task, with the value the task has in this graph.

    ``transport`` says how the value reaches a step: ``text`` (Luigi's serialised text, which
    parses back to an equal value), ``json`` (a plain Parameter that holds a JSON value),
    ``object`` (only the parent task can make it) or ``secret`` (never written anywhere).
    """

    name: str
    type: str
    text: str | None
    transport: str = "text"
    value: Any = None
    value_type: str = ""
    significant: bool = True
    visibility: str = "public"
    has_default: bool = False
    default_text: str | None = None
    default_reads_clock: bool = False
    source: str = "given"
    description: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a method's source does, at file:line: ``reads_input``, ``opens_path`` …"""

    name: str
    method: str
    path: str
    line: int
    detail: str = ""

    @property
    def in_handler(self) -> bool:
        """It happens when an event of the task calls a handler."""
        return self.method.startswith(HANDLER)


@dataclass(frozen=True, slots=True)
class VariableRead:
    """One place where the repository reads an environment variable, of which no value is kept.

    ``name`` is empty where it is computed, and ``*`` where all are read. ``where`` is what the read
    is in: a dotted function, or at import the name that gets the value. ``required``: it fails
    without.
    """

    name: str
    path: str
    line: int
    where: str = ""
    at_import: bool = False
    required: bool = False
    was_set: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """One target: its class, path or URI, and whether it existed at capture (None: unknown).

    ``local_io`` shows that a class of its own, which names no path, keeps local files all the same.
    """

    class_name: str
    bases: tuple[str, ...] = ()
    path: str = ""
    uri: str = ""
    format: str = ""
    exists: bool | None = None
    error: str = ""
    local_io: Fact | None = None


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of a requires or output structure: ``path`` of keys and indexes, and its value."""

    path: tuple[str | int, ...]
    value: Any


SAME_ID = "task_id"


@dataclass(frozen=True, slots=True)
class NodeError:
    """What went wrong while asking one task: in requires, output, complete or parameters.

    ``task_id`` is no call that failed: a task of another class has the same id.
    """

    where: str
    type: str
    message: str

    @property
    def summary(self) -> str:
        """The error as a sentence."""
        if self.where == SAME_ID:
            return self.message
        return f"{self.where}() raised {self.type}: {self.message}"


@dataclass(frozen=True, slots=True)
class TaskClass:
    """A Task class: where it is written, what it inherits and defines, what its code does."""

    key: str
    module: str
    name: str
    path: str = ""
    line: int = 0
    end_line: int = 0
    bases: tuple[str, ...] = ()
    defines: Mapping[str, str] = field(default_factory=dict)
    doc: str = ""
    facts: tuple[Fact, ...] = ()

    def overrides(self, method: str) -> bool:
        """The class, or one it inherits from outside Luigi, defines the method."""
        return method in self.defines and not is_luigis(self.defines[method])


@dataclass(frozen=True, slots=True)
class Node:
    """One task instance of the graph.

    ``deps`` are the upstream ids where deps() says other tasks than requires(), as templates of
    Luigi's contrib packages do; else None. ``handed`` names the attributes that the task which
    requires this one has set on it.
    """

    task_id: str
    family: str
    module: str
    class_name: str
    class_key: str
    kind: str
    params: tuple[Parameter, ...] = ()
    requires: Any = None
    deps: tuple[str, ...] | None = None
    outputs: Any = None
    attributes: Mapping[str, Any] = field(default_factory=dict)
    dynamic: bool = False
    complete: bool | None = None
    route: tuple[int, ...] | None = None
    handed: tuple[str, ...] = ()
    errors: tuple[NodeError, ...] = ()

    def required(self) -> tuple[Leaf, ...]:
        """Leaves of requires(): value is the upstream task id."""
        return tuple(leaves(self.requires, "task"))

    def targets(self) -> tuple[Leaf, ...]:
        """Leaves of output(): value is a :class:`Target`."""
        return tuple(leaves(self.outputs, "target"))

    def param(self, name: str) -> Parameter | None:
        return next((p for p in self.params if p.name == name), None)


@dataclass(frozen=True, slots=True)
class TaskGraph:
    """Luigi's static graph below one root, and what surrounds it."""

    root: str
    nodes: Mapping[str, Node]
    edges: frozenset[tuple[str, str]]
    classes: Mapping[str, TaskClass]
    root_params: Mapping[str, str]
    module: str
    python: str
    luigi: str
    config: Mapping[str, Mapping[str, str | None]] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    environment: tuple[VariableRead, ...] = ()
    events: tuple[Mapping[str, Any], ...] = ()
    stubbed: tuple[str, ...] = ()
    truncated: bool = False
    config_parser: str = "cfg"
    raw: Mapping[str, Any] = field(default_factory=dict)


def upstream_by_task(edges: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """``{task id: what it requires}``, sorted, in one pass; a task that needs nothing is absent."""
    found: dict[str, list[str]] = {}
    for up, down in sorted(edges):
        found.setdefault(down, []).append(up)
    return found


def shared_paths(graph: TaskGraph, counts: Callable[[Target], bool]) -> dict[str, list[str]]:
    """Paths that several tasks declare as output, with their ids in order.

    External tasks only describe what others write; of the targets only those that count are seen.
    """
    writers: dict[str, set[str]] = {}
    for node in graph.nodes.values():
        for leaf in node.targets() if node.kind != "external" else ():
            if counts(leaf.value):
                writers.setdefault(leaf.value.path, set()).add(node.task_id)
    return {path: sorted(ids) for path, ids in sorted(writers.items()) if len(ids) > 1}


def is_luigis(class_key: str) -> bool:
    """A class of Luigi itself, by its ``module:Name`` or dotted name."""
    return class_key.replace(":", ".").split(".")[0] == "luigi"


def leaves(struct: Any, kind: str, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Leaves of ``{"task": id} | {"target": …} | {"list": […]} | {"dict": [[k, s], …]} | None``."""
    if struct is None:
        return
    if kind in struct:
        yield Leaf(path, struct[kind])
    for index, item in enumerate(struct.get("list", ())):
        yield from leaves(item, kind, (*path, index))
    for key, item in struct.get("dict", ()):
        yield from leaves(item, kind, (*path, key))


def to_json(raw: Mapping[str, Any]) -> str:
    """The text of a graph file, byte for byte as the capture script writes it."""
    return json.dumps(raw, sort_keys=True, indent=1, separators=(",", ": ")) + "\n"
