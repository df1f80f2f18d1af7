"""Every format on either side, against the same rows in Parquet."""

from __future__ import annotations

import gzip
import itertools
import json
import math
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import fastavro
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.convert import Options, convert, plan
from bridges.files import Format
from migrate.errors import BadInput
from migrate.parity.model import Compatibility, ParityResult
from migrate.parity.policy import Expand, Policy, Side
from migrate.parity.request import Request
from migrate.parity.run import compared
from tests.parity.comparing import causes, differing, field
from tests.parity.test_model import assert_laws

ROWS = [
    {"id": i, "score": i / 8, "name": f"n{i}", "flag": i % 2 == 0, "tags": ["a"] * (i % 3)}
    for i in range(20)
]
AVRO = {
    "type": "record",
    "name": "Row",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "score", "type": ["null", "double"]},
        {"name": "name", "type": "string"},
        {"name": "flag", "type": "boolean"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
    ],
}
KEY = Policy(key=("id",))


def parquet(folder: Path, rows: list[dict]) -> str:
    pq.write_table(pa.Table.from_pylist(rows), folder / "rows.parquet")
    return str(folder / "rows.parquet")


def avro(folder: Path, rows: list[dict]) -> str:
    with (folder / "rows.avro").open("wb") as file:
        fastavro.writer(file, AVRO, rows, codec="deflate")
    return str(folder / "rows.avro")


def tfrecord(folder: Path, rows: list[dict]) -> str:
    options = Options(to=Format.TFRECORD, compression="gzip")
    convert(
        plan(avro(folder, rows), str(folder / "examples"), options), 1, lambda _bytes, _rows: None
    )
    return str(folder / "examples")


def tfrecord_without_schema(folder: Path, rows: list[dict]) -> str:
    path = Path(tfrecord(folder, rows))
    shard = next(path.glob("part-*"))
    (folder / "bare").mkdir()
    shard.rename(folder / "bare" / shard.name)
    return str(folder / "bare")


