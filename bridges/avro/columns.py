"""The Arrow columns of a schema, as the kernels see them: numbered, with levels and counters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

import pyarrow as pa

from bridges.avro.wire import Kind, Wire, WireField
from bridges.schema import Bool, Decimal, Field, List, Map, Null, Record, Schema, String, Union
from bridges.schema import Enum as EnumType

#: The Arrow width up to which a decimal fits 128 bits.
_DECIMAL128_DIGITS: Final = 38
ROWS: Final = 0


class Layout(Enum):
    """Which buffers a column has beside its validity."""

    NOTHING = auto()
    #: One fixed-width value each.
    VALUES = auto()
    #: Lengths, and bytes in a buffer of their own.
    BYTES = auto()
    #: Lengths, and items on a level of their own.
    LIST = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """A node of the schema. ``counter`` counts its bytes or its items; ``level`` its values."""

    index: int
    path: str
    field: Field
    wire: Wire
    arrow: pa.DataType
    level: int
    layout: Layout
    width: int = 0
    counter: int = 0
    children: tuple[Column, ...] = ()

    @property
    def nullable(self) -> bool:
        """Whether it has a validity buffer."""
        return self.field.nullable and not isinstance(self.field.type, Null)


@dataclass(frozen=True, slots=True)
class Tree:
    """All columns (``every[i].index == i``), those of the rows, and how many counters exist."""

    roots: tuple[Column, ...]
    every: tuple[Column, ...]
    counters: int


def non_null(wire: Wire) -> tuple[Wire, ...]:
    """The branches that bear values: of a union, or the type itself."""
    branches = wire.inner if wire.kind is Kind.UNION else (wire,)
    return tuple(branch for branch in branches if branch.kind is not Kind.NULL)


def row_fields(wire: Wire, schema: Schema) -> tuple[WireField, ...]:
    """The fields of a row: of the record, or the one that wraps a bare value."""
    return (WireField("value", wire),) if schema.wrapped else wire.fields


def make_tree(schema: Schema, wire: Wire) -> Tree:
    """The columns of ``schema``, whose encoding is ``wire``."""
    builder = _Builder()
    arrow = schema.to_arrow()
    roots = tuple(
        builder.column(field, member.type, arrow.field(index).type, ROWS, field.name)
        for index, (field, member) in enumerate(
            zip(schema.fields, row_fields(wire, schema), strict=True)
        )
    )
    return Tree(roots, tuple(sorted(builder.made, key=lambda c: c.index)), builder.counters)


class _Builder:
    """Numbers columns in the order of the schema."""

    def __init__(self) -> None:
        self.made: list[Column] = []
        self.numbered = 0
        self.counters = 1

    def column(self, field: Field, wire: Wire, arrow: pa.DataType, level: int, path: str) -> Column:
        """The column of ``field`` and those inside it."""
        index, self.numbered = self.numbered, self.numbered + 1
        layout, width = _layout(field, wire, arrow)
        counter = 0
        if layout in (Layout.BYTES, Layout.LIST):
            counter, self.counters = self.counters, self.counters + 1
        children = self._children(field, wire, arrow, counter or level, path)
        made = Column(index, path, field, wire, arrow, level, layout, width, counter, children)
        self.made.append(made)
        return made

    def _children(
        self, field: Field, wire: Wire, arrow: pa.DataType, level: int, path: str
    ) -> tuple[Column, ...]:
        parts = _parts(field, wire, arrow)
        return tuple(self.column(f, w, a, level, f"{path}.{f.name}") for f, w, a in parts)


def _parts(field: Field, wire: Wire, arrow: pa.DataType) -> list[tuple[Field, Wire, pa.DataType]]:
    """The fields one level further down, with their encoding and Arrow type."""
    match field.type:
        case List(item):
            return [(item, non_null(wire)[0].inner[0], arrow.value_type)]
        case Map(value):
            key = Field("key", String())
            inner = non_null(wire)[0].inner[0]
            return [(key, Wire(Kind.STRING), pa.string()), (value, inner, arrow.item_type)]
        case Record(fields):
            wires = [member.type for member in non_null(wire)[0].fields]
            types = [arrow[i].type for i in range(arrow.num_fields)]
            return list(zip(fields, wires, types, strict=True))
        case Union(branches):
            slots = [Field(branch.name, branch.type, nullable=True) for branch in branches]
            types = [arrow[i + 1].type for i in range(len(slots))]
            return [
                (Field("@branch", Bool()), Wire(Kind.BOOLEAN), pa.int8()),
                *zip(slots, non_null(wire), types, strict=True),
            ]
    return []


def _layout(field: Field, wire: Wire, arrow: pa.DataType) -> tuple[Layout, int]:
    """The layout, and the bytes one value takes in the kernel's buffer."""
    match field.type:
        case Null() | Record() | Union():
            return Layout.NOTHING, 0
        case List() | Map():
            return Layout.LIST, 0
        case EnumType():
            return Layout.VALUES, 4
        case Decimal(precision):
            return Layout.VALUES, 16 if precision <= _DECIMAL128_DIGITS else 32
    return _BY_WIRE.get(non_null(wire)[0].kind) or (Layout.VALUES, arrow.bit_width // 8)


_BY_WIRE: Final = {
    Kind.BOOLEAN: (Layout.VALUES, 1),
    Kind.INT: (Layout.VALUES, 4),
    Kind.LONG: (Layout.VALUES, 8),
    Kind.FLOAT: (Layout.VALUES, 4),
    Kind.DOUBLE: (Layout.VALUES, 8),
    Kind.BYTES: (Layout.BYTES, 0),
    Kind.STRING: (Layout.BYTES, 0),
}
