"""Schemas few writers make: each is converted without loss, or refused by name."""

from __future__ import annotations

import io

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bridge.conftest import shards


def record(*fields, name="R"):
    return {"type": "record", "name": name, "fields": [{"name": n, "type": t} for n, t in fields]}


def write(path, schema, rows):
    with path.open("wb") as file:
        fastavro.writer(file, schema, rows)
    return path


EMPTY = record(name="Empty")
KEPT = {
    "no field": (record(), [{}] * 7, ["tfrecord"]),
    "nested records without fields": (
        record(("e", EMPTY), ("o", ["null", "Empty"]), ("l", {"type": "array", "items": "Empty"})),
        [{"e": {}, "o": None, "l": [{}, {}]}, {"e": {}, "o": {}, "l": []}],
        ["tfrecord"],
    ),
    "unions of one branch": (
        record(("a", ["int"]), ("m", {"type": "map", "values": ["long"]}), ("n", ["null"])),
        [{"a": 1, "m": {"k": 1}, "n": None}],
        ["tfrecord", "parquet"],
    ),
    "two records of one short name": (
        record(
            ("a", record(("v", "int"), name="p.X")),
            ("b", record(("w", "string"), name="q.X")),
            ("c", ["p.X", "q.X"]),
        ),
        [{"a": {"v": 1}, "b": {"w": "s"}, "c": ("q.X", {"w": "t"})}],
        ["tfrecord", "parquet"],
    ),
    "a long enum": (
        record(("e", {"type": "enum", "name": "E", "symbols": [f"S{i}" for i in range(300)]})),
        [{"e": f"S{i}"} for i in range(300)],
        ["tfrecord", "parquet"],
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_it_comes_back(converted, tmp_path, name):
    schema, rows, ways = KEPT[name]
    source = write(tmp_path / "x.avro", schema, rows)
    with source.open("rb") as file:
        expected = list(fastavro.reader(file))
    for way in ways:
        assert converted(source, tmp_path / way, "--to", way)["rows"] == len(rows)
        converted(tmp_path / way, tmp_path / f"{way}-back", "--to", "avro")
        found = io.BytesIO(shards(tmp_path / f"{way}-back")[0].read_bytes())
        assert list(fastavro.reader(found)) == expected


BRANCHES = [{"type": "fixed", "name": f"F{i}", "size": 1} for i in range(200)]
RECURSIVE = {
    "type": "record",
    "name": "Node",
    "fields": [{"name": "next", "type": ["null", "Node"]}],
}
REFUSED = {
    "a union of 200 branches": (record(("u", BRANCHES)), "tfrecord", "u: a union of 200 branches"),
    "a recursive record": (RECURSIVE, "tfrecord", "next: the record Node contains itself"),
    "rows of nothing in Parquet": (record(), "parquet", "without a column"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_name(bridge, tmp_path, name):
    schema, way, message = REFUSED[name]
    source = write(tmp_path / "x.avro", schema, [])
    code, _, said = bridge(source, tmp_path / "out", "--to", way)
    assert (code, message in said) == (2, True), said
    assert not (tmp_path / "out").exists()


def test_a_schema_that_is_none_names_its_file(bridge, tmp_path):
    source = write(tmp_path / "x.avro", record(("a", "int")), [])
    source.write_bytes(source.read_bytes().replace(b'"int"', b'"inn"'))
    code, _, said = bridge(source, tmp_path / "out")
    assert code == 2
    assert f"{source}, a: unknown Avro type 'inn'" in said


NAMES = ("a.b", "a", "", "x y", "é", "%", "a@len", "日本", "n\nl", "A")


def test_columns_of_any_name_come_back(converted, bridge, tmp_path):
    table = pa.table({name: [i] for i, name in enumerate(NAMES)})
    pq.write_table(table, tmp_path / "x.parquet")
    converted(tmp_path / "x.parquet", tmp_path / "tf")
    converted(tmp_path / "tf", tmp_path / "back", "--to", "parquet")
    assert pq.read_table(shards(tmp_path / "back")[0]).equals(table)
