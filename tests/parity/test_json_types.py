"""Types of JSON lines: parts of a side add up to what all rows say."""

from __future__ import annotations

import json
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migrate.errors import BadInput
from migrate.parity.inputs import json_types
from migrate.parity.inputs.json_types import added, columns_of, structure_of
from migrate.parity.policy import Policy
from migrate.parity.request import Request
from migrate.parity.run import compared
from migrate.parity.types import NO_TYPE
from tests.parity.comparing import differing

CONNECTION = duckdb.connect()
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["", "a", "7", "2026-01-01"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("xyz"), inner),
    max_leaves=6,
)
LINES = st.lists(st.dictionaries(st.sampled_from("abc"), VALUES), min_size=1, max_size=12)


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(rows=LINES, cut=st.integers(0, 12))
def test_the_engine_and_parts_and_single_lines_agree(rows: list[dict], cut: int) -> None:
    """However rows are cut into files, and whether the engine or this program reads a line."""
    connection = CONNECTION
    whole = structure(connection, rows)
    parts = [structure(connection, part) for part in (rows[:cut], rows[cut:]) if part]
    assert same(reduce(added, parts)) == same(whole)
    single = [json_types._of(row) for row in rows]
    assert same(reduce(added, single)) == same(whole)


def structure(connection: Any, rows: list[dict]) -> Any:
    import tempfile

    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
        file.write("".join(json.dumps(row) + "\n" for row in rows))
        file.flush()
        return structure_of(connection, file.name)


def same(found: Any) -> Any:
    """Without the order of fields: of none of these is the order of the values asked for."""
    if isinstance(found, dict):
        return {name: same(found[name]) for name in sorted(found)}
    return [same(each) for each in found] if isinstance(found, list) else found


TYPES = {
    "null and a number": ([{"a": None}, {"a": 1}], {"a": "BIGINT"}),
    "whole numbers and others": ([{"a": 1}, {"a": 1.5}], {"a": "DOUBLE"}),
    "negative": ([{"a": 1}, {"a": -1}], {"a": "BIGINT"}),
    "only nulls": ([{"a": None}], {"a": NO_TYPE}),
    "several types": ([{"a": 1}, {"a": "1"}], {"a": "JSON"}),
    "empty object beside another": ([{"a": {}}, {"a": {"x": 1}}], {"a": 'STRUCT("x" BIGINT)'}),
    "empty list beside another": ([{"a": []}, {"a": ["x"]}], {"a": "VARCHAR[]"}),
    "object beside a number": ([{"a": {"x": 1}}, {"a": 1}], {"a": "JSON"}),
    "keys that are data": (
        [{"a": {f"k{i}-{j}": j for j in range(9)}} for i in range(30)],
        {"a": "MAP(VARCHAR, BIGINT)"},
    ),
    "a name with a quote": ([{"a": {'x"y': True}}], {"a": 'STRUCT("x""y" BOOLEAN)'}),
}


@pytest.mark.parametrize("other", [[], ["x"], {}, {"x": 1}, "7", True, 0.5])
def test_a_large_integer_beside_another_type_in_another_row(other: Any) -> None:
    large = {"a": 9 * 10**15}
    for rows in ([large, {"a": other}, {"b": []}], [{"b": []}, {"a": other}, large]):
        assert columns_of(structure(CONNECTION, rows), "JSON")["a"] == "JSON"


@pytest.mark.parametrize("name", TYPES)
def test_types(name: str) -> None:
    rows, types = TYPES[name]
    assert columns_of(structure(duckdb.connect(), rows), "JSON") == types


def test_a_number_and_its_text_are_not_the_same(tmp_path: Path) -> None:
    for side, values in (("old", [1, "1", {"x": 1}]), ("new", ["1", "1", {"x": 2}])):
        lines = [json.dumps({"id": i, "v": v}) + "\n" for i, v in enumerate(values)]
        (tmp_path / f"{side}.jsonl").write_text("".join(lines) + '{"id": 9, "v": 0.5}\n')
    paths = str(tmp_path / "old.jsonl"), str(tmp_path / "new.jsonl")
    assert differing(compared(Request(*paths, Policy(key=("id",))))) == {"v": 2}


@pytest.mark.parametrize("line", ["[1, 2]", "5", '"text"'])
def test_lines_that_are_no_objects_are_refused(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text(f'{{"id": 1}}\n{line}\n')
    with pytest.raises(BadInput, match="no JSON object"):
        compared(Request(str(tmp_path / "x.jsonl"), str(tmp_path / "x.jsonl")))


def test_memory_that_does_not_do_is_not_the_fault_of_a_line(tmp_path: Path) -> None:
    path = str(tmp_path / "x.jsonl")
    Path(path).write_text('{"id": 1}\n')
    with pytest.raises(BadInput, match="does not fit into 64MB"):
        compared(Request(path, path, memory="64MB"))


def test_partitions_of_texts_are_columns(tmp_path: Path) -> None:
    for form, body in (("csv", "id,v\n1,2\n"), ("jsonl", '{"id": 1, "v": 2}\n')):
        for day in ("2026-01-01", "2026-01-02"):
            folder = tmp_path / form / f"day={day}" / "hour=7"
            folder.mkdir(parents=True)
            (folder / f"x.{form}").write_text(body)
    policy = Policy(key=("day", "hour", "id"))
    result = compared(Request(str(tmp_path / "csv"), str(tmp_path / "jsonl"), policy))
    assert result.rows.same == 2
    assert {c.name: c.left_type for c in result.schema}["hour"] == "bigint"
    (tmp_path / "csv/day=2026-01-02/hour=7/x.csv").write_text("id,day\n1,2\n")
    with pytest.raises(BadInput, match="is a partition and a column"):
        compared(Request(str(tmp_path / "csv"), str(tmp_path / "jsonl"), policy))


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ('{"id": 1, "v": 1, "V": 2}', "columns 'v' and 'V'"),
        ('{"id": 1, "v": 1}\n{"id": 2, "V": 2}', "columns 'v' and 'V'"),
        ('{"id": 1, "o": {"v": 1, "V": 2}}', "fields of o 'v' and 'V'"),
        ('{"id": 1, "o": [{"p": {"v": 1, "V": 2}}]}', "fields of o.p 'v' and 'V'"),
    ],
)
def test_names_that_differ_in_case_alone_are_refused(lines: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(lines + "\n")
    with pytest.raises(BadInput, match=what):
        compared(Request(str(path), str(path), Policy(key=("id",))))


def test_keys_of_maps_are_data_whatever_their_case(tmp_path: Path) -> None:
    for side, more in (("old", 5), ("new", 6)):
        values = {**{f"k{i}": i for i in range(300)}, "K1": more}
        (tmp_path / f"{side}.jsonl").write_text(json.dumps({"id": 1, "m": values}) + "\n")
    old, new = (str(tmp_path / f"{side}.jsonl") for side in ("old", "new"))
    result = compared(Request(old, new, Policy(key=("id",))))
    assert differing(result) == {"m": 1}
