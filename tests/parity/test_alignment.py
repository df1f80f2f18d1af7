"""Keys, duplicates, renames, records, tolerances, normalisation, masks, samples, limits."""

from __future__ import annotations

import zlib
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import mmh3
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.errors import BadInput
from migrate.parity import attempts
from migrate.parity.model import AlignmentMode, Compatibility, Kind, RowClass
from migrate.parity.policy import (
    Allow,
    Duplicates,
    FieldRule,
    Ignore,
    Limit,
    Mask,
    Normalise,
    NullKeys,
    Policy,
    Rule,
    Sensitive,
    Side,
    Step,
)
from migrate.parity.request import Request
from migrate.parity.run import compare, compared
from tests.parity.comparing import causes, compare_tables, differing, field, table
from tests.parity.test_mutations import original

KEY = Policy(key=("id",))


def test_composite_keys_are_not_joined_texts(tmp_path: Path) -> None:
    """BigDiffy joins with an underscore, so these two rows would be one."""
    old = table(a=["x_y", "x"], b=["z", "y_z"], v=[1, 2])
    new = table(a=["x", "x_y"], b=["y_z", "z"], v=[2, 1])
    result = compare_tables(tmp_path, old, new, Policy(key=("a", "b")))
    assert result.rows.same == 2


def test_nested_keys_of_other_widths(tmp_path: Path) -> None:
    kind = pa.struct([("id", pa.int32()), ("n", pa.int64())])
    old = table(user=pa.array([{"id": 1, "n": 5}, {"id": 2, "n": 6}], kind))
    new = table(user=[{"id": 2, "n": 6}, {"id": 1, "n": 7}])
    result = compare_tables(tmp_path, old, new, Policy(key=("user.id",)))
    assert differing(result) == {"user.n": 1}


@pytest.mark.parametrize(
    ("policy", "same", "missing"), [(NullKeys.MATCH, 2, (0, 0)), (NullKeys.DISTINCT, 1, (1, 1))]
)
def test_null_keys(tmp_path: Path, policy: NullKeys, same: int, missing: tuple[int, int]) -> None:
    old = new = table(id=[1, None], v=[1, 2])
    result = compare_tables(tmp_path, old, new, replace(KEY, null_keys=policy))
    assert result.rows.same == same
    assert (result.rows.missing_left, result.rows.missing_right) == missing
    assert result.alignment.null_keys_left == 1


def test_null_keys_may_be_refused(tmp_path: Path) -> None:
    old = new = table(id=[1, None], v=[1, 2])
    with pytest.raises(BadInput, match="the key is null in 1 row"):
        compare_tables(tmp_path, old, new, replace(KEY, null_keys=NullKeys.FAIL))


#: Values of one key in OLD and NEW; then same, different, duplicates left and right by policy.
DUPLICATES = {
    Duplicates.FAIL: [((1, 2), (2,), (1, 0, 1, 0)), ((1, 2), (1, 2), (0, 0, 2, 2))],
    Duplicates.MULTISET: [
        ((1, 2, 3), (3, 1, 9), (2, 1, 0, 0)),
        ((1, 1), (1,), (1, 0, 1, 0)),
    ],
    Duplicates.RANK: [((1, 2, 3), (3, 1, 9), (1, 2, 0, 0)), ((5, 1), (1,), (1, 0, 1, 0))],
    Duplicates.PAIRWISE: [((1, 2), (1, 2), (2, 2, 0, 0)), ((1, 2), (2,), (1, 1, 0, 0))],
}


