"""Names and what they stand for, scope by scope, as Scala nests them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from bridges.featran.getters.types import Type
from migrate.featran.scala.tree import Node, Source
from migrate.findings import Finding

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


@dataclass(frozen=True, slots=True, eq=False)
class Argument:
    """A parameter of a parent class: what ``extends`` gives for it, computed when asked for.

    ``param`` declares it in ``owner``; the value stands in ``scope``: one node, or for a repeated
    parameter any number.
    """

    nodes: tuple[Node, ...]
    scope: Scope
    param: Node
    owner: Scope


@dataclass(frozen=True, slots=True, eq=False)
class TypeIn:
    """A type expression of another scope: a type argument, or a type member of a subclass."""

    node: Node
    scope: Scope


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """What a ``val`` holds, with the outcomes and findings of reading it.

    Whoever uses the value takes them over: a first reading may have been for nothing.
    """

    value: Value
    outcomes: Mapping[int, str]
    findings: tuple[Finding, ...]


Binding: TypeAlias = "Definition | Unknown | Imported | Argument | Value"


@dataclass(slots=True, eq=False)
class Scope:
    """One block, template or file. ``runtime`` is true where a row may be in reach.

    ``order`` says when each strict ``val`` of a template is initialised, parents first; ``parts``
    are the scopes of a template and of all that it extends.
    """

    source: Source
    parent: Scope | None = None
    names: dict[str, Binding] = field(default_factory=dict)
    types: dict[str, Node | Type | TypeIn] = field(default_factory=dict)
    wildcards: list[str] = field(default_factory=list)
    extensions: list[Node] = field(default_factory=list)
    placeholders: dict[int, Value] = field(default_factory=dict)
    objects: dict[int, Scope] = field(default_factory=dict)
    memo: dict[int, Evaluated] = field(default_factory=dict)
    runtime: bool = False
    label: str = ""
    order: dict[int, tuple[int, int]] = field(default_factory=dict)
    parts: list[Scope] = field(default_factory=list)

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
