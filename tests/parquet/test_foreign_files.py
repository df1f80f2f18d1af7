"""Files as Spark, Hive, Impala and pandas write them: lists, INT96, layouts, partitions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.errors import BridgeError, CorruptData, LossRefused, OutputExists, SchemaError
from bridges.files import find, partition_columns
from bridges.parquet import (
    View,
    common_schema,
    conform,
    read_batches,
    rows_of,
    schema_of,
    splits,
    write_file,
)
from bridges.schema import Schema
from tests.avro.plain import rows
from tests.parquet import craft
from tests.parquet.craft import (
    BYTE_ARRAY,
    INT32,
    INT96,
    LIST,
    OPTIONAL,
    REPEATED,
    REQUIRED,
    UTF8,
    Entry,
    Node,
)

_NUMBERS = [[1, 2], [], [3]]
#: The entries of ``_NUMBERS`` where definition 0 is an empty list.
_FLAT: list[Entry] = [(0, 1, 1), (1, 1, 2), (0, 0, None), (0, 1, 3)]
#: The same one level deeper, and a null list in front.
_DEEP: list[Entry] = [(0, 0, None), (0, 2, 1), (1, 2, 2), (0, 1, None), (0, 2, 3)]


def _listed(*inner: Node, repetition: int = OPTIONAL) -> Node:
    return Node("v", repetition, converted=LIST, children=inner)


#: name: schema, entries of each leaf, the values.
ENCODINGS: dict[str, tuple[Node, list[list[Entry]], list[Any]]] = {
    "ungrouped repeated": (Node("v", REPEATED, INT32), [_FLAT], _NUMBERS),
    "ungrouped repeated group": (
        Node(
            "v",
            REPEATED,
            children=(Node("x", REQUIRED, INT32), Node("y", OPTIONAL, BYTE_ARRAY, UTF8)),
        ),
        [_FLAT, [(0, 2, b"a"), (1, 1, None), (0, 0, None), (0, 2, b"c")]],
        [[{"x": 1, "y": "a"}, {"x": 2, "y": None}], [], [{"x": 3, "y": "c"}]],
    ),
    "two levels (parquet-avro)": (
        _listed(Node("array", REPEATED, INT32)),
        [_DEEP],
        [None, *_NUMBERS],
    ),
    "two levels, required (Thrift)": (
        _listed(Node("v_tuple", REPEATED, INT32), repetition=REQUIRED),
        [_FLAT],
        _NUMBERS,
    ),
    "three levels, array of a record (parquet-avro)": (
        _listed(
            Node(
                "array", REPEATED, children=(Node("x", REQUIRED, INT32), Node("z", REQUIRED, INT32))
            )
        ),
        [_DEEP, _DEEP],
        [None, *([{"x": n, "z": n} for n in row] for row in _NUMBERS)],
    ),
    "three levels, bag (Hive)": (
        _listed(Node("bag", REPEATED, children=(Node("array_element", OPTIONAL, INT32),))),
        [[(0, 0, None), (0, 3, 1), (1, 2, None), (0, 1, None), (0, 3, 3)]],
        [None, [1, None], [], [3]],
    ),
    "three levels, list (standard)": (
        _listed(Node("list", REPEATED, children=(Node("element", REQUIRED, INT32),))),
        [_DEEP],
        [None, *_NUMBERS],
    ),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_list_encodings(name: str, tmp_path: Path) -> None:
    node, columns, expected = ENCODINGS[name]
    uri = craft.write(tmp_path / "a.parquet", node, len(expected), columns)
    assert [row["v"] for row in rows(list(read_batches(uri)))] == expected


_EPOCH = 2_440_588


def test_int96(tmp_path: Path) -> None:
    entries: list[Entry] = [(0, 1, (1_000_000_001, _EPOCH)), (0, 0, None), (0, 1, (0, _EPOCH - 1))]
    uri = craft.write(tmp_path / "a.parquet", Node("v", OPTIONAL, INT96), 3, [entries])
    got = rows(list(read_batches(uri)))
    assert [row["v"] for row in got] == [1_000_000_001, None, -86_400_000_000_000]


@pytest.mark.parametrize("day", [_EPOCH - 719_162, _EPOCH + 2_932_896])
def test_int96_beyond_nanoseconds_is_refused(day: int, tmp_path: Path) -> None:
    """The years 1 and 9999, which Spark's jobs use for minus and plus infinity."""
    node = Node("v", OPTIONAL, INT96)
    uri = craft.write(tmp_path / "a.parquet", node, 1, [[(0, 1, (0, day))]])
    with pytest.raises(LossRefused, match=r"a\.parquet.*1677 to 2262"):
        list(read_batches(uri))


