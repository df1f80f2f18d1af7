"""What the writer promises: the source's schema verbatim, equal rows as equal bytes, any type."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import fastavro
import numpy as np
import pyarrow as pa
import pytest

from bridges.avro import CODECS, AvroError, header_of, read_batches, schema_of, write_file
from bridges.avro.header import read_header
from bridges.errors import BridgeError
from bridges.schema import Schema
from tests.avro.plain import rows
from tests.avro.test_features import array, mapping, record, write

#: Arrow types Avro has no name for, and some it has; with values (time as integers).
ARROW: dict[str, tuple[pa.DataType, list[Any]]] = {
    "int8": (pa.int8(), [-128, None, 127]),
    "int16": (pa.int16(), [-32768, None, 32767]),
    "uint8": (pa.uint8(), [0, None, 255]),
    "uint16": (pa.uint16(), [0, None, 65535]),
    "uint32": (pa.uint32(), [0, None, 2**32 - 1]),
    "uint64": (pa.uint64(), [0, None, 2**64 - 1]),
    "time in seconds": (pa.time32("s"), [0, None, 86399]),
    "time in nanoseconds": (pa.time64("ns"), [1, None]),
    "timestamp in seconds": (pa.timestamp("s", "UTC"), [-1, None]),
    "nanoseconds of no zone": (pa.timestamp("ns"), [-1, None]),
    "decimal": (pa.decimal128(5, 2), [Decimal("-1.28"), None, Decimal("-999.99")]),
    "one byte's edge": (pa.decimal128(3, 0), [Decimal(n) for n in (-129, -128, 127, 128, 255)]),
    "wide decimal": (pa.decimal256(76, 0), [Decimal(10**75), None, -Decimal(10**75)]),
    "list of structs": (
        pa.list_(pa.struct([("a", pa.int8()), ("b", pa.list_(pa.bool_()))])),
        [[{"a": 1, "b": [True, None]}, None], None, []],
    ),
    "map": (pa.map_(pa.string(), pa.uint16()), [[("k", 1), ("l", None)], None, []]),
}


@pytest.mark.parametrize("name", ARROW)
def test_arrow_types_there_and_back(name: str, tmp_path: Path) -> None:
    kind, values = ARROW[name]
    batch = pa.record_batch([pa.array([None, *values, None], kind)], names=["v"]).slice(1)
    schema = Schema.from_arrow(batch.schema)
    uri = str(tmp_path / "a.avro")
    write_file(uri, [batch.slice(0, 1), batch.slice(1)], schema)
    assert [row["v"] for row in rows(list(read_batches(uri)))] == [*values, None]
    assert schema_of(uri).to_arrow().types == schema.to_arrow().types
    with open(uri, "rb") as file:
        assert len(list(fastavro.reader(file))) == len(values) + 1


def test_half_precision(tmp_path: Path) -> None:
    values = np.array([0.5, -65504, 1e-7, 0], np.float16)
    batch = pa.record_batch([pa.array(values)], names=["v"])
    uri = str(tmp_path / "a.avro")
    write_file(uri, [batch.slice(1)], Schema.from_arrow(batch.schema))
    (read,) = read_batches(uri)
    assert read.column(0).type == pa.float16()
    assert np.array_equal(read.column(0).to_numpy(), values[1:])


SCHEMA = record("T", v="long", m=mapping(array(["null", "string"])))
ROWS = [{"v": i, "m": {str(i): [None, "x" * (i % 50)]}} for i in range(3000)]


@pytest.mark.parametrize("codec", CODECS)
def test_equal_rows_are_equal_bytes(codec: str, tmp_path: Path) -> None:
    """However they are cut into batches."""
    source = write(tmp_path / "a.avro", SCHEMA, ROWS)
    for size in (7, 3000):
        batches = read_batches(source, rows=size)
        write_file(str(tmp_path / f"{size}"), batches, schema_of(source), codec, 5000)
    assert (tmp_path / "7").read_bytes() == (tmp_path / "3000").read_bytes()
    assert header_of(str(tmp_path / "7")).codec_name == codec


def test_the_schema_stays_verbatim(tmp_path: Path) -> None:
    text = json.dumps({**SCHEMA, "doc": "words", "owner": {"team": [1, 2]}}, indent=3) + "\n"
    source = write(tmp_path / "a.avro", SCHEMA, ROWS)
    write_file(str(tmp_path / "b.avro"), read_batches(source), Schema.from_avro(text))
    assert header_of(str(tmp_path / "b.avro")).schema == text


def test_other_rows_have_another_marker(tmp_path: Path) -> None:
    source = write(tmp_path / "a.avro", SCHEMA, ROWS)
    markers = set()
    for name, size in (("b", 3000), ("c", 2999)):
        batches = (b.slice(0, size) for b in read_batches(source))
        write_file(str(tmp_path / name), batches, schema_of(source), "null")
        with open(tmp_path / name, "rb") as file:
            markers.add(read_header(file, name).sync)
    assert len(markers) == 2


def test_a_row_larger_than_a_block(tmp_path: Path) -> None:
    values = [{"v": b"x" * 1_000_000}, {"v": b""}, {"v": b"y" * 3_000_000}]
    source = write(tmp_path / "a.avro", record("T", v="bytes"), values)
    write_file(str(tmp_path / "b"), read_batches(source), schema_of(source), "null", 100)
    assert rows(list(read_batches(str(tmp_path / "b")))) == values


def test_columns_come_in_any_order(tmp_path: Path) -> None:
    schema = schema_of(write(tmp_path / "a.avro", record("T", a="int", b="string"), []))
    batch = pa.record_batch([pa.array(["x"]), pa.array([1], pa.int32())], names=["b", "a"])
    write_file(str(tmp_path / "b.avro"), [batch], schema)
    assert rows(list(read_batches(str(tmp_path / "b.avro")))) == [{"a": 1, "b": "x"}]


def test_rows_without_columns(tmp_path: Path) -> None:
    source = write(tmp_path / "a.avro", record("T"), [{}] * 5)
    assert write_file(str(tmp_path / "b"), read_batches(source), schema_of(source)).rows == 5
    assert sum(batch.num_rows for batch in read_batches(str(tmp_path / "b"))) == 5


#: name: the column that does not fit ``v: int``, what the message says.
UNFIT = {
    "missing": (pa.record_batch([pa.array([1])], names=["w"]), "v: the rows to write lack"),
    "text": (pa.record_batch([pa.array(["x"])], names=["v"]), "v: a column of string"),
    "too large": (pa.record_batch([pa.array([2**40])], names=["v"]), "v: a column of int64"),
}


@pytest.mark.parametrize("name", UNFIT)
def test_rows_that_do_not_fit(name: str, tmp_path: Path) -> None:
    batch, message = UNFIT[name]
    schema = schema_of(write(tmp_path / "a.avro", record("T", v="int"), []))
    with pytest.raises(BridgeError, match=message):
        write_file(str(tmp_path / "b.avro"), [batch], schema)
    assert not (tmp_path / "b.avro").exists()


def test_an_unknown_codec_is_named(tmp_path: Path) -> None:
    schema = schema_of(write(tmp_path / "a.avro", SCHEMA, []))
    with pytest.raises(AvroError, match="'lz4'"):
        write_file(str(tmp_path / "b.avro"), [], schema, "lz4")
