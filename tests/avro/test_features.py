"""Every type and construct of Avro, written by fastavro, is read as the contract says."""

from __future__ import annotations

import io
import struct
from decimal import Decimal
from pathlib import Path
from typing import Any

import cramjam
import fastavro
import pyarrow as pa
import pytest

from bridges.avro import CODECS, AvroError, header_of, read_batches, schema_of
from bridges.errors import RecursiveSchema
from tests.avro.plain import rows


def record(name: str, **fields: Any) -> dict[str, Any]:
    members = [{"name": field, "type": kind} for field, kind in fields.items()]
    return {"type": "record", "name": name, "fields": members}


def logical(base: str, name: str, **more: Any) -> dict[str, Any]:
    return {"type": base, "logicalType": name, **more}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def mapping(values: Any) -> dict[str, Any]:
    return {"type": "map", "values": values}


ENUM = {"type": "enum", "name": "E", "symbols": ["A", "B"]}
FIXED = {"type": "fixed", "name": "F", "size": 3}
N = record("N", x="int", y=["null", "string"])
MONTH, DAYS = struct.pack("<3I", 1, 2, 3), struct.pack("<3I", 0, 0, 2**32 - 1)

#: name: type, values as fastavro writes them, and as we read them (None: the same).
CASES: dict[str, tuple[Any, list[Any], list[Any] | None]] = {
    "null": ("null", [None, None], None),
    "boolean": ("boolean", [True, False, True], None),
    "int": ("int", [0, -(2**31), 2**31 - 1], None),
    "long": ("long", [0, -(2**63), 2**63 - 1, 63, 64, -64, -65], None),
    "float": ("float", [0.0, -0.0, 1.5, float("inf"), -float("inf")], None),
    "double": ("double", [1e308, -0.1, 5e-324], None),
    "bytes": ("bytes", [b"", b"\x00\xff", bytes(300)], None),
    "string": ("string", ["", "é漢\u0000x", "z" * 5000], None),
    "enum": (ENUM, ["A", "B"], None),
    "fixed": (FIXED, [b"abc", b"\x00\x01\x02"], None),
    "fixed of no bytes": ({**FIXED, "size": 0}, [b"", b""], None),
    "null first": (["null", "int"], [None, 5], None),
    "null last": (["int", "null"], [None, 5], None),
    "null in the middle": (
        ["int", "null", "string"],
        [None, 5, "x"],
        [
            None,
            {"@branch": 0, "int": 5, "string": None},
            {"@branch": 1, "int": None, "string": "x"},
        ],
    ),
    "union without null": (
        ["int", "string"],
        [5, ""],
        [
            {"@branch": 0, "int": 5, "string": None},
            {"@branch": 1, "int": None, "string": ""},
        ],
    ),
    "union of one": (["int"], [5, 6], None),
    "union of only null": (["null"], [None], None),
    "union of records": (
        ["null", record("R1", a="int"), record("R2", b="string")],
        [None, ("R1", {"a": 1}), ("R2", {"b": "z"})],
        [
            None,
            {"@branch": 0, "R1": {"a": 1}, "R2": None},
            {"@branch": 1, "R1": None, "R2": {"b": "z"}},
        ],
    ),
    "union of int and double": (
        ["null", "int", "double"],
        [None, 1, 2.5],
        [
            None,
            {"@branch": 0, "int": 1, "double": None},
            {"@branch": 1, "int": None, "double": 2.5},
        ],
    ),
    "union with an array": (
        [array("int"), "string"],
        [[1, 2], "s", []],
        [
            {"@branch": 0, "array": [1, 2], "string": None},
            {"@branch": 1, "array": None, "string": "s"},
            {"@branch": 0, "array": [], "string": None},
        ],
    ),
    "array": (array("int"), [[], [1, 2]], None),
    "array of nullable": (array(["null", "int"]), [[None, 1], []], None),
    "array of null": (array("null"), [[None, None], []], None),
    "array of arrays": (array(array("int")), [[[1], []], [], [[], [2, 3]]], None),
    "nullable array": (["null", array("string")], [None, [], ["a"]], None),
    "map": (mapping("int"), [{}, {"b": 1, "a": 2}], [[], [("b", 1), ("a", 2)]]),
    "map of nullable": (
        mapping(["null", "string"]),
        [{"a": None, "b": "x"}, {}],
        [[("a", None), ("b", "x")], []],
    ),
    "map of records": (
        mapping(record("MR", x="long")),
        [{"k": {"x": 1}}, {}],
        [[("k", {"x": 1})], []],
    ),
    "nullable map of maps": (
        ["null", mapping(mapping("boolean"))],
        [{"k": {"t": True}}, None, {"e": {}}],
        [[("k", [("t", True)])], None, [("e", [])]],
    ),
    "record": (N, [{"x": 1, "y": None}, {"x": 2, "y": "q"}], None),
    "nullable record": (["null", N], [None, {"x": 2, "y": None}], None),
    "array of records": (array(N), [[{"x": 1, "y": None}, {"x": 2, "y": "b"}], []], None),
    "empty record": (record("N"), [{}, {}], None),
    "date": (logical("int", "date"), [-1, 18321], None),
    "time-millis": (logical("int", "time-millis"), [3723004], None),
    "time-micros": (logical("long", "time-micros"), [3723000004], None),
    "timestamp-millis": (logical("long", "timestamp-millis"), [-1, 1577836800000], None),
    "timestamp-micros": (logical("long", "timestamp-micros"), [-1, -(2**63)], None),
    "timestamp-nanos": (logical("long", "timestamp-nanos"), [1577836800000000001], None),
    "local-timestamp-millis": (logical("long", "local-timestamp-millis"), [1577840400000], None),
    "local-timestamp-micros": (logical("long", "local-timestamp-micros"), [5], None),
    "local-timestamp-nanos": (logical("long", "local-timestamp-nanos"), [7], None),
    "decimal in bytes": (
        logical("bytes", "decimal", precision=10, scale=2),
        [Decimal("-1.23"), Decimal("12345678.90"), Decimal("0")],
        None,
    ),
    "decimal in fixed": (
        {**FIXED, "size": 8, **logical("fixed", "decimal", precision=16, scale=4)},
        [Decimal("-1.2345")],
        None,
    ),
    "decimal of 38 digits": (
        logical("bytes", "decimal", precision=38, scale=10),
        [Decimal("9999999999999999999999999999.9999999999"), Decimal("-1E-10")],
        None,
    ),
    "decimal of 60 digits": (
        logical("bytes", "decimal", precision=60, scale=2),
        [Decimal("1.23"), Decimal("-" + "9" * 58 + ".99")],
        None,
    ),
    "decimal wider than Arrow's is bytes": (
        logical("bytes", "decimal", precision=100, scale=5),
        [b"\x01"],
        None,
    ),
    "uuid": (
        logical("string", "uuid"),
        ["00000000-0000-0000-0000-000000000005"],
        None,
    ),
    "uuid in fixed": ({**FIXED, "size": 16, **logical("fixed", "uuid")}, [bytes(range(16))], None),
    "duration": ({**FIXED, "size": 12, **logical("fixed", "duration")}, [MONTH, DAYS], None),
    "unknown logical type": (logical("string", "colour"), ["red"], None),
    "java string": ({"type": "string", "avro.java.string": "String"}, ["a", "b"], None),
}