@pytest.mark.parametrize(
    ("policy", "old", "new", "counts"),
    [(policy, *case) for policy, cases in DUPLICATES.items() for case in cases],
)
@pytest.mark.parametrize("bisect", [True, False])
def test_duplicates(
    tmp_path: Path,
    bisect: bool,
    policy: Duplicates,
    old: tuple[int, ...],
    new: tuple[int, ...],
    counts: tuple[int, int, int, int],
) -> None:
    left = table(id=[7] * len(old) + [8], v=[*old, 0])
    right = table(id=[8] + [7] * len(new), v=[0, *new])
    rows = compare_tables(
        tmp_path, left, right, replace(KEY, duplicates=policy), bisect=bisect
    ).rows
    found = (rows.same - 1, rows.different, rows.duplicate_left, rows.duplicate_right)
    assert found == counts
    assert rows.missing_left == rows.missing_right == 0


@pytest.mark.parametrize("bisect", [True, False])
def test_keys_that_are_there_twice_on_both_sides_are_counted_on_both(
    tmp_path: Path, bisect: bool
) -> None:
    """The checksums of such rows are equal, and say nothing about what is unique."""
    side = table(id=[1, 1, 2, 3], v=[5, 5, 6, 7])
    result = compare_tables(tmp_path, side, side, KEY, bisect=bisect)
    found = result.alignment
    assert (found.duplicate_keys_left, found.duplicate_keys_right) == (1, 1)
    assert not result.verdict.passed


def test_rows_without_a_key_cancel_out(tmp_path: Path) -> None:
    old = table(a=[1, 1, 2, None], b=["x", "x", "y", None])
    new = table(a=[None, 2, 1, 3], b=[None, "y", "x", "z"])
    result = compare_tables(tmp_path, old, new, Policy())
    assert result.alignment.mode is AlignmentMode.MULTISET
    assert result.rows.same == 3
    assert (result.rows.missing_right, result.rows.missing_left) == (1, 1)
    assert [s.row_class for s in result.samples] == [RowClass.MISSING_LEFT, RowClass.MISSING_RIGHT]
    assert {d.name: d.linf for d in result.distributions} == {"a": 0.25, "b": 0.25}


def test_renamed_records_and_columns(tmp_path: Path) -> None:
    old = table(id=[1], a=[{"x": 1, "y": 2}], b=[3])
    new = table(id=[1], geo=[{"x": 1, "y": 5}], bee=[3])
    policy = Policy(key=("id",), rename=(("a", "geo"), ("b", "bee")))
    result = compare_tables(tmp_path, old, new, policy)
    assert differing(result) == {"a.y": 1}


def test_schema_diff_has_a_row_for_every_column(tmp_path: Path) -> None:
    old = pa.table(
        {
            "id": pa.array([1], pa.int64()),
            "same": ["x"],
            "wide": pa.array([1], pa.int32()),
            "narrow": pa.array([1.5], pa.float64()),
            "cast": pa.array([1], pa.int32()),
            "never": pa.array([b"x"]),
            "gone": [1],
        }
    )
    new = pa.table(
        {
            "id": pa.array([1], pa.int64()),
            "same": ["x"],
            "wide": pa.array([1], pa.int64()),
            "narrow": pa.array([1.5], pa.float32()),
            "cast": pa.array([1.0], pa.float64()),
            "never": pa.array([date(2026, 1, 1)]),
            "new": [1],
        }
    )
    result = compare_tables(tmp_path, old, new)
    assert {p.name: p.compatibility for p in result.schema} == {
        "id": Compatibility.IDENTICAL,
        "same": Compatibility.IDENTICAL,
        "wide": Compatibility.WIDENED,
        "narrow": Compatibility.NARROWED,
        "cast": Compatibility.CONVERTIBLE,
        "never": Compatibility.INCOMPATIBLE,
        "gone": Compatibility.LEFT_ONLY,
        "new": Compatibility.RIGHT_ONLY,
    }
    assert differing(result) == {"never": 1}
    assert [n.code for n in result.notes] == ["PA002", "PA003", "PA003", "PA001"]
    failed = {c.name for c in result.verdict.checks if not c.passed}
    assert failed == {"rows.different", "rows.incompatible_columns", "rows.left_only_columns"}