#: Arrow layouts other writers leave, and the values; time goes by integers.
LAYOUTS: dict[str, tuple[pa.DataType, list[Any]]] = {
    "dictionary": (pa.dictionary(pa.int32(), pa.string()), ["a", None, "a"]),
    "large string": (pa.large_string(), ["a", None, ""]),
    "large list": (pa.large_list(pa.int64()), [[1, None], None, []]),
    "fixed-size list": (pa.list_(pa.int32(), 2), [[1, 2], [3, 4]]),
    "struct of dictionaries": (
        pa.struct([("a", pa.dictionary(pa.int8(), pa.string())), ("b", pa.int16())]),
        [{"a": "x", "b": 1}, None, {"a": None, "b": None}],
    ),
    "list of large strings": (pa.list_(pa.large_string()), [["a", None], [], None]),
    "map of dictionaries": (
        pa.map_(pa.string(), pa.dictionary(pa.int32(), pa.string())),
        [[("k", "v"), ("l", None)], [], None],
    ),
    "unsigned": (pa.uint64(), [0, 2**64 - 1, None]),
    "small integers": (pa.int8(), [-128, 127, None]),
    "decimal in an int": (pa.decimal128(7, 2), [Decimal("-12345.67"), None]),
    "wide decimal": (pa.decimal256(60, 3), [Decimal("1.234"), None]),
    "milliseconds with a zone": (pa.timestamp("ms", "Europe/Stockholm"), [0, None]),
    "nanoseconds": (pa.timestamp("ns"), [1, None]),
    "binary of one length": (pa.binary(3), [b"abc", None]),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layouts_there_and_back(name: str, tmp_path: Path) -> None:
    """Rows come in the contract's form; written again they have the source's own."""
    kind, values = LAYOUTS[name]
    table = pa.table({"v": pa.array(values, kind)})
    uri = str(tmp_path / "a.parquet")
    pq.write_table(table, uri, version="2.6")
    batches = list(read_batches(uri))
    assert [row["v"] for row in rows(batches)] == values
    assert batches[0].schema.equals(schema_of(uri).to_arrow(), True)
    write_file(str(tmp_path / "b.parquet"), batches, schema_of(uri))
    again = pq.read_table(tmp_path / "b.parquet")
    assert again.schema == pq.read_schema(uri)
    assert again.equals(pq.read_table(uri))


def test_nulls_of_a_fixed_size_list_take_no_room() -> None:
    kind, values = pa.list_(pa.int32(), 2), [[1, 2], None, [3, None]]
    plain = conform(pa.array(values, kind), pa.list_(pa.int32()), "v")
    assert plain.to_pylist() == values
    assert conform(plain, kind, "v").equals(pa.array(values, kind))


def test_sliced_and_nested_batches_are_written(tmp_path: Path) -> None:
    kind = pa.list_(pa.struct([("a", pa.list_(pa.string())), ("b", pa.bool_())]))
    values = [[{"a": [str(i)] * (i % 3), "b": i % 2 == 0}] * (i % 4) or None for i in range(50)]
    batch = pa.record_batch([pa.array(values, kind)], names=["v"])
    slices = [batch.slice(start, 7) for start in range(0, 50, 7)]
    schema = Schema.from_arrow(batch.schema)
    done = write_file(str(tmp_path / "a.parquet"), slices, schema, row_group_rows=20)
    assert (done.rows, done.bytes) == (50, (tmp_path / "a.parquet").stat().st_size)
    assert pq.ParquetFile(tmp_path / "a.parquet").num_row_groups == 3
    assert [row["v"] for row in rows(list(read_batches(str(tmp_path / "a.parquet"))))] == values


@pytest.fixture
def grouped(tmp_path: Path) -> str:
    table = pa.table({"a": np.arange(1000), "b": [str(i) for i in range(1000)]})
    pq.write_table(table, tmp_path / "a.parquet", row_group_size=90)
    return str(tmp_path / "a.parquet")


@pytest.mark.parametrize("target", [1, 2000, 3500, 10**9])
def test_splits_give_every_row_once(grouped: str, target: int) -> None:
    found = [b for part in splits(grouped, target) for b in read_batches(grouped, View(), part)]
    assert [row["a"] for row in rows(found)] == list(range(1000))
    assert rows_of(grouped) == 1000


def test_projection_keeps_the_files_order(grouped: str) -> None:
    (batch,) = read_batches(grouped, View(columns=("b",)))
    assert batch.schema.names == ["b"]
    with pytest.raises(BridgeError, match="'zz'"):
        list(read_batches(grouped, View(columns=("zz",))))


def test_batches_are_bounded(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": np.arange(30_000)}), tmp_path / "a.parquet")
    sizes = [batch.num_rows for batch in read_batches(str(tmp_path / "a.parquet"))]
    assert max(sizes) <= 8192
    assert sum(sizes) == 30_000


def test_partitions_are_columns(tmp_path: Path) -> None:
    for day, country in [("2020-01-01", "SE"), ("2020-01-02", "a%2Fb")]:
        for hour in ("7", "12"):
            directory = tmp_path / f"day={day}" / f"country={country}" / f"hour={hour}"
            directory.mkdir(parents=True)
            pq.write_table(pa.table({"x": [int(hour)]}), directory / "part-0.parquet")
    (tmp_path / "_SUCCESS").touch()
    files = find(str(tmp_path))
    view = View(partitions=partition_columns(files))
    got = rows([batch for file in files for batch in read_batches(file, view)])
    assert {"x": 7, "day": "2020-01-02", "country": "a/b", "hour": 7} in got
    assert len(got) == 4
    chosen = View(("hour",), view.partitions)
    assert rows(list(read_batches(files[0], chosen))) == [{"hour": 12}]


@pytest.mark.parametrize("damage", ["cut", "footer", "pages", "magic"])
def test_damage_names_the_file(grouped: str, damage: str) -> None:
    path = Path(grouped)
    data = bytearray(path.read_bytes())
    if damage == "cut":
        del data[len(data) // 2 :]
    elif damage == "footer":
        data[-60:-20] = bytes(40)
    elif damage == "pages":
        data[4:200] = bytes(196)
    else:
        data[-4:] = b"XXXX"
    path.write_bytes(data)
    with pytest.raises(CorruptData, match=r"a\.parquet"):
        list(read_batches(grouped))


def test_an_existing_destination_is_kept(grouped: str) -> None:
    before = Path(grouped).read_bytes()
    with pytest.raises(OutputExists):
        write_file(grouped, [], schema_of(grouped))
    assert Path(grouped).read_bytes() == before


def test_pandas_dates(tmp_path: Path) -> None:
    days = [dt.date(1969, 12, 31), None]
    pq.write_table(pa.table({"v": pa.array(days)}), tmp_path / "a.parquet")
    assert [r["v"] for r in rows(list(read_batches(str(tmp_path / "a.parquet"))))] == [-1, None]


def test_mixed_schemas_are_refused(tmp_path: Path) -> None:
    uris = [str(tmp_path / name) for name in ("a", "b")]
    pq.write_table(pa.table({"x": [1], "y": ["a"]}), uris[0])
    pq.write_table(pa.table({"x": [1], "y": [1.5], "z": [0]}), uris[1])
    with pytest.raises(SchemaError, match=r"differs from that of .* in y, z"):
        common_schema(uris)
    assert common_schema(uris, View(columns=("x",))) == schema_of(uris[0], View(columns=("x",)))