def write(path: Path, schema: Any, values: list[Any], **options: Any) -> str:
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(schema), values, **options)
    return str(path)


@pytest.mark.parametrize("name", CASES)
def test_reads(name: str, tmp_path: Path) -> None:
    kind, values, expected = CASES[name]
    uri = write(tmp_path / "a.avro", record("Top", v=kind), [{"v": value} for value in values])
    batches = list(read_batches(uri))
    assert [row["v"] for row in rows(batches)] == (values if expected is None else expected)
    assert all(batch.schema.equals(schema_of(uri).to_arrow(), True) for batch in batches)


@pytest.mark.parametrize("name", CASES)
def test_reads_in_nested_places(name: str, tmp_path: Path) -> None:
    """The same value as an item of an array in a nullable record: nulls shift nothing."""
    kind, values, expected = CASES[name]
    wanted = values if expected is None else expected
    inner = record("Inner", a=array(kind), b="int")
    uri = write(
        tmp_path / "a.avro",
        record("Top", v=["null", inner], z="string"),
        [
            {"v": None, "z": "1"},
            {"v": {"a": values, "b": 1}, "z": "2"},
            {"v": {"a": [], "b": 2}, "z": "3"},
            {"v": {"a": values[::-1], "b": 3}, "z": "4"},
        ],
    )
    assert rows(list(read_batches(uri))) == [
        {"v": None, "z": "1"},
        {"v": {"a": wanted, "b": 1}, "z": "2"},
        {"v": {"a": [], "b": 2}, "z": "3"},
        {"v": {"a": wanted[::-1], "b": 3}, "z": "4"},
    ]