TOLERANCES = {
    "absolute": ([1.0, 2.0], [1.05, 2.2], Rule(absolute=0.1)),
    "relative": ([100.0, 100.0], [100.5, 102.0], Rule(relative=0.01)),
    "ulp": ([0.1, 0.1], [0.1 + 2**-56, 0.1 + 2**-50], Rule(ulp=1)),
    "temporal": (
        [datetime(2026, 1, 1), datetime(2026, 1, 1)],
        [datetime(2026, 1, 1, 0, 0, 4), datetime(2026, 1, 1, 0, 1)],
        Rule(temporal=5),
    ),
    "edit distance": (["abc", "abc"], ["abd", "xyz"], Rule(edit_distance=1)),
    "in lists": ([[1.0, 2.0]] * 2, [[1.0, 2.05], [1.0, 2.5]], Rule(absolute=0.1)),
    "lists of other lengths": ([[1.0]] * 2, [[1.01], [1.0, 1.0]], Rule(absolute=0.1)),
    "cosine": ([[1.0, 0.0]] * 2, [[2.0, 0.1], [0.0, 1.0]], Rule(cosine=0.01)),
    "l2": ([[1.0, 0.0]] * 2, [[1.0, 0.5], [3.0, 0.0]], Rule(l2=1)),
    "records in lists": (
        [[{"k": "a", "v": 1.0}]] * 2,
        [[{"k": "a", "v": 1.01}], [{"k": "b", "v": 1.0}]],
        Rule(absolute=0.1),
    ),
    "integers": ([10, 10], [11, 15], Rule(absolute=2)),
}


@pytest.mark.parametrize("name", TOLERANCES)
def test_tolerances(name: str, tmp_path: Path) -> None:
    """The first pair is close enough, the second is not."""
    old, new, rule = TOLERANCES[name]
    policy = Policy(key=("id",), rules=(FieldRule("v*", rule),))
    result = compare_tables(tmp_path, table(id=[1, 2], v=old), table(id=[1, 2], v=new), policy)
    found = field(result, "v")
    assert (found.within_tolerance, found.different) == (1, 1)
    assert (result.rows.within_tolerance, result.rows.different) == (1, 1)
    cells = [s for s in result.samples if s.row_class is RowClass.DIFFERENT]
    assert cells[0].key[0].value == "2"


def test_infinity_and_nan_are_within_no_tolerance(tmp_path: Path) -> None:
    inf, nan = float("inf"), float("nan")
    old = table(id=[1, 2, 3, 4], v=[inf, nan, 1.0, inf])
    new = table(id=[1, 2, 3, 4], v=[1.0, 1.0, nan, inf])
    policy = Policy(key=("id",), rules=(FieldRule("v", Rule(absolute=1e9, relative=0.9)),))
    assert differing(compare_tables(tmp_path, old, new, policy)) == {"v": 3}


def test_unordered_lists_and_maps_have_no_order(tmp_path: Path) -> None:
    maps = pa.map_(pa.string(), pa.int64())
    old = table(id=[1], s=[["a", "b", "b"]], m=pa.array([[("x", 1), ("y", 2)]], maps))
    new = table(id=[1], s=[["b", "a", "b"]], m=pa.array([[("y", 2), ("x", 1)]], maps))
    policy = Policy(key=("id",), rules=(FieldRule("s", Rule(unordered=True)),))
    result = compare_tables(tmp_path, old, new, policy)
    assert differing(result) == {}
    assert [f.kind for f in result.fields] == [Kind.SET, Kind.MAP]


def test_lists_of_records_by_element_key(tmp_path: Path) -> None:
    old = table(id=[1, 2], r=[[{"k": "a", "v": 1.0}, {"k": "b", "v": 2.0}]] * 2)
    new = table(
        id=[1, 2],
        r=[[{"k": "b", "v": 2.01}, {"k": "a", "v": 1.0}], [{"k": "b", "v": 3.0}]],
    )
    rules = (FieldRule("r", Rule(element_key="k", absolute=0.1)),)
    result = compare_tables(tmp_path, old, new, Policy(key=("id",), rules=rules))
    found = field(result, "r")
    assert (found.within_tolerance, found.different) == (1, 1)
    assert found.examples[0].delta == 2.0  # b changed, a is gone


