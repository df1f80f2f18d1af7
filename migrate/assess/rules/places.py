"""Locations of what was read."""

from __future__ import annotations

from migrate.assess.class_def import ClassDef
from migrate.findings import Location
from migrate.luigi.inventory.lineage import Resolved
from migrate.luigi.inventory.model import Fact


def at_class(cls: ClassDef) -> Location:
    """The class statement."""
    source = cls.resolved.cls
    return Location(cls.path, source.line, source.column)


def at_line(where: ClassDef | Resolved, line: int) -> Location:
    module = where.resolved.module if isinstance(where, ClassDef) else where.module
    return Location(module.path, line)


def at_fact(where: ClassDef | Resolved, fact: Fact) -> Location:
    return at_line(where, fact.line)
