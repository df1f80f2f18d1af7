"""Schema resolution: what Avro allows is read as the reader says, the rest is refused by name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bridges.avro import SchemaMismatch, View, common_schema, latest_schema, read_batches
from bridges.errors import SchemaError
from tests.avro.plain import rows
from tests.avro.test_features import array, logical, mapping, record, write

E1 = {"type": "enum", "name": "E", "symbols": ["A", "B"]}
E2 = {"type": "enum", "name": "E", "symbols": ["B", "C"], "default": "C"}
E3 = {"type": "enum", "name": "E", "symbols": ["B"]}
F4 = {"type": "fixed", "name": "F", "size": 4}
P1 = record("P", a="int", gone=array(mapping(["null", "string"])), b="string")
P2 = record("P", b="bytes", a="double")

#: name: writer's type, reader's type, written values, read values.
RESOLVED: dict[str, tuple[Any, Any, list[Any], list[Any]]] = {
    "int to long": ("int", "long", [1, -1], [1, -1]),
    "int to float": ("int", "float", [16777217], [16777216.0]),
    "int to double": ("int", "double", [2**31 - 1], [2.0**31 - 1]),
    "long to float": ("long", "float", [2**40], [2.0**40]),
    "long to double": ("long", "double", [-(2**53)], [-(2.0**53)]),
    "float to double": ("float", "double", [0.5], [0.5]),
    "string to bytes": ("string", "bytes", ["é"], ["é".encode()]),
    "bytes to string": ("bytes", "string", ["é".encode()], ["é"]),
    "int to date": ("int", logical("int", "date"), [5], [5]),
    "becomes nullable": ("int", ["null", "long"], [1], [1]),
    "no longer nullable": (["null", "int"], "int", [1, 2], [1, 2]),
    "null moves": (["null", "int"], ["int", "null"], [None, 2], [None, 2]),
    "null moves and promotes": (["int", "null"], ["null", "double"], [None, 2], [None, 2.0]),
    "enters a union": (
        "int",
        ["null", "string", "long"],
        [7],
        [{"@branch": 1, "string": None, "long": 7}],
    ),
    "union reorders": (
        ["int", "string"],
        ["string", "null", "int"],
        [7, "x"],
        [
            {"@branch": 1, "string": None, "int": 7},
            {"@branch": 0, "string": "x", "int": None},
        ],
    ),
    "union to its one promotion": (
        ["int", "long"],
        "double",
        [("int", 1), ("long", 2)],
        [1.0, 2.0],
    ),
    "enum default": (E1, E2, ["A", "B"], ["C", "B"]),
    "fields reorder, promote, go": (
        array(P1),
        array(P2),
        [[{"a": 1, "gone": [{"k": None}, {"k": "v"}], "b": "x"}], []],
        [[{"b": b"x", "a": 1.0}], []],
    ),
    "in maps": (mapping(["null", "int"]), mapping(["null", "long"]), [{"k": 1}], [[("k", 1)]]),
    "record renamed": (record("Old", a="int"), record("New", a="long"), [{"a": 1}], [{"a": 1}]),
}


def view(reader: Any) -> View:
    return View(json.dumps(reader))


@pytest.mark.parametrize("name", RESOLVED)
def test_resolves(name: str, tmp_path: Path) -> None:
    old, new, values, expected = RESOLVED[name]
    uri = write(tmp_path / "a.avro", record("T", v=old), [{"v": value} for value in values])
    got = rows(list(read_batches(uri, view(record("T", v=new)))))
    assert [row["v"] for row in got] == expected


#: name: the reader's field type, its default, and the value every row gets.
DEFAULTS: dict[str, tuple[Any, Any, Any]] = {
    "int": ("int", 5, 5),
    "null": (["null", "string"], None, None),
    "first branch": (["string", "null"], "x", "x"),
    "union": (["null", "int", "string"], 3, {"@branch": 0, "int": 3, "string": None}),
    "bytes": ("bytes", "\u00ff\u0000", b"\xff\x00"),
    "fixed": (F4, "abcd", b"abcd"),
    "enum": (E1, "B", "B"),
    "array": (array("int"), [], []),
    "filled array": (array("long"), [1, 2], [1, 2]),
    "map": (mapping("double"), {"k": 1.5}, [("k", 1.5)]),
    "record": (
        record("R", a="int", b=["null", "int"]),
        {"a": 1, "b": None},
        {"a": 1, "b": None},
    ),
    "date": (logical("int", "date"), 18000, 18000),
    "timestamp": (logical("long", "timestamp-millis"), 5, 5),
    "boolean": ("boolean", False, False),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_added_fields_get_their_default(name: str, tmp_path: Path) -> None:
    """At the top, and inside the items of an array, where rows and items differ in number."""
    kind, default, expected = DEFAULTS[name]
    item, new_item = record("I", x="int"), record("I", x="int")
    new_item["fields"].append({"name": "new", "type": kind, "default": default})
    reader = record("T", v=array(new_item))
    uri = write(
        tmp_path / "a.avro",
        record("T", v=array(item)),
        [{"v": [{"x": 1}, {"x": 2}]}, {"v": []}, {"v": [{"x": 3}]}],
    )
    got = rows(list(read_batches(uri, view(reader))))
    assert got == [
        {"v": [{"x": 1, "new": expected}, {"x": 2, "new": expected}]},
        {"v": []},
        {"v": [{"x": 3, "new": expected}]},
    ]


def test_aliases_name_the_old_field_and_type(tmp_path: Path) -> None:
    reader = record("T", v={**F4, "name": "New", "aliases": ["F"]})
    reader["fields"][0]["aliases"] = ["old"]
    reader["fields"][0]["name"] = "new"
    uri = write(tmp_path / "a.avro", record("T", old=F4), [{"old": b"abcd"}])
    assert rows(list(read_batches(uri, view(reader)))) == [{"new": b"abcd"}]


#: name: writer's type, reader's type, a value, what the message says.
REFUSED: dict[str, tuple[Any, Any, Any, str]] = {
    "long to int": ("long", "int", 1, "long cannot become int"),
    "double to float": ("double", "float", 1.0, "double cannot become float"),
    "string to int": ("string", "int", "x", "string cannot become int"),
    "fixed size": (F4, {**F4, "size": 5}, b"abcd", "4 bytes here and 5 there"),
    "fixed name": (F4, {**F4, "name": "G"}, b"abcd", "different names"),
    "enum name": (E1, {**E1, "name": "G"}, "A", "different names"),
    "no branch": ("boolean", ["null", "string"], True, "no branch for boolean"),
    "no branch at all": (["int", "long"], "string", ("int", 1), "int cannot become string"),
    "null where none is": (["null", "int"], "int", None, "null"),
    "branch met": (["int", "string"], "int", "x", "string cannot become int"),
    "symbol without default": (E1, E3, "A", "symbol"),
    "item": (array("long"), array("int"), [], "long cannot become int"),
    "unit of time": (
        logical("long", "timestamp-millis"),
        logical("long", "timestamp-micros"),
        1,
        "timestamp-millis cannot become timestamp-micros",
    ),
    "scale": (
        logical("bytes", "decimal", precision=9, scale=2),
        logical("bytes", "decimal", precision=9, scale=3),
        b"\x01",
        "decimal",
    ),
    "new field without default": (
        record("R", a="int"),
        record("R", a="int", b="int"),
        {"a": 1},
        "'b'",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refuses(name: str, tmp_path: Path) -> None:
    old, new, value, message = REFUSED[name]
    uri = write(tmp_path / "a.avro", record("T", v=old), [{"v": value}])
    with pytest.raises(SchemaMismatch, match=message) as caught:
        list(read_batches(uri, view(record("T", v=new))))
    assert uri in str(caught.value)


def test_a_branch_that_never_comes_is_no_error(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", record("T", v=["int", "string"]), [{"v": 1}])
    assert rows(list(read_batches(uri, view(record("T", v="int"))))) == [{"v": 1}]


def evolved(tmp_path: Path) -> list[str]:
    new = record("T", v="long")
    new["fields"].append({"name": "w", "type": "string", "default": "-"})
    return [
        write(tmp_path / "a.avro", record("T", v="int"), [{"v": 1}]),
        write(tmp_path / "b.avro", new, [{"v": 2, "w": "x"}]),
    ]


def test_mixed_schemas_are_refused(tmp_path: Path) -> None:
    uris = evolved(tmp_path)
    with pytest.raises(SchemaError, match=r"b\.avro.*differs"):
        common_schema(uris)


def test_the_latest_schema_reads_all(tmp_path: Path) -> None:
    uris = evolved(tmp_path)
    latest = View(latest_schema(uris))
    batches = [batch for uri in uris for batch in read_batches(uri, latest)]
    assert rows(batches) == [{"v": 1, "w": "-"}, {"v": 2, "w": "x"}]


def test_a_latest_schema_that_cannot_read_all_is_refused(tmp_path: Path) -> None:
    uris = evolved(tmp_path)
    uris.append(write(tmp_path / "c.avro", record("T", v="int"), []))
    with pytest.raises(SchemaMismatch, match=r"b\.avro.*long cannot become int"):
        latest_schema(uris)


def test_formatting_is_no_difference(tmp_path: Path) -> None:
    one = write(tmp_path / "a.avro", record("T", v="int"), [{"v": 1}])
    two = write(tmp_path / "b.avro", {**record("T", v="int"), "doc": "the same"}, [{"v": 2}])
    assert common_schema([one, two]) == common_schema([one])