def test_missing_record_is_one_difference(tmp_path: Path) -> None:
    kind = pa.struct([("a", pa.int64()), ("b", pa.string())])
    old = table(id=[1, 2], r=pa.array([{"a": 1, "b": "x"}, None], kind))
    new = table(id=[1, 2], r=pa.array([None, None], kind))
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {"r": 1}
    assert field(result, "r").value_to_null == 1


def test_deltas(tmp_path: Path) -> None:
    old = table(id=[1, 2, 3], n=[2.0, 4.0, 0.0], t=["kitten", "åb", "x"], v=[[1.0, 0.0]] * 3)
    new = table(id=[1, 2, 3], n=[3.0, 2.0, 0.0], t=["sitting", "ab", "x"], v=[[0.0, 1.0]] * 3)
    result = compare_tables(tmp_path, old, new)
    deltas = {(f.name, d.name): d.moments for f in result.fields for d in f.deltas}
    assert deltas["n", "signed"].mean == -0.5
    assert deltas["n", "absolute"].max == 2.0
    assert deltas["n", "relative"].max == 0.5
    assert (deltas["t", "levenshtein"].min, deltas["t", "levenshtein"].max) == (1.0, 3.0)
    assert deltas["v", "l2"].max == pytest.approx(2**0.5)
    assert deltas["v", "linf"].max == 1.0
    assert deltas["v", "cosine"].max == 1.0
    assert field(result, "n").sidedness.positive == 1


NORMALISED = {
    "trim": (["a "], ["a"], Step("trim", True)),
    "lower": (["A"], ["a"], Step("lower", True)),
    "fill": ([None], [0], Step("fill", 0)),
    "null_if": ([-1], [None], Step("null_if", -1)),
    "scale": ([1], [1000], Step("scale", 1000)),
    "round": ([1.26], [1.3], Step("round", 1)),
    "cast": (["17"], [17], Step("cast", "int")),
    "epoch": ([1767225600], [datetime(2026, 1, 1)], Step("epoch", "s")),
    "shift": ([datetime(2026, 1, 1)], [datetime(2026, 1, 1, 1)], Step("shift", 3600)),
    "sort": ([[2, 1]], [[1, 2]], Step("sort", True)),
}


@pytest.mark.parametrize("name", NORMALISED)
def test_normalisation_of_the_old_side(name: str, tmp_path: Path) -> None:
    old, new, step = NORMALISED[name]
    kind = pa.array(new).type if old == [None] else None
    mine = pa.array(old, kind)
    theirs = pa.array(new, mine.type if new == [None] else None)
    sides = table(id=[1], v=mine), table(id=[1], v=theirs)
    assert compare_tables(tmp_path, *sides).rows.different == 1 or name == "cast"
    policy = Policy(key=("id",), normalise=(Normalise("v", (Side.OLD,), (step,)),))
    assert compare_tables(tmp_path, *sides, policy).rows.same == 1


def test_time_zone_normalisation(tmp_path: Path) -> None:
    old = table(id=[1, 2], t=[datetime(2026, 1, 1, 13), datetime(2026, 7, 1, 14)])
    new = table(id=[1, 2], t=[datetime(2026, 1, 1, 12), datetime(2026, 7, 1, 12)])
    step = Step("timezone", "Europe/Stockholm")
    policy = Policy(key=("id",), normalise=(Normalise("t", (Side.OLD,), (step,)),))
    assert compare_tables(tmp_path, old, new, policy).rows.same == 2


