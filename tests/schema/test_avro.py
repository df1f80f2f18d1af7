"""Avro schemas into the model and out again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bridges.errors import NameCollision, RecursiveSchema, SchemaError
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


def record(*fields: Any, **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": "R", "fields": list(fields), **more}


def only(avro: Any, **more: Any) -> Field:
    return Schema.from_avro(record({"name": "f", "type": avro}, **more)).fields[0]


def fixed(size: int, **more: Any) -> dict[str, Any]:
    return {"type": "fixed", "name": "F", "size": size, **more}


def logical(base: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": base, "logicalType": name, **more}


TYPES: list[tuple[Any, Type]] = [
    ("boolean", Bool()),
    ("int", Int(32)),
    ("long", Int(64)),
    ("float", Float(32)),
    ("double", Float(64)),
    ("string", String()),
    ("bytes", Bytes()),
    ({"type": "long"}, Int(64)),
    ({"type": {"type": "string", "avro.java.string": "String"}}, String()),
    (fixed(3), Fixed(3, "F")),
    ({"type": "enum", "name": "E", "symbols": ["A"]}, Enum(("A",), "E")),
    ({"type": "array", "items": ["null", "int"]}, List(Field("item", Int(32), True))),
    ({"type": "map", "values": "int"}, Map(Field("value", Int(32)))),
    (logical("int", "date"), Date()),
    (logical("int", "time-millis"), Time("ms")),
    (logical("long", "time-micros"), Time("us")),
    (logical("long", "timestamp-millis"), Timestamp("ms")),
    (logical("long", "timestamp-micros"), Timestamp("us")),
    (logical("long", "timestamp-nanos"), Timestamp("ns")),
    (logical("long", "local-timestamp-millis"), Timestamp("ms", utc=False)),
    (logical("string", "uuid"), Uuid("text")),
    (fixed(16, logicalType="uuid"), Uuid("binary")),
    (fixed(12, logicalType="duration"), Duration()),
    (logical("bytes", "decimal", precision=9, scale=2), Decimal(9, 2)),
    (logical("bytes", "decimal", precision=76), Decimal(76)),
    (fixed(5, logicalType="decimal", precision=11), Decimal(11, 0, 5)),
    # Avro: what a logical type may not be, or nobody knows, is its base type.
    (logical("int", "timestamp-millis"), Int(32)),
    (logical("long", "date"), Int(64)),
    (logical("string", "currency"), String()),
    (logical("bytes", "decimal", precision=0), Bytes()),
    (logical("bytes", "decimal", precision=2, scale=3), Bytes()),
    (logical("bytes", "decimal", precision=77), Bytes()),
    (logical("bytes", "decimal", precision="9"), Bytes()),
    (fixed(5, logicalType="decimal", precision=12), Fixed(5, "F")),
    (fixed(11, logicalType="duration"), Fixed(11, "F")),
    (fixed(15, logicalType="uuid"), Fixed(15, "F")),
]


@pytest.mark.parametrize(("avro", "expected"), TYPES, ids=lambda v: json.dumps(v, default=str)[:60])
def test_types(avro: Any, expected: Type) -> None:
    assert only(avro) == Field("f", expected)


AB = Union((Field("int", Int(32)), Field("string", String())))
UNIONS: list[tuple[Any, Field]] = [
    (["null", "int"], Field("f", Int(32), True)),
    (["int", "null"], Field("f", Int(32), True)),
    (["int", {"type": "null"}], Field("f", Int(32), True)),
    (["int"], Field("f", Int(32))),
    (["null"], Field("f", Null(), True)),
    ("null", Field("f", Null(), True)),
    (["int", "string"], Field("f", AB)),
    (["int", "null", "string"], Field("f", AB, True)),
]


@pytest.mark.parametrize(
    ("avro", "expected"), UNIONS, ids=lambda v: json.dumps(v, default=str)[:40]
)
def test_unions(avro: Any, expected: Field) -> None:
    assert only(avro) == expected


def test_branches_bear_the_names_of_avro() -> None:
    avro = [
        "null",
        {"type": "array", "items": "int"},
        logical("long", "timestamp-millis"),
        fixed(2),
    ]
    kind = only(avro, namespace="a.b").type
    assert isinstance(kind, Union)
    assert [b.name for b in kind.branches] == ["array", "long", "a.b.F"]


def test_names_are_found_by_namespace() -> None:
    inner = {"type": "enum", "name": "K", "namespace": "other", "symbols": ["A"]}
    schema = Schema.from_avro(
        record(
            {"name": "a", "type": inner},
            {"name": "b", "type": "other.K"},
            {"name": "c", "type": fixed(2)},
            {"name": "d", "type": "F"},
            {"name": "e", "type": {"type": "x.F"}},
            namespace="x",
        )
    )
    kinds = [f.type for f in schema.fields]
    assert schema.name == "x.R"
    assert kinds == [Enum(("A",), "other.K")] * 2 + [Fixed(2, "x.F")] * 3


def test_what_is_said_beside_a_type_is_kept() -> None:
    schema = Schema.from_avro(
        record(
            {"name": "f", "type": ["null", "int"], "default": None, "aliases": ["g"], "doc": "d"}
        )
    )
    said = {"avro.default": "null", "avro.aliases": '["g"]', "avro.doc": "d"}
    assert dict(schema.fields[0].metadata) == said


@pytest.mark.parametrize("avro", ["string", ["null", "int"], {"type": "array", "items": "long"}])
def test_a_schema_that_is_no_record_is_wrapped(avro: Any) -> None:
    schema = Schema.from_avro(avro)
    assert schema.wrapped
    assert [f.name for f in schema.fields] == ["value"]
    assert schema.to_avro() == avro


def test_the_source_comes_back_verbatim() -> None:
    text = '{"type":"record","name":"R","fields":[],"custom":  1}'
    schema = Schema.from_avro(text)
    assert schema.source is not None
    assert schema.source.body == text.encode()
    assert schema.to_avro() == json.loads(text)


@pytest.mark.parametrize(
    ("avro", "place"),
    [
        (record({"name": "next", "type": ["null", "R"]}), "next"),
        (record({"name": "a", "type": {"type": "array", "items": "n.R"}}, namespace="n"), "a"),
        (
            record(
                {
                    "name": "a",
                    "type": record({"name": "b", "type": {"type": "map", "values": "S"}}, name="S"),
                }
            ),
            "a.b",
        ),
    ],
)
def test_recursion_is_refused_with_its_path(avro: Any, place: str) -> None:
    with pytest.raises(RecursiveSchema) as e:
        Schema.from_avro(avro)
    assert e.value.where == place


@pytest.mark.parametrize(
    ("avro", "reason"),
    [
        ("strnig", "unknown Avro type"),
        ({"type": "record", "name": "R"}, "no list of fields"),
        ({"type": "record", "fields": []}, "without a name"),
        (record({"name": "f"}), "without a name or a type"),
        (record({"name": "f", "type": {"type": "array"}}), "without 'items'"),
        (record({"name": "f", "type": {"type": "fixed", "name": "F"}}), "no size"),
        (record({"name": "f", "type": {"type": "enum", "name": "F"}}), "no list of symbols"),
        (record({"name": "f", "type": ["int", ["null", "string"]]}), "directly inside a union"),
        (record({"name": "f", "type": 7}), "not an Avro type"),
    ],
)
def test_invalid_schemas_are_refused(avro: Any, reason: str) -> None:
    with pytest.raises(SchemaError, match=reason):
        Schema.from_avro(avro)


def test_a_field_twice_is_refused() -> None:
    with pytest.raises(NameCollision, match="'f' occurs more than once"):
        Schema.from_avro(record({"name": "f", "type": "int"}, {"name": "f", "type": "int"}))


INNER = Record((Field("x y", Int(8)), Field("n", Null(), True)), "Inner")
DERIVED = Schema(
    (
        Field("user id", Int(64, signed=False)),
        Field("1st", Int(16), True),
        Field("half", Float(16)),
        Field("day", Timestamp("s", utc=False)),
        Field("clock", Time("ns"), True),
        Field("d", Decimal(20, -2)),
        Field("e", Decimal(9, 2, 5)),
        Field("fixed", Fixed(7, "Seven")),
        Field("again", Fixed(7, "Seven")),
        Field("unnamed", Fixed(3, "Row_unnamed")),
        Field("u", Uuid("binary")),
        Field("v", Uuid("binary"), True),
        Field("w", Duration()),
        Field("r", List(Field("item", INNER, True))),
        Field("s", INNER),
        Field("m", Map(Field("value", List(Field("item", Uuid("text"), True)), True))),
        Field("c", Union((Field("long", Int(64)), Field("Inner", INNER))), True),
    ),
    "Row",
)


def test_a_derived_schema_comes_back_equal() -> None:
    avro = json.loads(json.dumps(DERIVED.to_avro()))
    assert Schema.from_avro(avro) == DERIVED
    assert avro["fields"][0]["name"] == "user_id"


def test_a_derived_schema_is_avro_to_others() -> None:
    from fastavro import parse_schema

    assert parse_schema(DERIVED.to_avro())["name"] == "Row"


def test_names_that_become_one_are_refused() -> None:
    schema = Schema((Field("a b", Int(8)), Field("a_b", Int(8))))
    with pytest.raises(NameCollision, match="'a_b' occurs more than once"):
        schema.to_avro()


def test_json_comes_back_equal() -> None:
    schema = replace(DERIVED, wrapped=True)
    assert Schema.from_json(json.loads(json.dumps(schema.to_json()))) == schema
