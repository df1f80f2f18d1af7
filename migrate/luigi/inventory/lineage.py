"""A class of the repository, and its ancestors in it and outside."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.luigi.inventory.bases import Known
from migrate.luigi.inventory.model import Attribute, Class, Function, Module


@dataclass(frozen=True, slots=True)
class External:
    """A class of a library, or of something that is not in the repository."""

    dotted: str
    known: Known | None


@dataclass(frozen=True, eq=False)
class Resolved:
    """A class of the repository with its place; identity is that of the object."""

    cls: Class
    module: Module

    @property
    def key(self) -> str:
        """``path:QualName``: unique but for a name that is defined twice in one file."""
        return f"{self.module.path}:{self.cls.qualname}"


@dataclass(frozen=True)
class Lineage:
    """Ancestors in the order methods are looked up, the class itself first."""

    own: tuple[Resolved, ...]
    external: tuple[External, ...]
    dynamic: tuple[str, ...] = ()
    kind: str = ""
    """``task`` …; empty for a class that is nothing of Luigi's, ``unknown`` for a probable task."""
    features: tuple[str, ...] = ()

    def method(self, name: str) -> tuple[Resolved, Function] | None:
        return next(((r, r.cls.methods[name]) for r in self.own if name in r.cls.methods), None)

    def attribute(self, name: str) -> tuple[Resolved, Attribute] | None:
        found = ((r, r.cls.attribute(name)) for r in self.own)
        return next(((r, a) for r, a in found if a is not None), None)