UTC_CLOCK = pa.timestamp("us", "UTC")
NANOS = pa.timestamp("ns")
#: Types and values of both sides, what is done to OLD, and whether that makes them equal.
STEPS_BY_TYPE = {
    "clock that calls itself UTC": (
        (UTC_CLOCK, datetime(2026, 1, 1, 13)),
        (UTC_CLOCK, datetime(2026, 1, 1, 12)),
        Step("timezone", "Europe/Stockholm"),
        True,
    ),
    "nanoseconds of a clock": (
        (NANOS, 3_600_000_000_001),
        (NANOS, 1),
        Step("timezone", "Europe/Stockholm"),
        True,
    ),
    "nanoseconds lost on a clock": (
        (NANOS, 3_600_000_000_001),
        (NANOS, 2),
        Step("timezone", "Europe/Stockholm"),
        False,
    ),
    "nanoseconds shifted": ((NANOS, 1), (NANOS, 1_000_000_001), Step("shift", 1), True),
    "nanoseconds lost by a shift": ((NANOS, 1), (NANOS, 1_000_000_002), Step("shift", 1), False),
    "text as bytes": ((pa.string(), "é"), (pa.binary(), "é".encode()), Step("cast", "bytes"), True),
    "escapes in a text": (
        (pa.string(), "\\x41"),
        (pa.binary(), b"A"),
        Step("cast", "bytes"),
        False,
    ),
    "bytes as text": (
        (pa.binary(), "é".encode()),
        (pa.string(), "é"),
        Step("cast", "string"),
        True,
    ),
}


@pytest.mark.parametrize("name", STEPS_BY_TYPE)
def test_steps_keep_all_of_a_value(name: str, tmp_path: Path) -> None:
    *sides, step, equal = STEPS_BY_TYPE[name]
    policy = Policy(key=("id",), normalise=(Normalise("v", (Side.OLD,), (step,)),))
    for side, (kind, value) in zip(("old", "new"), sides, strict=True):
        rows = pa.table({"id": [1], "v": pa.array([value], kind)})
        pq.write_table(rows, tmp_path / f"{side}.parquet", version="2.6")
    paths = str(tmp_path / "old.parquet"), str(tmp_path / "new.parquet")
    assert compared(Request(*paths, policy)).rows.same == equal


def test_step_that_does_not_fit_is_named(tmp_path: Path) -> None:
    policy = Policy(key=("id",), normalise=(Normalise("v", (Side.OLD,), (Step("trim", True),)),))
    with pytest.raises(BadInput, match="trim does not fit v, which is bigint in OLD"):
        compare_tables(tmp_path, table(id=[1], v=[1]), table(id=[1], v=[1]), policy)


def test_ignored_until_it_expires(tmp_path: Path) -> None:
    old, new = table(id=[1], v=[1]), table(id=[1], v=[2])
    policy = replace(KEY, ignores=(Ignore("v", "old clock", date(2026, 6, 30)),))
    before = compare_tables(tmp_path, old, new, policy, today=date(2026, 6, 30))
    after = compare_tables(tmp_path, old, new, policy, today=date(2026, 7, 1))
    assert before.verdict.passed
    assert before.schema[1].ignored == "old clock"
    assert not after.verdict.passed
    assert "PA004" in [n.code for n in after.notes]


def test_entries_that_match_nothing_are_noted(tmp_path: Path) -> None:
    policy = replace(KEY, rules=(FieldRule("scroe", Rule(absolute=1)),))
    result = compare_tables(tmp_path, table(id=[1], score=[1]), table(id=[1], score=[1]), policy)
    assert [(n.code, n.subject) for n in result.notes] == [("PA005", "scroe")]


@pytest.mark.parametrize("mask", Mask)
def test_sensitive_values_do_not_leave(tmp_path: Path, mask: Mask) -> None:
    from migrate.parity.as_json import to_text

    old = table(id=["ann@example.org", "bob@example.org"], v=["secret-1", "secret-2"], n=[41, 42])
    new = table(id=["ann@example.org", "eve@example.org"], v=["secret-3", "secret-4"], n=[43, 44])
    sensitive = tuple(Sensitive(name, mask) for name in ("id", "v", "n"))
    policy = Policy(key=("id",), sensitive=sensitive, salt="pepper")
    result = compare_tables(tmp_path, old, new, policy)
    text = to_text(replace(result, left=None, right=None))  # type: ignore[arg-type]
    assert not any(word in text for word in ("secret", "example.org", '"41"', '"43"', "43.0"))
    assert differing(result) == {"v": 1, "n": 1}