def jsonl(folder: Path, rows: list[dict]) -> str:
    (folder / "rows.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return str(folder / "rows.jsonl")


def jsonl_gz(folder: Path, rows: list[dict]) -> str:
    text = "".join(json.dumps(r) + "\n" for r in rows)
    (folder / "rows.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    return str(folder / "rows.jsonl.gz")


FORMATS = {f.__name__: f for f in (parquet, avro, tfrecord, jsonl, jsonl_gz)}


def run(old: str, new: str, policy: Policy = KEY, **options: object) -> ParityResult:
    result = compared(Request(old, new, policy, **options))
    assert_laws(result)
    return result


@pytest.mark.parametrize("name", FORMATS)
def test_same_rows_in_another_format_are_the_same(name: str, tmp_path: Path) -> None:
    make: Callable[[Path, list[dict]], str] = FORMATS[name]
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    result = run(parquet(tmp_path / "a", ROWS), make(tmp_path / "b", ROWS))
    assert differing(result) == {}
    assert result.rows.same == 20
    assert result.verdict.passed


def test_examples_without_a_schema_show_what_was_lost(tmp_path: Path) -> None:
    """Text is bytes there, truth values are 0 and 1, doubles are floats."""
    (tmp_path / "b").mkdir()
    result = run(parquet(tmp_path, ROWS), tfrecord_without_schema(tmp_path / "b", ROWS))
    assert result.rows.joined == 20
    assert set(differing(result)) <= {"tags"}
    kinds = {p.name: p.compatibility for p in result.schema}
    assert kinds["name"] is Compatibility.CONVERTIBLE
    assert kinds["flag"] is Compatibility.CONVERTIBLE
    assert kinds["score"] is Compatibility.NARROWED


def test_csv_keeps_what_a_cast_would_lose(tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text('id,zip,n,e,d\n1,007,1.50,"",2026-01-31\n2,012,2.5,,2026-02-01\n')
    new.write_text("id,zip,n,e,d\n1,7,1.5,,2026-01-31\n2,012,2.5,,2026-02-01\n")
    result = run(str(old), str(new))
    assert differing(result) == {"zip": 1, "e": 1}
    types = {p.name: p.left_type for p in result.schema}
    assert types == {"id": "bigint", "zip": "varchar", "n": "double", "e": "varchar", "d": "date"}


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("12345678901234567890", "1"), "varchar"),
        (("0.5", "9007199254740993"), "varchar"),
        (("0.1234567890123456789", "1.5"), "varchar"),
        (("2026-02-30", "2026-02-28"), "varchar"),
        (("0000-00-00", "2026-02-28"), "varchar"),
        (("2026-02-28 24:00:00", "2026-02-28 23:00:00"), "varchar"),
        (("-0.0001234567890123456", "1e300"), "double"),
        (("100000000000000", "0.5"), "double"),
        (("2026-02-28 23:59:59.5", ""), "timestamp"),
    ],
)
def test_csv_column_has_a_type_only_where_it_keeps_every_text(
    texts: tuple[str, str], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,v\n" + "".join(f"{i},{t}\n" for i, t in enumerate(texts)))
    result = run(str(path), str(path))
    assert {p.name: p.left_type for p in result.schema}["v"] == kind
    assert result.rows.same == 2


def test_json_lines_with_a_byte_order_mark(tmp_path: Path) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl.gz"
    old.write_bytes(b'\xef\xbb\xbf{"id": 1, "v": 1}\n')
    new.write_bytes(gzip.compress(old.read_bytes()))
    assert run(str(old), str(new)).rows.same == 1


def test_compressed_csv_against_parquet(tmp_path: Path) -> None:
    rows = [{"id": i, "score": i / 4, "day": date(2026, 1, 1 + i)} for i in range(9)]
    text = "id,score,day\n" + "".join(f"{r['id']},{r['score']},{r['day']}\n" for r in rows)
    (tmp_path / "x.csv.gz").write_bytes(gzip.compress(text.encode()))
    result = run(parquet(tmp_path, rows), str(tmp_path / "x.csv.gz"))
    assert result.rows.same == 9


def test_arrays_with_names_by_row_number(tmp_path: Path) -> None:
    values = np.arange(12.0).reshape(4, 3)
    np.save(tmp_path / "old.npy", values)
    (tmp_path / "old.names.json").write_text('["a", "b", "c"]')
    values[2, 1] += 1
    structured = np.zeros(4, dtype=[("c", "f4"), ("a", "f8"), ("b", "f8")])
    for i, name in enumerate("abc"):
        structured[name] = values[:, i]
    np.save(tmp_path / "new.npy", structured)
    result = run(str(tmp_path / "old.npy"), str(tmp_path / "new.npy"), Policy(key=("@row",)))
    assert differing(result) == {"b": 1}
    assert result.fields[1].examples[0].key[0].value == "2"


def featran(path: Path, rows: list[list[float | None]], names: list[str]) -> str:
    lines = [json.dumps(names)]
    for row in rows:
        dense = [(v or 0.0).hex() for v in row]
        added = "".join("0" if v is None else "1" for v in row)
        lines.append(json.dumps({"dense": dense, "added": added, "rejections": {}}))
    path.write_text("\n".join(lines) + "\n")
    return str(path)


def test_featran_records_against_a_vector_by_feature_name(tmp_path: Path) -> None:
    old = featran(tmp_path / "old.jsonl", [[1.0, None], [0.1, 3.0]], ["x", "y_a"])
    rows = [{"f": [0.0, 1.0]}, {"f": [3.0, float(np.float32(0.1))]}]
    (tmp_path / "names.json").write_text('{"names": ["y_a", "x"]}')
    policy = Policy(key=("@row",), expand=(Expand(Side.NEW, "f", str(tmp_path / "names.json")),))
    result = run(old, parquet(tmp_path, rows), policy)
    assert differing(result) == {"x": 1, "y_a": 1}
    assert causes(result, "x") == {"float32": 1}
    assert causes(result, "y_a") == {"zero-as-missing": 1}


def test_sparse_against_dense_by_feature_name(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    dense = parquet(tmp_path, [{"id": 1, "a": 0.0, "b": 2.0}, {"id": 2, "a": 5.0, "b": 0.0}])
    sparse = parquet(
        tmp_path / "a",
        [{"id": 1, "i": [1], "v": [2.0]}, {"id": 2, "i": [0], "v": [6.0]}],
    )
    (tmp_path / "names.txt").write_text("a\nb\n")
    entry = Expand(Side.NEW, "v", str(tmp_path / "names.txt"), "i")
    result = run(dense, sparse, Policy(key=("id",), expand=(entry,)))
    assert differing(result) == {"a": 1}


@pytest.mark.parametrize(
    ("indices", "values", "places"),
    [("", None, None), ("i", None, None), ("", [], []), ("i", [], [])],
)
def test_vectors_without_a_value(
    indices: str, values: list[float] | None, places: list[float] | None, tmp_path: Path
) -> None:
    """What is not in a sparse vector is 0, where there is one; a dense one has no number then."""
    there = 0.0 if indices and values is not None else None
    old = parquet(tmp_path, [{"id": 1, "a": there, "b": there}, {"id": 2, "a": 5.0, "b": there}])
    new = tmp_path / "new.jsonl"
    rows = ({"id": i, "v": values, "i": places} for i in (1, 2))
    new.write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "names.txt").write_text("a\nb\n")
    entry = Expand(Side.NEW, "v", str(tmp_path / "names.txt"), indices)
    result = run(old, str(new), Policy(key=("id",), expand=(entry,)))
    assert differing(result) == {"a": 1}


def test_directory_of_partitions(tmp_path: Path) -> None:
    for day in ("2026-01-01", "2026-01-02"):
        folder = tmp_path / "old" / f"day={day}"
        folder.mkdir(parents=True)
        pq.write_table(pa.table({"id": [1, 2], "v": [1.0, 2.0]}), folder / "part-0.parquet")
    rows = [
        {"day": day, "id": i, "v": float(i)} for day in ("2026-01-01", "2026-01-02") for i in (1, 2)
    ]
    policy = Policy(key=("day", "id"))
    result = run(str(tmp_path / "old"), parquet(tmp_path, rows), policy)
    assert result.rows.same == 4


def test_times_of_other_units_and_zones_are_the_same_instant(tmp_path: Path) -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 678000)
    old = pa.table({"id": [1], "t": pa.array([at], pa.timestamp("ms"))})
    for name, kind in (("ns", pa.timestamp("ns")), ("tz", pa.timestamp("us", "UTC"))):
        new = pa.table({"id": [1], "t": pa.array([at], kind)})
        pq.write_table(old, tmp_path / "o.parquet", version="2.6")
        pq.write_table(new, tmp_path / f"{name}.parquet", version="2.6")
        result = run(str(tmp_path / "o.parquet"), str(tmp_path / f"{name}.parquet"))
        assert result.rows.same == 1, name


