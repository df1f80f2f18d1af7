"""Random schemas with rows that fit them, and Arrow values compared bit by bit."""

from __future__ import annotations

import struct
from decimal import Decimal as Number
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import strategies as st

from bridges.schema import (
    Bool,
    Bytes,
    Date,
    Decimal,
    Duration,
    Enum,
    Field,
    Fixed,
    Float,
    Int,
    List,
    Map,
    Null,
    Record,
    Schema,
    String,
    Time,
    Timestamp,
    Type,
    Union,
    Uuid,
)

NAMES = ("a", "b.c", "d@len", "e%2E", "é", "key", "value", "x y", "")

LEAVES: tuple[Type, ...] = (
    Null(),
    Bool(),
    *(Int(bits, signed) for bits in (8, 16, 32, 64) for signed in (True, False)),
    Float(16),
    Float(32),
    Float(64),
    String(),
    Bytes(),
    Fixed(3, "f"),
    Fixed(0, "empty"),
    Enum(("A", "B"), "e"),
    Uuid("text"),
    Uuid("binary"),
    Decimal(9, 2),
    Decimal(18, 18),
    Decimal(19, 0),
    Decimal(38, 10),
    Decimal(76, 30),
    Decimal(20, 3, 9),
    Decimal(38, 0, 40),
    Date(),
    Time("s"),
    Time("ms"),
    Time("us"),
    Time("ns"),
    Timestamp("s"),
    Timestamp("ms"),
    Timestamp("us", utc=False),
    Timestamp("ns"),
    Duration(),
)


def bits_of_double(bits: int) -> float:
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


PER_SECOND = {"s": 1, "ms": 10**3, "us": 10**6, "ns": 10**9}

#: Signed zero, infinities, NaNs with a payload, subnormals, and what float32 cannot say.
ODD_DOUBLES = (
    0.0,
    -0.0,
    0.1,
    1e300,
    16777217.0,
    5e-324,
    float("inf"),
    float("-inf"),
    bits_of_double(0x7FF8000000000001),
    bits_of_double(0xFFF8DEAD00000000),
    bits_of_double(0x7FF0000000000001),
)


def types(depth: int) -> st.SearchStrategy[Type]:
    """Types that nest up to ``depth`` levels."""
    leaves = st.sampled_from(LEAVES)
    if depth == 0:
        return leaves
    inner = st.builds(Field, st.just("item"), types(depth - 1), st.booleans()).map(honest)
    values = inner.map(lambda f: Field("value", f.type, True))
    records = members(depth - 1, 0, 3).map(lambda f: Record(tuple(f), "r"))
    unions = members(depth - 1, 2, 3).map(union)
    return st.one_of(leaves, st.builds(List, inner), st.builds(Map, values), records, unions)


def union(fields: list[Field]) -> Union:
    branches = (Field(f.name, String() if f.type == Null() else f.type) for f in fields)
    return Union(tuple(branches))


def honest(field: Field) -> Field:
    return Field(field.name, field.type, field.nullable or field.type == Null())


@st.composite
def members(draw: Any, depth: int, least: int, most: int) -> list[Field]:
    names = draw(st.lists(st.sampled_from(NAMES), min_size=least, max_size=most, unique=True))
    return [honest(Field(n, draw(types(depth)), draw(st.booleans()))) for n in names]


def _digits(precision: int, scale: int) -> st.SearchStrategy[Any]:
    edge = 10**precision - 1
    whole = st.one_of(
        st.sampled_from([0, 1, -1, 127, -128, 128, edge, -edge]), st.integers(-edge, edge)
    )
    return whole.filter(lambda n: abs(n) <= edge).map(lambda n: Number((n < 0, digits(n), -scale)))


def digits(number: int) -> tuple[int, ...]:
    return tuple(int(d) for d in str(abs(number)))