def test_incompatible_values_do_not_cancel_out(tmp_path: Path) -> None:
    """Though their texts are equal."""
    for old, new in ((pa.array([12]), pa.array([b"12"])), (pa.array([b"t"]), pa.array([True]))):
        rows = compare_tables(tmp_path, pa.table({"v": old}), pa.table({"v": new}), Policy()).rows
        assert (rows.same, rows.missing_left, rows.missing_right) == (0, 1, 1)


@pytest.mark.parametrize("mode", [AlignmentMode.MULTISET, AlignmentMode.DISTRIBUTION])
def test_a_sample_without_a_key_takes_equal_rows_of_both_sides(
    mode: AlignmentMode, tmp_path: Path
) -> None:
    """Lists, records in lists and maps too; 0.0 is -0.0."""
    sides = []
    for zero in (0.0, -0.0):
        rows = [{"v": [zero, i], "r": [{"x": zero}], "m": [("k", zero)]} for i in range(40)]
        kinds = [pa.list_(pa.float64()), pa.list_(pa.struct([("x", pa.float32())]))]
        kinds.append(pa.map_(pa.string(), pa.float64()))
        sides.append(pa.Table.from_pylist(rows, pa.schema(zip("vrm", kinds, strict=True))))
    result = compare_tables(tmp_path, *sides, Policy(mode=mode), sample=0.5)
    assert 0 < result.rows.left < 40
    assert result.verdict.passed


def test_both_sides_have_the_same_sample(tmp_path: Path) -> None:
    old = original()
    half = compare_tables(tmp_path, old, old, sample=0.5)
    assert 60 < half.left.used < 140
    assert half.rows.same == half.left.used == half.right.used
    assert half.left.rows == 200
    other = compare_tables(tmp_path, old, old, sample=0.5, seed=1)
    assert other.rows.same != half.rows.same or other.left.used != half.left.used
    again = compare_tables(tmp_path, old.slice(50), old, sample=0.5)
    assert again.rows.missing_right == 0


def test_allowed_causes_and_limits(tmp_path: Path) -> None:
    old, new = table(id=[1, 2, 3], v=["A", "B", "c"]), table(id=[1, 2, 3], v=["a", "b", "c"])
    assert not compare_tables(tmp_path, old, new).verdict.passed
    allowed = replace(KEY, allow=(Allow("v", "case"),))
    agreed = compare_tables(tmp_path, old, new, allowed)
    assert agreed.verdict.passed
    assert [(f.different, f.agreed, f.disputed) for f in agreed.fields] == [(2, 2, 0)]
    part = compare_tables(tmp_path, old, table(id=[1, 2, 3], v=["a", "b", "d"]), allowed)
    assert [(f.different, f.agreed, f.disputed) for f in part.fields] == [(3, 2, 1)]
    limited = replace(KEY, limits=(Limit("different_fraction", 0.7), Limit("different", 2, "v")))
    assert compare_tables(tmp_path, old, new, limited).verdict.passed
    strict = replace(KEY, limits=(Limit("different", 1, "v"),))
    assert not compare_tables(tmp_path, old, new, strict).verdict.passed


def test_baseline(tmp_path: Path) -> None:
    from migrate.parity.as_json import to_text

    old, new = table(id=[1, 2, 3], v=[1, 2, 3]), table(id=[1, 2, 3], v=[1, 2, 4])
    (tmp_path / "base.json").write_text(to_text(compare_tables(tmp_path, old, new)))
    policy = replace(KEY, limits=(), baseline=str(tmp_path / "base.json"))
    assert compare_tables(tmp_path, old, new, policy).verdict.passed
    worse = table(id=[1, 2, 3], v=[1, 0, 4])
    assert not compare_tables(tmp_path, old, worse, policy).verdict.passed