BAD: dict[str, tuple[Callable[[Path], tuple[str, str]], Policy, str]] = {}


def bad(message: str, policy: Policy = KEY) -> Callable[[Callable[[Path], tuple[str, str]]], None]:
    def register(make: Callable[[Path], tuple[str, str]]) -> None:
        BAD[make.__name__] = (make, policy, message)

    return register


def write(folder: Path, name: str, **columns: object) -> str:
    folder.mkdir(exist_ok=True, parents=True)
    pq.write_table(pa.table(columns), folder / name)
    return str(folder / name)


@bad("OLD has no column 'id' for the key")
def missing_key(folder: Path) -> tuple[str, str]:
    return write(folder, "a", x=[1]), write(folder, "b", id=[1])


@bad("no column in common", Policy())
def no_common_columns(folder: Path) -> tuple[str, str]:
    return write(folder, "a", x=[1]), write(folder, "b", y=[1])


@bad("they cannot match")
def key_types(folder: Path) -> tuple[str, str]:
    return write(folder, "a", id=[1], v=[1]), write(folder, "b", id=["1"], v=[1])


@bad("such values are no key")
def list_as_key(folder: Path) -> tuple[str, str]:
    return write(folder, "a", id=[[1]]), write(folder, "b", id=[[1]])


@bad("holds no rows")
def empty_side(folder: Path) -> tuple[str, str]:
    return write(folder, "a", id=[1]), write(folder, "b", id=pa.array([], pa.int64()))


@bad("does not exist")
def nothing_there(folder: Path) -> tuple[str, str]:
    return write(folder, "a", id=[1]), str(folder / "b")


@bad("broken")
def unreadable_among_many(folder: Path) -> tuple[str, str]:
    old = write(folder / "old", "a.parquet", id=[1])
    write(folder / "new", "a.parquet", id=[1])
    good = (folder / "new" / "a.parquet").read_bytes()
    (folder / "new" / "broken.parquet").write_bytes(good[:-40] + b"x" * 40)
    return old, str(folder / "new")


