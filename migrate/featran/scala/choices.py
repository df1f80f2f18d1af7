"""Values of sealed families where getters need them: from objects and case classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridges.featran.getters.ast import Expr, Let, New
from bridges.featran.getters.rewrite import is_path
from bridges.featran.getters.types import RecordOf, Type
from migrate.featran.scala.families import Family, family_named, family_of
from migrate.featran.scala.values import Object, Typed, Value

if TYPE_CHECKING:
    from migrate.featran.scala.reader import Reader


def as_choice(reader: Reader, value: Value, expected: Type | None = None) -> Value:
    """An object as a value of its family, and a record as one of an expected family."""
    if isinstance(value, Object):
        return _of_object(reader, value)
    family = family_named(reader.types, expected) if expected is not None else None
    if family is None or not isinstance(value, Typed):
        return value
    found = _widened(reader, family, value.expr)
    return Typed(found) if found is not None else value


def family_of_object(reader: Reader, value: Object) -> Family | None:
    """The family of an object of the source."""
    found = value.definition
    return family_of(reader.types, found.node, found.scope) if found is not None else None


def _of_object(reader: Reader, value: Object) -> Value:
    family = family_of_object(reader, value)
    if family is None or value.definition is None:
        return value
    made = family.value(family.place(value.definition.node))
    return Typed(made) if made is not None else value


def _widened(reader: Reader, family: Family, expr: Expr) -> Expr | None:
    """A case class as its family; None for a record of something else."""
    records = [member.record for member in family.members]
    if expr.type not in records or not isinstance(expr.type, RecordOf):
        return None
    place = records.index(expr.type)
    if is_path(expr) or isinstance(expr, New):
        return family.value(place, expr)
    held = reader.fresh("choice", expr.type)
    made = family.value(place, held)
    return Let(held.name, expr, made) if made is not None else None


def common_kind(reader: Reader, kinds: list[Type]) -> Type | None:
    """The family that records of several classes belong to; None where they have none."""
    records = [kind for kind in kinds if isinstance(kind, RecordOf)]
    for family in _families(reader, records) if len(records) == len(kinds) else []:
        own = (family.kind, *(member.record for member in family.members))
        if all(kind in own for kind in kinds):
            return family.kind
    return None


def alike(reader: Reader, exprs: list[Expr]) -> list[Expr]:
    """Expressions of several classes of one family as values of the family; others as they are."""
    kinds = {expr.type for expr in exprs}
    records = [kind for kind in kinds if isinstance(kind, RecordOf)]
    if len(kinds) < 2 or not records:
        return exprs
    for family in _families(reader, records):
        widened = [
            expr if expr.type == family.kind else _widened(reader, family, expr) or expr
            for expr in exprs
        ]
        if any(expr.type == family.kind for expr in widened):
            return widened
    return exprs


def _families(reader: Reader, records: list[RecordOf]) -> list[Family]:
    """The families of records: by name of the class, or of the family itself."""
    found = []
    for kind in records:
        known = reader.types.classes.get(kind.name)
        own = family_named(reader.types, kind)
        family = own or (family_of(reader.types, *known) if known is not None else None)
        found += [family] if family is not None else []
    return found