def test_wide_tables_are_joined_in_groups(tmp_path: Path) -> None:
    names = [f"c{i:03d}" for i in range(150)]
    old = table(id=list(range(30)), **{n: list(range(30)) for n in names})
    new = table(
        id=list(range(29)),
        **{n: [v + (n in ("c003", "c149") and v == 7) for v in range(29)] for n in names},
    )
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {"c003": 1, "c149": 1}
    assert (result.rows.same, result.rows.different, result.rows.missing_right) == (28, 1, 1)
    assert [c.field for s in result.samples for c in s.cells] == ["c003", "c149"]


def test_confusions_count_all_rows(tmp_path: Path) -> None:
    old = table(id=list(range(6)), v=["a", "a", "b", "b", "c", None])
    new = table(id=list(range(6)), v=["a", "b", "b", "a", "c", None])
    confusion = field(compare_tables(tmp_path, old, new), "v").confusion
    assert confusion.labels == ("a", "b")
    assert confusion.counts == ((1, 1), (1, 1))


def test_rows_by_key(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    old, new = table(id=[1, 2, 3], v=[1, 2, 3]), table(id=[2, 1, 4], v=[2, 5, 4])
    pq.write_table(old, tmp_path / "o.parquet")
    pq.write_table(new, tmp_path / "n.parquet")
    request = Request(str(tmp_path / "o.parquet"), str(tmp_path / "n.parquet"), KEY)
    with compare(request) as comparison:
        rows = [r for b in comparison.key_rows() for r in b.to_pylist()]
        every = [r for b in comparison.key_rows(all_rows=True) for r in b.to_pylist()]
    classes = [(r["key"][0]["value"], r["class"]) for r in rows]
    assert classes == [("1", "DIFFERENT"), ("3", "MISSING_RIGHT"), ("4", "MISSING_LEFT")]
    assert rows[0]["fields"] == [
        {
            "field": "v",
            "kind": "numeric",
            "class": "DIFFERENT",
            "delta": 4.0,
            "left": "1",
            "right": "5",
        }
    ]
    assert [r["class"] for r in every] == ["DIFFERENT", "SAME", "MISSING_RIGHT", "MISSING_LEFT"]


@pytest.mark.parametrize("kind", ["text", "hash", "number"])
def test_causes_by_change_are_those_by_row(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where changes repeat each is tried once, those aside that need the whole row."""
    many = 4000
    texts = [f"t{i % 3}" for i in range(many)]
    columns: dict[str, tuple[list[Any], list[Any]]] = {
        "text": (["a ", "b", None, "C"] * 1000, ["a", "x", "", "c"] * 1000),
        "hash": (
            [mmh3.hash(t) for t in texts],
            [zlib.crc32(t.encode()) for t in texts[:-10]] + [-1] * 10,
        ),
        "number": ([1, 2, 0, None] * 1000, [1000, 5, None, 7] * 1000),
    }
    old, new = (table(id=range(many), t=texts, v=side) for side in columns[kind])
    by_change = compare_tables(tmp_path, old, new, KEY)
    monkeypatch.setattr(attempts, "_SEVERAL", many + 1)
    assert compare_tables(tmp_path, old, new, KEY) == by_change
    assert len(causes(by_change, "v")) > 1


def test_causes_are_not_shared_between_fields(tmp_path: Path) -> None:
    old = table(id=[1, 2], a=["x", "y"], b=[1.5, 2.5])
    new = table(id=[1, 2], a=["X", "y"], b=[1.5, 2500.0])
    result = compare_tables(tmp_path, old, new)
    assert (causes(result, "a"), causes(result, "b")) == ({"case": 1}, {"unit": 1})