@bad("its schema differs")
def drift(folder: Path) -> tuple[str, str]:
    write(folder / "new", "a.parquet", id=[1], v=[1])
    write(folder / "new", "b.parquet", id=[1], v=["x"])
    return write(folder, "a", id=[1], v=[1]), str(folder / "new")


@bad("its columns differ")
def drift_of_csv(folder: Path) -> tuple[str, str]:
    (folder / "new").mkdir()
    (folder / "new" / "a.csv").write_text("id,v\n1,2\n")
    (folder / "new" / "b.csv").write_text("id,w\n1,2\n")
    return write(folder, "a", id=[1], v=[1]), str(folder / "new")


@bad("is neither Avro")
def no_data_at_all(folder: Path) -> tuple[str, str]:
    (folder / "x.bin").write_bytes(bytes(range(256)))
    return write(folder, "a", id=[1]), str(folder / "x.bin")


@bad("as JSON lines")
def broken_json(folder: Path) -> tuple[str, str]:
    (folder / "x.jsonl").write_text('{"id": 1}\n{"id": }\n')
    return write(folder, "a", id=[1]), str(folder / "x.jsonl")


@bad("numbers beyond 2^53 beside floats")
def large_integers_beside_floats(folder: Path) -> tuple[str, str]:
    return write(folder, "a", id=[1], v=[2**53 + 1]), write(folder, "b", id=[1], v=[2.0**53])


@bad("is no extracted record")
def broken_featran(folder: Path) -> tuple[str, str]:
    (folder / "x.jsonl").write_text('["id"]\n{"dense": ["0xz"]}\n')
    return write(folder, "a", id=[1.0]), str(folder / "x.jsonl")


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named(name: str, tmp_path: Path) -> None:
    make, policy, message = BAD[name]
    old, new = make(tmp_path)
    with pytest.raises(BadInput) as caught:
        compared(Request(old, new, policy))
    assert message in str(caught.value)


def test_nan_in_json_lines_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": 1, "v": 1.5}\n{"id": 2, "v": null}\n')
    rows = [{"id": 1, "v": 1.5}, {"id": 2, "v": math.nan}]
    result = run(str(tmp_path / "x.jsonl"), parquet(tmp_path, rows))
    assert causes(result, "v") == {"nan-policy": 1}


def numbered_maps(rows: range) -> pa.Table:
    """Maps whose keys are numbers: the bridges have no such type, the engine has."""
    kind = pa.map_(pa.int32(), pa.string())
    maps = pa.array([[(i, f"v{i}")] for i in rows], kind)
    return pa.table({"m": maps, "v": pa.array(rows, pa.int64())})


def test_rows_of_parquet_are_numbered_over_all_files(tmp_path: Path) -> None:
    for side, cuts in (("old", (0, 3, 3, 10)), ("new", (0, 7, 10))):
        (tmp_path / side).mkdir()
        for number, (start, end) in enumerate(itertools.pairwise(cuts)):
            part = numbered_maps(range(start, end))
            if side == "new" and number:
                part = part.set_column(1, "v", pa.array([7, 8, -9], pa.int64()))
            pq.write_table(part, tmp_path / side / f"{number}.parquet")
    result = compared(Request(str(tmp_path / "old"), str(tmp_path / "new"), Policy(key=("@row",))))
    assert (result.rows.same, differing(result)) == (9, {"v": 1})
    assert field(result, "v").examples[0].key[0].value == "9"


def test_a_column_of_the_engines_name_for_row_numbers(tmp_path: Path) -> None:
    for side, last in (("old", 5), ("new", 6)):
        rows = pa.table({"File_Row_Number": [9, 9, last]})
        pq.write_table(rows, tmp_path / f"{side}.parquet")
    sides = (str(tmp_path / f"{side}.parquet") for side in ("old", "new"))
    old, new = sides
    result = compared(Request(old, new, Policy(key=("@row",))))
    assert differing(result) == {"File_Row_Number": 1}


def test_what_the_bridges_cannot_read_is_bad_input(tmp_path: Path) -> None:
    for side in ("old", "new"):
        (tmp_path / side / "day=1").mkdir(parents=True)
        pq.write_table(numbered_maps(range(3)), tmp_path / side / "day=1" / "a.parquet")
    with pytest.raises(BadInput, match=r"a\.parquet, m"):
        compared(Request(str(tmp_path / "old"), str(tmp_path / "new"), Policy(key=("v",))))
