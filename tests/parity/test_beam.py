"""A run on Beam gives the answer of a local run, bit for bit."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.parity.as_json import to_text
from migrate.parity.frequent import PairBuckets, frequent_changes, pair_buckets
from migrate.parity.from_json import from_text
from migrate.parity.inputs.names import ROW
from migrate.parity.model import AlignmentMode, Kind, ParityResult, Provenance
from migrate.parity.policy import Duplicates, FieldRule, Policy, Rule
from migrate.parity.request import Request
from migrate.parity.run import compare, compared
from tests.parity.comparing import differing
from tests.parity.filled_result import sample_result
from tests.parity.test_mutations import PLANTED, changed, original

pytest.importorskip("apache_beam", reason="not run: apache-beam is not installed")

POLICIES = {
    "keyed": Policy(key=("id",), rules=(FieldRule("ratio", Rule(relative=1e-3)),)),
    "duplicates by rank": Policy(key=("small",), duplicates=Duplicates.RANK),
    "duplicates fail": Policy(key=("day", "flag")),
    "multiset": Policy(mode=AlignmentMode.MULTISET),
    "distribution": Policy(mode=AlignmentMode.DISTRIBUTION),
}


@pytest.fixture(autouse=True)
def no_shifts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one cause that only a local run names: shards have no rows that follow each other."""
    monkeypatch.setattr("migrate.parity.run.find_shifts", lambda *_: ())


def sides(folder: Path, *, cut: int = 5) -> tuple[str, str]:
    """Two sides with many kinds of differences, in several files each; NEW lacks ``cut`` rows."""
    old = new = original()
    for title, (column, change, _) in PLANTED.items():
        if not title.startswith("null"):
            new, _ = changed(new, column, change, 9)
    new = pa.concat_tables([new.slice(cut), new.slice(20, 2)])
    for name, table in (("old", old), ("new", new)):
        (folder / name).mkdir()
        for part in range(3):
            rows = table.slice(part * 70, 70 if part < 2 else None)
            pq.write_table(rows, folder / name / f"part-{part}.parquet")
    return str(folder / "old"), str(folder / "new")


def without_engine(result: ParityResult) -> str:
    return to_text(replace(result, provenance=Provenance("", "")))


SLOW = ("duplicates by rank", "duplicates fail", "multiset")


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in POLICIES]
)
def test_answer_is_that_of_a_local_run(name: str, tmp_path: Path) -> None:
    from migrate.parity.beam import compared_on

    request = Request(*sides(tmp_path), POLICIES[name], shards=5)
    there, _ = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    here = compared(request)
    assert without_engine(there) == without_engine(here)
    if name == "keyed":
        assert sum(bool(field.different) for field in here.fields) > 10


ROWS = [
    {"id": i, "day": f"2026-01-{1 + i % 28:02d}", "v": i / 8, "n": f"0{i}", "o": {"x": i, "y": [i]}}
    for i in range(60)
]
CHANGED = [{**r, "v": r["v"] + (r["id"] % 7 == 0), "n": r["n"].strip("0")} for r in ROWS[2:]]


def csv_side(folder: Path, rows: list[dict[str, Any]]) -> None:
    """One file of whole numbers only, one packed, one of a day of its own."""
    for number, part in enumerate((rows[:1], rows[1:30], rows[30:])):
        lines = ["id,day,v,n", *(f"{r['id']},{r['day']},{r['v']:g},{r['n']}" for r in part)]
        body = "".join(f"{line}\n" for line in lines).encode()
        place = folder / f"part={number}" / "rows.csv"
        place.parent.mkdir(parents=True)
        place.write_bytes(gzip.compress(body) if number == 1 else body)