def test_reads_nan(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", record("T", v="float"), [{"v": float("nan")}])
    (row,) = rows(list(read_batches(uri)))
    assert row["v"] != row["v"]


@pytest.mark.parametrize("codec", sorted(CODECS.keys() - {"zstandard"}))
def test_reads_every_codec(codec: str, tmp_path: Path) -> None:
    values = [{"v": i, "s": str(i)} for i in range(3000)]
    schema = record("T", v="long", s="string")
    uri = write(tmp_path / "a.avro", schema, values, codec=codec, sync_interval=500)
    assert rows(list(read_batches(uri))) == values


def test_reads_zstandard_of_several_frames(tmp_path: Path) -> None:
    """fastavro writes this codec only with a module that is not installed: by hand, then."""
    head = io.BytesIO()
    fastavro.writer(head, fastavro.parse_schema(record("T", v="int")), [], codec="null")
    start = head.getvalue().replace(b"\x08null", b"\x12zstandard")
    packed = b"".join(bytes(cramjam.zstd.compress(bytes([2 * i]) * 2)) for i in range(3))
    path = tmp_path / "a.avro"
    path.write_bytes(start + bytes([2 * 6, 2 * len(packed)]) + packed + start[-16:])
    assert [row["v"] for row in rows(list(read_batches(str(path))))] == [0, 0, 1, 1, 2, 2]


def test_reads_named_types_by_reference(tmp_path: Path) -> None:
    schema = record("P", a={**ENUM, "name": "ns.E"}, b="ns.E", c=array("ns.E"))
    values = [{"a": "A", "b": "B", "c": ["B", "A"]}]
    assert rows(list(read_batches(write(tmp_path / "a.avro", schema, values)))) == values


def test_reads_an_empty_file(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", record("T", v="long"), [])
    assert list(read_batches(uri)) == []
    assert schema_of(uri).to_arrow().names == ["v"]


def test_reads_bare_values(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", "long", [1, 2])
    assert rows(list(read_batches(uri))) == [{"value": 1}, {"value": 2}]


def test_reads_rows_without_fields(tmp_path: Path) -> None:
    uri = write(tmp_path / "a.avro", record("T"), [{}] * 5)
    (batch,) = read_batches(uri)
    assert (batch.num_rows, batch.num_columns) == (5, 0)


def test_reads_blocks_that_state_their_size(tmp_path: Path) -> None:
    """Java's BlockingBinaryEncoder writes a negative count and the bytes of the items."""
    head = io.BytesIO()
    fastavro.writer(head, fastavro.parse_schema(record("T", v=array("int"))), [])
    body = bytes([0x03, 0x04, 0x02, 0x04, 0x02, 0x06, 0x00])
    path = tmp_path / "a.avro"
    sync = head.getvalue()[-16:]
    path.write_bytes(head.getvalue() + bytes([2, 2 * len(body)]) + body + sync)
    assert rows(list(read_batches(str(path)))) == [{"v": [1, 2, 3]}]


def test_refuses_recursive_types(tmp_path: Path) -> None:
    schema = record("Node", v="int", next=["null", "Node"])
    uri = write(tmp_path / "a.avro", schema, [{"v": 1, "next": None}])
    with pytest.raises(RecursiveSchema, match="Node"):
        list(read_batches(uri))


def test_names_a_codec_nobody_defined(tmp_path: Path) -> None:
    path = tmp_path / "a.avro"
    write(path, record("T", v="int"), [{"v": 1}], codec="null")
    path.write_bytes(path.read_bytes().replace(b"\x08null", b"\x08lzma"))
    with pytest.raises(AvroError, match=r"a\.avro.*'lzma'"):
        header_of(str(path))


def test_batches_are_bounded(tmp_path: Path) -> None:
    values = [{"v": i} for i in range(20_000)]
    uri = write(tmp_path / "a.avro", record("T", v="int"), values, sync_interval=10**7)
    batches = list(read_batches(uri))
    assert [batch.num_rows for batch in batches] == [8192, 8192, 20_000 - 2 * 8192]
    assert rows(batches) == values


def test_wide_rows_make_small_batches(tmp_path: Path) -> None:
    values = [{"v": bytes([i]) * (5 << 20)} for i in range(9)]
    uri = write(tmp_path / "a.avro", record("T", v="bytes"), values, sync_interval=10**8)
    batches = list(read_batches(uri))
    assert max(batch.num_rows for batch in batches) <= 4
    assert rows(batches) == values


def test_one_row_of_many_items(tmp_path: Path) -> None:
    values = [{"v": []}, {"v": list(range(1_000_000))}, {"v": [7]}]
    uri = write(tmp_path / "a.avro", record("T", v=array("long")), values)
    table = pa.Table.from_batches(list(read_batches(uri)))
    assert table["v"].to_pylist() == [row["v"] for row in values]


def test_projects_columns(tmp_path: Path) -> None:
    from bridges.avro import View

    schema = record("T", a=array(mapping("string")), b="int", c=["null", N], d="string")
    values = [{"a": [{"k": "v"}], "b": i, "c": {"x": 1, "y": "y"}, "d": "d"} for i in range(9)]
    uri = write(tmp_path / "a.avro", schema, values)
    got = rows(list(read_batches(uri, View(columns=("d", "b")))))
    assert got == [{"b": i, "d": "d"} for i in range(9)]
