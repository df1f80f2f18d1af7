"""The engine's column types, reduced to what comparing them takes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from migrate.parity import sql


class Family(StrEnum):
    """Types whose values mean the same kind of thing."""

    BOOL = "bool"
    INT = "int"
    FLOAT = "float"
    DECIMAL = "decimal"
    STRING = "string"
    BYTES = "bytes"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    LIST = "list"
    STRUCT = "struct"
    MAP = "map"
    NOTHING = "nothing"
    """Of a column without a single value."""
    OTHER = "other"


#: By the engine's name: family, and for numbers how many bits a value has (its sign included).
_SCALARS: Final = {
    "BOOLEAN": (Family.BOOL, 1),
    "TINYINT": (Family.INT, 8),
    "SMALLINT": (Family.INT, 16),
    "INTEGER": (Family.INT, 32),
    "BIGINT": (Family.INT, 64),
    "HUGEINT": (Family.INT, 128),
    "UTINYINT": (Family.INT, 9),
    "USMALLINT": (Family.INT, 17),
    "UINTEGER": (Family.INT, 33),
    "UBIGINT": (Family.INT, 65),
    "UHUGEINT": (Family.INT, 129),
    "FLOAT": (Family.FLOAT, 32),
    "DOUBLE": (Family.FLOAT, 64),
    "VARCHAR": (Family.STRING, 0),
    "UUID": (Family.STRING, 0),
    "BLOB": (Family.BYTES, 0),
    "DATE": (Family.DATE, 0),
    "TIME": (Family.TIME, 0),
    "TIMESTAMP": (Family.TIMESTAMP, 6),
    "TIMESTAMP_S": (Family.TIMESTAMP, 0),
    "TIMESTAMP_MS": (Family.TIMESTAMP, 3),
    "TIMESTAMP_NS": (Family.TIMESTAMP, 9),
    "TIMESTAMP WITH TIME ZONE": (Family.TIMESTAMP, 6),
}

#: What a column without a value has where the engine keeps it: a type that no file has, and
#: that Arrow carries as it is, also within others.
NO_TYPE: Final = 'STRUCT("@null" BOOLEAN)'

NUMBERS: Final = frozenset({Family.BOOL, Family.INT, Family.FLOAT, Family.DECIMAL})


@dataclass(frozen=True, slots=True)
class Type:
    """``sql`` is the engine's name. ``size``: bits of a number, decimal digits of a second of a
    timestamp, digits of a decimal. ``children``: fields of a struct, the item of a list (named
    ``item``), key and value of a map."""

    family: Family
    sql: str
    size: int = 0
    scale: int = 0
    children: tuple[tuple[str, Type], ...] = ()

    @property
    def item(self) -> Type:
        """What a list holds, or the values of a map."""
        return self.children[-1][1]

    @property
    def unsigned(self) -> bool:
        """Whether an integer has no sign."""
        return self.sql.startswith("U") and self.family is Family.INT

    @property
    def zoned(self) -> bool:
        """Whether a timestamp is an instant, not a wall clock's time."""
        return self.sql == "TIMESTAMP WITH TIME ZONE"

    def __str__(self) -> str:
        return self.sql.replace(NO_TYPE, "NULL").lower()


NOTHING: Final = Type(Family.NOTHING, NO_TYPE)


def scalar(sql: str) -> Type:
    """The type of this name."""
    family, size = _SCALARS[sql]
    return Type(family, sql, size)


def list_of(item: Type) -> Type:
    """A list type."""
    return Type(Family.LIST, f"{item.sql}[]", children=(("item", item),))


def map_of(key: Type, value: Type) -> Type:
    """A map type."""
    children = (("key", key), ("value", value))
    return Type(Family.MAP, f"MAP({key.sql}, {value.sql})", children=children)


def struct_of(fields: tuple[tuple[str, Type], ...]) -> Type:
    """A record type."""
    inner = ", ".join(f"{sql.name(name)} {kind.sql}" for name, kind in fields)
    return Type(Family.STRUCT, f"STRUCT({inner})", children=fields)


def entry_of(key: Type, value: Type) -> Type:
    """What maps are lists of."""
    return struct_of((("key", key), ("value", value)))


def read_type(engine_type: Any) -> Type:
    """A ``DuckDBPyType`` as a :class:`Type`."""
    kind, sql = str(engine_type.id), str(engine_type)
    if kind == "decimal":
        (_, precision), (_, scale) = engine_type.children
        return Type(Family.DECIMAL, sql, int(precision), int(scale))
    if kind in ("list", "array"):
        return list_of(read_type(engine_type.children[0][1]))
    if kind == "struct":
        if sql == NO_TYPE:
            return NOTHING
        fields = tuple((name, read_type(child)) for name, child in engine_type.children)
        return Type(Family.STRUCT, sql, children=fields)
    if kind == "map":
        (_, key), (_, value) = engine_type.children
        children = (("key", read_type(key)), ("value", read_type(value)))
        return Type(Family.MAP, sql, children=children)
    if kind == "enum":
        return Type(Family.STRING, "ENUM")
    family, size = _SCALARS.get(sql, (Family.OTHER, 0))
    return Type(family, sql, size)
