"""The types of getter expressions: what Scala's checker would say, as frozen dataclasses.

A type decides how an operation computes (``Int`` wraps, ``Float`` rounds to 24 bits) and how a
column is laid out. Sources are taken to have compiled: a type is inferred, never enforced.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Prim:
    """A scalar: a JVM primitive, ``String``, or one of the checker's own (``Null``, ``Nothing``).

    ``String`` may be null at run time (Python ``None``); the other scalars never are.
    """

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Boxed:
    """``java.lang.Integer`` and its kin: the scalar or null. Avro's nullable fields have it."""

    item: Prim

    def __str__(self) -> str:
        return f"java.lang.{_BOXES.get(self.item.name, self.item.name)}"


@dataclass(frozen=True, slots=True)
class OptionOf:
    """``Option[item]``."""

    item: Type

    def __str__(self) -> str:
        return f"Option[{self.item}]"


SeqKind: TypeAlias = Literal["Seq", "List", "Vector", "Array", "Set"]


@dataclass(frozen=True, slots=True)
class SeqOf:
    """A collection of one item type; ``kind`` matters for printing, equality and duplicates."""

    item: Type
    kind: SeqKind = "Seq"

    def __str__(self) -> str:
        return f"{self.kind}[{self.item}]"


@dataclass(frozen=True, slots=True)
class MapOf:
    """``Map[key, value]``."""

    key: Type
    value: Type

    def __str__(self) -> str:
        return f"Map[{self.key}, {self.value}]"


@dataclass(frozen=True, slots=True)
class TupleOf:
    """``(A, B, …)``; its fields are ``_1``, ``_2`` …."""

    items: tuple[Type, ...]

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.items))})"


@dataclass(frozen=True, slots=True)
class RecordOf:
    """A case class or an Avro record: named fields in declaration order."""

    name: str
    fields: tuple[tuple[str, Type], ...]

    def __str__(self) -> str:
        return self.name

    def field(self, name: str) -> Type | None:
        """The type of field ``name``, or None where there is no such field."""
        return dict(self.fields).get(name)


Type: TypeAlias = Prim | Boxed | OptionOf | SeqOf | MapOf | TupleOf | RecordOf

BOOLEAN, BYTE, SHORT, CHAR = Prim("Boolean"), Prim("Byte"), Prim("Short"), Prim("Char")
INT, LONG, FLOAT, DOUBLE = Prim("Int"), Prim("Long"), Prim("Float"), Prim("Double")
STRING, NULL, NOTHING, UNIT = Prim("String"), Prim("Null"), Prim("Nothing"), Prim("Unit")

UNKNOWN = Prim("Any")
"""A value of which nothing is known but that there is one: it is null, and never looked at."""

INTEGRAL = (BYTE, SHORT, CHAR, INT, LONG)
NUMERIC = (*INTEGRAL, FLOAT, DOUBLE)
_BOXES = {"Int": "Integer", "Char": "Character"}

WEIGHTED_LABEL = RecordOf("WeightedLabel", (("name", STRING), ("value", DOUBLE)))
"""Featran's label with a weight, the input of NHotWeightedEncoder."""


def mdl_record(label: Type) -> RecordOf:
    """``MDLRecord[label]``, the input of Featran's MDL transformer."""
    return RecordOf("MDLRecord", (("label", label), ("value", DOUBLE)))


def enumeration(name: str) -> RecordOf:
    """The values of ``object name extends Enumeration``: a number and a text each."""
    return RecordOf(f"{name}.Value", (("id", INT), ("toString", STRING)))


def is_enumeration(kind: Type) -> bool:
    """Whether ``kind`` is one of :func:`enumeration`."""
    return isinstance(kind, RecordOf) and [n for n, _ in kind.fields] == ["id", "toString"]


def either(left: Type, right: Type) -> RecordOf:
    """``Either[left, right]``: one of two options has a value."""
    fields = (("left", OptionOf(left)), ("right", OptionOf(right)))
    return RecordOf(f"Either[{left}, {right}]", fields)


def sides(kind: Type) -> tuple[Type, Type] | None:
    """The two types of an :func:`either`; None for another type."""
    if not isinstance(kind, RecordOf) or not kind.name.startswith("Either["):
        return None
    left, right = kind.field("left"), kind.field("right")
    if isinstance(left, OptionOf) and isinstance(right, OptionOf):
        return left.item, right.item
    return None


def field_of(owner: Type, name: str) -> Type | None:
    """The type of ``owner.name`` for records and tuples (``_1`` …), or None."""
    if isinstance(owner, RecordOf):
        return owner.field(name)
    if isinstance(owner, TupleOf) and name.startswith("_") and name[1:].isdigit():
        index = int(name[1:]) - 1
        return owner.items[index] if 0 <= index < len(owner.items) else None
    return None
