"""The least step of every type is a difference; what the engine would round is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.errors import BadInput
from migrate.parity.policy import FieldRule, Policy, Rule
from migrate.parity.request import Request
from migrate.parity.run import compared
from tests.parity.comparing import causes, differing

NANOS = 10**18


@dataclass(frozen=True, slots=True)
class Step:
    """Values that differ in one step, and the types they are written in."""

    old: Any
    new: Any
    left: pa.DataType
    right: pa.DataType


def _step(old: Any, new: Any, left: pa.DataType, right: pa.DataType | None = None) -> Step:
    return Step(old, new, left, right or left)


UTC, TOKYO = pa.timestamp("ns", "UTC"), pa.timestamp("ns", "Asia/Tokyo")
WIDE = pa.decimal256(60, 2)
STEPS = {
    "instants": _step(NANOS, NANOS + 1, UTC),
    "instants of two zones": _step(NANOS, NANOS + 1, UTC, TOKYO),
    "instant beside clock": _step(NANOS, NANOS + 1, UTC, pa.timestamp("ns")),
    "instant beside microseconds": _step(NANOS + 1, NANOS // 1000, UTC, pa.timestamp("us")),
    "list of instants": _step([NANOS], [NANOS + 1], pa.list_(UTC)),
    "map of instants": _step([("a", NANOS)], [("a", NANOS + 1)], pa.map_(pa.string(), UTC)),
    "record of instants": _step({"a": NANOS}, {"a": NANOS + 1}, pa.struct([("a", UTC)])),
    "wide decimal": _step(Decimal(10**20), Decimal(10**20 + 1), WIDE),
    "list of wide decimals": _step([Decimal(10**20)], [Decimal(10**20 + 1)], pa.list_(WIDE)),
    "decimals of two scales": _step(
        Decimal(10**30), Decimal(10**30 + 1), pa.decimal128(38, 2), pa.decimal128(38, 6)
    ),
    "decimal beside integer": _step(Decimal(2**62), 2**62 + 1, pa.decimal128(38, 0), pa.int64()),
}
REFUSED = {
    "decimals of 60 digits": (_step(Decimal(10**50), Decimal(10**50), WIDE), "compared exactly"),
    "nanoseconds of a day": (_step(1001, 1001, pa.time64("ns")), "compared exactly"),
    "decimals beside floats": (
        _step(Decimal(2**60), 2.0**60, pa.decimal128(38, 0), pa.float64()),
        "beyond 2^53 beside floats",
    ),
    "decimals of no common type": (
        _step(Decimal(10**33), Decimal(5), pa.decimal128(38, 2), pa.decimal128(38, 6)),
        "cannot be compared",
    ),
}


def _written(folder: Path, name: str, table: pa.Table) -> str:
    pq.write_table(table, folder / name, version="2.6")
    return str(folder / name)


def _sides(folder: Path, step: Step) -> tuple[str, str]:
    """Twenty rows of the old value on both sides where one type has it, and one changed row."""
    ids = pa.array(range(20))
    old = pa.table({"id": ids, "v": pa.array([step.old] * 20, step.left)})
    rest = [step.old] * 19 if step.left == step.right else [step.new] * 19
    new = pa.table({"id": ids, "v": pa.array([*rest, step.new], step.right)})
    return _written(folder, "old.parquet", old), _written(folder, "new.parquet", new)


KEY = Policy(key=("id",))


@pytest.mark.parametrize("name", STEPS)
def test_least_step_is_a_difference_that_no_rounding_explains(name: str, tmp_path: Path) -> None:
    step = STEPS[name]
    result = compared(Request(*_sides(tmp_path, step), KEY))
    field = "v.a" if pa.types.is_struct(step.left) else "v"
    count = 1 if step.left == step.right else 20
    assert differing(result) == {field: count}
    wanted = "unit" if name == "instant beside microseconds" else "unexplained"
    assert causes(result, field) == {wanted: count}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_be_rounded_is_refused(name: str, tmp_path: Path) -> None:
    step, message = REFUSED[name]
    with pytest.raises(BadInput, match=re.escape(message)):
        compared(Request(*_sides(tmp_path, step), KEY))


@pytest.mark.parametrize(
    ("left", "right", "ticks"), [("ns", "ns", 1), ("us", "ns", 1), ("ns", "us", 1), ("us", "us", 1)]
)
def test_temporal_tolerance_knows_every_unit(
    left: str, right: str, ticks: int, tmp_path: Path
) -> None:
    per = {"us": 1, "ns": 1000}
    rows = {}
    for name, unit, extra in (("old", left, 0), ("new", right, ticks)):
        times = pa.array([(10**15 + i + extra) * per[unit] for i in range(9)], pa.timestamp(unit))
        rows[name] = _written(tmp_path, name, pa.table({"id": range(9), "v": times}))
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(temporal=1e-6)),))
    result = compared(Request(rows["old"], rows["new"], policy))
    assert (result.rows.within_tolerance, result.rows.different) == (9, 0)
    exact = compared(Request(rows["old"], rows["new"], KEY))
    assert exact.fields[0].deltas[0].moments.mean == pytest.approx(1e-6)


def test_temporal_tolerance_of_times_of_a_day(tmp_path: Path) -> None:
    rows = {}
    for name, extra in (("old", 0), ("new", 1)):
        times = pa.array([[i + extra] for i in range(9)], pa.list_(pa.time32("s")))
        table = pa.table({"id": range(9), "v": times.flatten(), "w": times})
        rows[name] = _written(tmp_path, name, table)
    policy = Policy(key=("id",), rules=(FieldRule("*", Rule(temporal=1)),))
    assert compared(Request(rows["old"], rows["new"], policy)).rows.within_tolerance == 9


TWINS = {
    "columns": (pa.table({"id": [1], "a": [1], "A": [2]}), "'a' and 'A'"),
    "fields": (pa.table({"id": [1], "r": [{"x": 1, "X": 2}]}), "fields of r 'X' and 'x'"),
    "fields in lists": (pa.table({"id": [1], "r": [[{"x": 1, "X": 2}]]}), "'X' and 'x'"),
    "twice": (pa.table([pa.array([1]), pa.array([1])], ["id", "id"]), "'id' and 'id'"),
    "row number": (pa.table({"id": [1], "@row": [2]}), "the name of row numbers"),
    "no name": (pa.table({"id": [1], "r": [{"": 1, "x": 2}]}), "without a name"),
}


@pytest.mark.parametrize("name", TWINS)
def test_names_that_the_engine_cannot_tell_apart(name: str, tmp_path: Path) -> None:
    side, message = TWINS[name]
    path = _written(tmp_path, "x.parquet", side)
    with pytest.raises(BadInput, match=re.escape(message)):
        compared(Request(path, path, KEY))


def test_odd_names_of_fields_in_lists(tmp_path: Path) -> None:
    rows = [{'x"y': 1, "a.b": 2, "it's": 4}]
    other = pa.struct([("it's", pa.int32()), ('x"y', pa.int64()), ("a.b", pa.int64())])
    old = pa.table({"id": [1], "v": [rows]})
    new = pa.table({"id": [1], "v": pa.array([rows], pa.list_(other))})
    paths = [_written(tmp_path, name, side) for name, side in (("old", old), ("new", new))]
    assert compared(Request(paths[0], paths[1], KEY)).rows.same == 1
