"""Arrow schemas into the model and out again."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings

from bridges.errors import SchemaError
from bridges.schema import (
    Bytes,
    Decimal,
    Enum,
    Field,
    Fixed,
    Float,
    Int,
    List,
    Map,
    Record,
    Schema,
    String,
    Time,
    Timestamp,
    Type,
    Union,
    Uuid,
)
from tests.features.rows import members

ITEM = Field("item", Int(8), True)
TYPES: list[tuple[pa.DataType, Type]] = [
    (pa.uint16(), Int(16, signed=False)),
    (pa.float16(), Float(16)),
    (pa.large_string(), String()),
    (pa.large_binary(), Bytes()),
    (pa.binary(5), Fixed(5)),
    (pa.dictionary(pa.int8(), pa.string()), String()),
    (pa.list_(pa.int8()), List(ITEM)),
    (pa.large_list(pa.int8()), List(ITEM)),
    (pa.list_(pa.int8(), 3), List(ITEM)),
    (pa.list_(pa.field("element", pa.int8(), nullable=False)), List(Field("item", Int(8)))),
    (pa.map_(pa.string(), pa.int8()), Map(Field("value", Int(8), True))),
    (pa.struct([pa.field("a", pa.int8())]), Record((Field("a", Int(8), True),))),
    (pa.decimal128(5, -2), Decimal(5, -2)),
    (pa.decimal256(76, 3), Decimal(76, 3)),
    (pa.time32("s"), Time("s")),
    (pa.timestamp("ns", "Europe/Stockholm"), Timestamp("ns")),
    (pa.timestamp("us"), Timestamp("us", utc=False)),
    (pa.date64(), Timestamp("ms", utc=False)),
    (pa.duration("us"), Int(64)),
    (
        pa.dense_union([pa.field("a", pa.int8()), pa.field("b", pa.string())]),
        Union((Field("a", Int(8)), Field("b", String()))),
    ),
]


@pytest.mark.parametrize(("arrow", "expected"), TYPES, ids=str)
def test_types(arrow: pa.DataType, expected: Type) -> None:
    schema = pa.schema([pa.field("f", arrow, nullable=False)])
    assert Schema.from_arrow(schema).fields == (Field("f", expected),)
    assert Schema.from_arrow(schema).source_arrow() == schema


@pytest.mark.parametrize("arrow", [pa.map_(pa.int32(), pa.int8())])
def test_what_has_no_counterpart_is_refused_by_path(arrow: pa.DataType) -> None:
    with pytest.raises(SchemaError) as e:
        Schema.from_arrow(pa.schema([("r", pa.struct([("f", arrow)]))]))
    assert e.value.where == "r.f"


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(members(3, 1, 4))
def test_the_arrow_form_says_everything(fields: list[Field]) -> None:
    schema = Schema(tuple(fields), "a.Row")
    assert Schema.from_arrow(schema.to_arrow()) == schema


def test_metadata_that_fits_no_more_is_left_aside() -> None:
    said = Schema((Field("e", Enum(("A",), "E")), Field("u", Uuid("binary")))).to_arrow()
    cast = pa.schema([f.with_type(pa.int32()) if f.name == "e" else f for f in said])
    assert Schema.from_arrow(cast).fields == (Field("e", Int(32)), Field("u", Uuid("binary")))


def test_columns_are_selected_in_the_order_of_the_schema() -> None:
    schema = Schema((Field("a", Int(8)), Field("b", Int(8)), Field("c", Int(8))))
    assert [f.name for f in schema.select(["c", "a"]).fields] == ["a", "c"]
    with pytest.raises(SchemaError, match="no column 'z'"):
        schema.select(["z"])