def json_side(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Files whose columns have other types: whole numbers, nulls, other fields."""
    folder.mkdir()
    first = {**rows[0], "v": int(rows[0]["v"]), "o": None, "more": 1}
    for number, part in enumerate(([first], rows[1:30], rows[30:])):
        lines = "".join(json.dumps(row) + "\n" for row in part)
        (folder / f"{number}.jsonl").write_text(lines)


def npy_side(folder: Path, rows: list[dict[str, Any]]) -> None:
    folder.mkdir()
    (folder / "names.json").write_text('["id", "v"]')
    for number, part in enumerate((rows[:25], rows[25:])):
        np.save(folder / f"{number}.npy", np.array([[r["id"], r["v"]] for r in part]))


def featran_side(folder: Path, rows: list[dict[str, Any]]) -> None:
    folder.mkdir()
    for number, part in enumerate((rows[:25], rows[25:])):
        lines = ['["id", "v"]']
        for r in part:
            dense = [float(r["id"]).hex(), float(r["v"]).hex()]
            lines.append(json.dumps({"dense": dense, "added": "11" if r["id"] % 3 else "10"}))
        (folder / f"{number}.jsonl").write_text("\n".join(lines) + "\n")


BY_ID = Policy(key=("id",))
BY_ROW = Policy(key=(ROW,))
FORMATS = {
    "csv": (csv_side, BY_ID),
    "json lines": (json_side, BY_ID),
    "json lines by row": (json_side, BY_ROW),
    "csv by row": (csv_side, BY_ROW),
    "npy": (npy_side, Policy(mode=AlignmentMode.MULTISET)),
    "npy by row": (npy_side, BY_ROW),
    "featran": (featran_side, BY_ROW),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_answer_of_a_local_run(name: str, tmp_path: Path) -> None:
    from migrate.parity.beam import compared_on

    make, policy = FORMATS[name]
    make(tmp_path / "old", ROWS)
    make(tmp_path / "new", CHANGED)
    request = Request(str(tmp_path / "old"), str(tmp_path / "new"), policy, shards=3)
    there, _ = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    here = compared(request)
    assert without_engine(there) == without_engine(here)
    assert here.rows.different or here.rows.missing_left
    assert [p.name for p in tmp_path.iterdir() if "facts" in p.name] == []


def nulls_in_json(folder: Path) -> None:
    lines = "".join(json.dumps({"id": i, "n": None, "o": None}) + "\n" for i in range(9))
    (folder / "x.jsonl").write_text(lines + '{"id": 70, "n": null, "o": {"y": [], "x": {}}}\n')


def nulls_in_csv(folder: Path) -> None:
    (folder / "x.csv").write_text("id,n,o\n" + "".join(f"{i},,\n" for i in range(9)))


def nulls_in_parquet(folder: Path) -> None:
    rows = {"id": range(9), "n": pa.nulls(9), "o": pa.nulls(9)}
    pq.write_table(pa.table(rows), folder / "x.parquet")


@pytest.mark.slow
@pytest.mark.parametrize("make", [nulls_in_json, nulls_in_csv, nulls_in_parquet])
def test_a_side_without_values(make: Callable[[Path], None], tmp_path: Path) -> None:
    from migrate.parity.beam import compared_on

    (tmp_path / "old").mkdir()
    make(tmp_path / "old")
    json_side(tmp_path / "new", [{**r, "n": i} for i, r in enumerate(ROWS)])
    request = Request(str(tmp_path / "old"), str(tmp_path / "new"), BY_ID, shards=2)
    there, _ = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    assert without_engine(there) == without_engine(compared(request))
    assert differing(there) == {"n": 9, "o": 8}  # the first row of NEW has no record


@pytest.mark.slow
def test_parquet_by_row_number(tmp_path: Path) -> None:
    from migrate.parity.beam import compared_on

    # No row moves: of that as a cause, no shard knows.
    request = Request(*sides(tmp_path, cut=0), BY_ROW, shards=4)
    there, _ = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"))
    assert without_engine(there) == without_engine(compared(request))


def shown(batches: Iterable[pa.RecordBatch]) -> list[str]:
    """The rows as text, in which NaN equals NaN."""
    return [repr(row) for batch in batches for row in batch.to_pylist()]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["keyed", "duplicates by rank", "duplicates fail"])
def test_tables_by_key_are_those_of_a_local_run(name: str, tmp_path: Path) -> None:
    from migrate.parity.beam import KeyTables, compared_on

    request = Request(*sides(tmp_path), POLICIES[name], shards=4)
    keys = KeyTables(str(tmp_path / "keys"), every=True)
    _, plan = compared_on("DirectRunner", request, [], str(tmp_path / "result.json"), keys)
    with compare(request) as comparison:
        for every in (False, True):
            here = shown(comparison.key_rows(all_rows=every))
            assert shown(keys.read(plan, every=every)) == here
            assert len(here) > 10
    keys.remove()
    assert not (tmp_path / "keys").exists()


@pytest.mark.slow
def test_key_tables_and_bigdiffys_files_by_command(tmp_path: Path) -> None:
    from migrate.cli.main import run

    old, new = sides(tmp_path)
    for engine in ([], ["--runner", "DirectRunner", "--shards", "3"]):
        folder = tmp_path / f"out{len(engine)}"
        tables = ["--tables", str(folder / "t"), "--bigdiffy", str(folder / "b"), "-q"]
        assert run(["parity", old, new, "--key", "id", *tables, *engine]) == 3
    here, there = (
        {p.relative_to(tmp_path / n): p.read_bytes() for p in (tmp_path / n).rglob("*.*")}
        for n in ("out0", "out4")
    )
    names = [name for name in here if "global" not in str(name)]
    assert len(names) > 3
    assert {n: there[n] for n in names} == {n: here[n] for n in names}


def test_changes_that_are_frequent_over_all_shards_are_found_in_each() -> None:
    """A shard keeps the changes of a bucket that all shards together fill, and no others."""
    import duckdb

    text = SimpleNamespace(mask=None, kind=Kind.STRING)
    plan = SimpleNamespace(fields=[text], policy=SimpleNamespace(salt=""))
    shards = []
    for shard in range(4):
        connection = duckdb.connect()
        pairs = [("a", "b")] * 3 + [(f"x{shard}-{i}", "y") for i in range(500)]
        rows = pa.table({"l0": [a for a, _ in pairs], "r0": [b for _, b in pairs]})
        connection.register("pairs", rows)
        connection.execute("CREATE TABLE d0 AS SELECT *, 2 AS c0 FROM pairs")
        shards.append(connection)
    whole = PairBuckets()
    for connection in shards:
        whole.merge(pair_buckets(connection, (0, 0)))
    assert whole.counts.sum() == 4 * 503
    kept = [frequent_changes(c, plan, (0, 0), 10, whole) for c in shards]
    assert all(changes["a", "b"] == 3 for changes in kept)
    assert max(map(len, kept)) < 20


def test_json_form_reads_back_as_it_was() -> None:
    result = sample_result(2)
    assert from_text(to_text(result)) == result
