"""Names and what they stand for, scope by scope, as Scala nests them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bridges.featran.getters.types import Type
from migrate.featran.scala.tree import Node, Source

if TYPE_CHECKING:
    from migrate.featran.scala.values import Value


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """A ``val``, ``def``, ``object`` or class that is evaluated when it is asked for.

    ``pick`` is the index in a pattern ``val (a, b) = …``, ``others`` are overloads of a method.
    """

    node: Node
    scope: Scope
    pick: tuple[int, ...] = ()
    others: tuple[Definition, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """A parameter of a class or method for which there is no value yet.

    ``bound`` is true of what a function literal or a pattern binds: only its caller has a value.
    """

    name: str
    node: Node
    source: Source
    type: Type | None
    scope: Scope
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """A name that an import brought in: the dotted path it stands for."""

    path: str


Binding: TypeAlias = "Definition | Unknown | Imported | Value"


@dataclass(slots=True, eq=False)
class Scope:
    """One block, template or file. ``runtime`` is true where a row may be in reach."""

    source: Source
    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)
    types: dict[str, Node | Type] = field(default_factory=dict)
    wildcards: list[str] = field(default_factory=list)
    placeholders: dict[int, Value] = field(default_factory=dict)
    objects: dict[int, Scope] = field(default_factory=dict)
    memo: dict[int, Value] = field(default_factory=dict)
    runtime: bool = False
    label: str = ""

    def child(self, *, runtime: bool | None = None, label: str = "") -> Scope:
        """A scope inside this one."""
        inside = self.runtime if runtime is None else runtime
        return Scope(self.source, self, runtime=inside, label=label)

    def chain(self) -> list[Scope]:
        """This scope and those around it, innermost first."""
        found: list[Scope] = []
        current: Scope | None = self
        while current is not None:
            found.append(current)
            current = current.parent
        return found

    def qualified(self) -> str:
        """The names of the objects, classes and methods around, dotted."""
        return ".".join(s.label for s in reversed(self.chain()) if s.label)
