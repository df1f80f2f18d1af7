"""The types of a schema: a sum of frozen dataclasses, the same for Avro and Arrow.

``null`` is never a type of its own where something else can stand: a nullable value is a
:class:`Field` with ``nullable`` set, wherever the source puts its null.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bridges.errors import NameCollision

Unit: TypeAlias = Literal["s", "ms", "us", "ns"]


@dataclass(frozen=True, slots=True)
class Null:
    """Only ever null."""


@dataclass(frozen=True, slots=True)
class Bool:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Int:
    """An integer of 8, 16, 32 or 64 bits."""

    bits: int
    signed: bool = True


@dataclass(frozen=True, slots=True)
class Float:
    """An IEEE number of 16, 32 or 64 bits."""

    bits: int


@dataclass(frozen=True, slots=True)
class String:
    """UTF-8 text."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """Bytes of any length."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """Bytes of one length."""

    size: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Enum:
    """One of some symbols; travels as its text."""

    symbols: tuple[str, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Uuid:
    """A UUID in the form its source has: 36 characters, or 16 bytes."""

    form: Literal["text", "binary"] = "text"


@dataclass(frozen=True, slots=True)
class Decimal:
    """An unscaled integer and a scale; ``fixed_size`` is the width of an Avro fixed."""

    precision: int
    scale: int = 0
    fixed_size: int | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """Days since 1970-01-01."""


@dataclass(frozen=True, slots=True)
class Time:
    """Time of day."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Timestamp:
    """Since 1970-01-01T00:00; an instant if ``utc``, otherwise a wall clock's reading."""

    unit: Unit
    utc: bool = True


@dataclass(frozen=True, slots=True)
class Duration:
    """Avro's 12 bytes: months, days and milliseconds, little-endian."""


@dataclass(frozen=True, slots=True)
class List:
    """Items of one type."""

    item: Field


@dataclass(frozen=True, slots=True)
class Map:
    """Text keys, in source order, to values of one type."""

    value: Field


@dataclass(frozen=True, slots=True)
class Record:
    """Named fields."""

    fields: tuple[Field, ...]
    name: str = ""

    def __post_init__(self) -> None:
        refuse_duplicates((f.name for f in self.fields), self.name or "record")


#: The position of a branch is an int8, as in Arrow's own unions.
MOST_BRANCHES = 127


@dataclass(frozen=True, slots=True)
class Union:
    """One of several branches, none of them null; a branch bears its type's Avro name."""

    branches: tuple[Field, ...]

    def __post_init__(self) -> None:
        refuse_duplicates((b.name for b in self.branches), "union")


Type: TypeAlias = (
    Null
    | Bool
    | Int
    | Float
    | String
    | Bytes
    | Fixed
    | Enum
    | Uuid
    | Decimal
    | Date
    | Time
    | Timestamp
    | Duration
    | List
    | Map
    | Record
    | Union
)

TYPES: tuple[type[Type], ...] = (
    Null,
    Bool,
    Int,
    Float,
    String,
    Bytes,
    Fixed,
    Enum,
    Uuid,
    Decimal,
    Date,
    Time,
    Timestamp,
    Duration,
    List,
    Map,
    Record,
    Union,
)


@dataclass(frozen=True, slots=True)
class Field:
    """A named place for a value. ``metadata`` keeps what the source says beside the type."""

    name: str
    type: Type
    nullable: bool = False
    metadata: tuple[tuple[str, str], ...] = ()


def refuse_duplicates(names: Iterable[str], where: str) -> None:
    """Raise :class:`NameCollision` for names that occur twice."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise NameCollision(
            f"the name {twice[0]!r} occurs more than once",
            where=where,
            next_step="rename one of the fields in the source, or select columns",
        )