def leaf_values(kind: Type) -> st.SearchStrategy[Any]:
    match kind:
        case Null():
            return st.none()
        case Bool():
            return st.booleans()
        case Int(bits, signed):
            low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
            return st.one_of(st.sampled_from([0, low, high]), st.integers(low, high))
        case Float(16):
            return st.integers(0, 65535).map(lambda b: np.uint16(b).view(np.float16))
        case Float(32):
            return st.floats(width=32)
        case Float():
            return st.one_of(st.sampled_from(ODD_DOUBLES), st.floats())
        case String() | Uuid("text"):
            return st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
        case Enum(symbols):
            return st.sampled_from(symbols)
        case Fixed(size):
            return st.binary(min_size=size, max_size=size)
        case Uuid():
            return st.binary(min_size=16, max_size=16)
        case Duration():
            return st.binary(min_size=12, max_size=12)
        case Decimal(precision, scale):
            return _digits(precision, scale)
        case Date():
            return st.integers(0, 86_399)
        case Time(unit):
            # Arrow's own validation knows no other times; the bridge keeps those too.
            return st.integers(0, 86_400 * PER_SECOND[unit] - 1)
        case Timestamp():
            return st.integers(0, 2**46)
    return st.binary(max_size=6)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values of a field, null where it may be."""
    some = _values(field.type)
    return st.one_of(st.none(), some) if field.nullable else some


def _values(kind: Type) -> st.SearchStrategy[Any]:
    match kind:
        case List(item):
            return st.lists(values(item), max_size=3)
        case Map(value):
            return st.lists(st.tuples(st.text("ab", max_size=2), values(value)), max_size=3)
        case Record(fields):
            return st.fixed_dictionaries({f.name: values(f) for f in fields})
        case Union(branches):
            return st.one_of([_taken(branches, k) for k in range(len(branches))])
    return leaf_values(kind)


def _taken(branches: tuple[Field, ...], k: int) -> st.SearchStrategy[Any]:
    rest = {b.name: None for b in branches}
    return values(branches[k]).map(lambda v: {"@branch": k, **rest, branches[k].name: v})


@st.composite
def tables(draw: Any, depth: int = 3, rows: int = 5) -> tuple[Schema, pa.RecordBatch]:
    """A schema and a batch that fits it, sometimes a slice of a larger one."""
    schema = Schema(tuple(draw(members(depth, 1, 3))), "row")
    columns = [draw(st.lists(values(f), min_size=rows, max_size=rows)) for f in schema.fields]
    arrow = schema.to_arrow()
    arrays = [pa.array(c, f.type) for c, f in zip(columns, arrow, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, schema=arrow)
    first = draw(st.integers(0, rows - 1))
    return schema, batch.slice(first, draw(st.integers(1, rows - first)))


def plain(array: pa.Array) -> list[Any]:
    """The values of an array with every number as its bytes, so that NaN and -0.0 count."""
    valid = [bool(v) for v in np.asarray(array.is_valid())]
    items = _items(array)
    return [item if ok else None for item, ok in zip(items, valid, strict=True)]


def _items(array: pa.Array) -> list[Any]:
    kind = array.type
    if pa.types.is_struct(kind):
        children = [plain(array.field(i)) for i in range(kind.num_fields)]
        return list(zip(*children, strict=True)) if children else [()] * len(array)
    if pa.types.is_map(kind) or pa.types.is_list(kind):
        begins = np.frombuffer(array.buffers()[1], np.int32, len(array) + 1, 4 * array.offset)
        parts = [array.keys, array.items] if pa.types.is_map(kind) else [array.values]
        inner = [plain(p) for p in parts]
        spans = zip(begins[:-1].tolist(), begins[1:].tolist(), strict=True)
        return [tuple(tuple(p[a:b]) for p in inner) for a, b in spans]
    whole = (pa.types.is_null, pa.types.is_boolean, pa.types.is_string, pa.types.is_binary)
    if any(test(kind) for test in whole):
        return array.to_pylist()
    width = kind.bit_width // 8
    buffer = array.buffers()[1]
    data = buffer.to_pybytes()[array.offset * width :] if buffer else b""
    return [data[i * width : (i + 1) * width] for i in range(len(array))]
