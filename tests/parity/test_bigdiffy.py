"""What BigDiffy of ratatool can do, one by one; docs/parity-features.md names these tests."""

from __future__ import annotations

import math
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.parity.model import UNEXPLAINED
from migrate.parity.policy import (
    Duplicates,
    FieldRule,
    Ignore,
    Normalise,
    NullKeys,
    Policy,
    Rule,
    Side,
    Step,
)
from migrate.parity.report import text_files
from migrate.parity.request import Request
from migrate.parity.run import compare, compared
from tests.parity.comparing import causes, compare_tables, differing, field, table

IDS = list(range(10))
BY_ID = Policy(key=("id",))


def ruled(match, **options):
    """A policy with one field rule."""
    return Policy(key=("id",), rules=(FieldRule(match, Rule(**options)),))


def stats(result, name, delta):
    return next(d for d in field(result, name).deltas if d.name == delta)


def test_rows_are_same_different_or_missing_on_a_side(tmp_path):
    old = table(id=[1, 2, 3, 4], v=[1, 2, 3, 4])
    new = table(id=[1, 2, 3, 5, 6], v=[1, 2, 9, 5, 6])
    rows = compare_tables(tmp_path, old, new).rows
    assert (rows.same, rows.different, rows.missing_left, rows.missing_right) == (2, 1, 2, 1)


def test_avro_and_parquet_in_any_combination(tmp_path):
    schema = {"type": "record", "name": "R", "fields": [
        {"name": "id", "type": "long"}, {"name": "v", "type": ["null", "double"]},
    ]}  # fmt: skip
    records = [{"id": n, "v": None if n == 3 else n / 2} for n in IDS]
    with (tmp_path / "a.avro").open("wb") as out:
        fastavro.writer(out, schema, records)
    pq.write_table(pa.Table.from_pylist(records), tmp_path / "b.parquet")
    for pair in (("a.avro", "b.parquet"), ("b.parquet", "a.avro"), ("a.avro", "a.avro")):
        result = compared(Request(*(str(tmp_path / name) for name in pair), BY_ID))
        assert (result.rows.same, differing(result)) == (10, {})


def test_a_key_may_be_nested(tmp_path):
    def side(shift):
        return pa.Table.from_pylist(
            [{"user": {"id": n, "plan": "free"}, "v": n + shift * (n == 4)} for n in IDS]
        )

    result = compare_tables(tmp_path, side(0), side(1), Policy(key=("user.id",)))
    assert (result.rows.joined, differing(result)) == (10, {"v": 1})


def test_parts_of_a_key_are_not_run_together(tmp_path):
    """``a_b`` + ``c`` and ``a`` + ``b_c`` are one key to BigDiffy."""
    old = table(a=["a_b", "a"], b=["c", "b_c"], v=[1, 2])
    result = compare_tables(tmp_path, old, old, Policy(key=("a", "b")))
    assert (result.rows.same, result.rows.joined) == (2, 2)


def test_a_key_may_be_bytes(tmp_path):
    old = table(id=pa.array([b"\x00\xff", b"\x01"], pa.binary()), v=[1, 2])
    new = table(id=pa.array([b"\x01", b"\x00\xff"], pa.binary()), v=[2, 3])
    assert compare_tables(tmp_path, old, new).rows.different == 1


NULL_KEYS = {
    NullKeys.MATCH: (2, 0, 0),
    NullKeys.DISTINCT: (1, 1, 1),
}


@pytest.mark.parametrize(("policy", "rows"), NULL_KEYS.items(), ids=lambda v: str(v))
def test_a_null_key_is_no_text(tmp_path, policy, rows):
    """BigDiffy makes the text "null" of it, which a real key may have."""
    old = table(id=["1", None], v=[1, 2])
    result = compare_tables(tmp_path, old, old, Policy(key=("id",), null_keys=policy))
    found = result.rows
    assert (found.same, found.missing_left, found.missing_right) == rows
    assert (result.alignment.null_keys_left, result.alignment.null_keys_right) == (1, 1)
    text = table(id=["1", "null"], v=[1, 2])
    assert compare_tables(tmp_path, old, text).rows.same == 1


def test_a_key_that_is_not_unique_fails(tmp_path):
    old = table(id=[1, 1, 1, 2], v=[1, 2, 3, 4])
    result = compare_tables(tmp_path, old, old)
    assert not result.verdict.passed
    assert result.alignment.duplicate_keys_left == 1


def test_two_rows_of_a_key_on_one_side_and_none_on_the_other_are_found(tmp_path):
    """BigDiffy calls the two one missing row."""
    old = table(id=[1, 2, 2], v=[1, 2, 2])
    new = table(id=[1], v=[1])
    rows = compare_tables(tmp_path, old, new).rows
    assert rows.missing_right + rows.duplicate_left == 2


POLICIES = {
    Duplicates.MULTISET: {"same": 3, "different": 0},
    Duplicates.RANK: {"same": 3, "different": 0},
    Duplicates.PAIRWISE: {"same": 3, "different": 2},
}


@pytest.mark.parametrize(("policy", "rows"), POLICIES.items(), ids=lambda v: str(v))
def test_duplicates_can_be_compared(tmp_path, policy, rows):
    """BigDiffy has no answer but to fail."""
    old = table(id=[1, 1, 2], v=[1, 2, 3])
    new = table(id=[2, 1, 1], v=[3, 2, 1])
    found = compare_tables(tmp_path, old, new, Policy(key=("id",), duplicates=policy)).rows
    assert {name: getattr(found, name) for name in rows} == rows


def test_numbers_have_signed_deltas_and_their_moments(tmp_path):
    deltas = [0.5, -0.25, 2.0, 1.5, -3.0, 0.125]
    old = table(id=IDS, v=[float(n) for n in IDS])
    new = table(id=IDS, v=[n + (deltas[n] if n < 6 else 0) for n in IDS])
    found = stats(compare_tables(tmp_path, old, new), "v", "signed").moments
    mean = sum(deltas) / 6
    m2, m3, m4 = (sum((d - mean) ** power for d in deltas) for power in (2, 3, 4))
    assert (found.count, found.min, found.max) == (6, -3.0, 2.0)
    assert found.mean == pytest.approx(mean)
    assert found.variance == pytest.approx(m2 / 5)
    assert found.stddev == pytest.approx(math.sqrt(m2 / 5))
    assert found.skewness == pytest.approx(math.sqrt(6) * m3 / m2**1.5)
    assert found.kurtosis == pytest.approx(6 * m4 / m2**2 - 3)


def test_texts_have_edit_distances(tmp_path):
    old = table(id=[1, 2, 3], v=["kitten", "flaw", "same"])
    new = table(id=[1, 2, 3], v=["sitting", "lawn", "same"])
    found = stats(compare_tables(tmp_path, old, new), "v", "levenshtein").moments
    assert (found.count, found.min, found.max) == (2, 2.0, 3.0)


def test_vectors_have_cosine_distances(tmp_path):
    old = table(id=[1, 2, 3], v=[[1.0, 0.0], [1.0, 1.0], [2.0, 2.0]])
    new = table(id=[1, 2, 3], v=[[0.0, 1.0], [1.0, 0.0], [2.0, 2.0]])
    found = stats(compare_tables(tmp_path, old, new), "v", "cosine").moments
    assert found.count == 2
    assert (found.min, found.max) == (pytest.approx(1 - 1 / math.sqrt(2)), pytest.approx(1.0))


def test_vectors_without_a_cosine_are_counted_apart(tmp_path):
    """Of a zero vector BigDiffy's mean becomes NaN; of other lengths it knows nothing."""
    old = table(id=[1, 2, 3], v=[[1.0, 0.0], [0.0, 0.0], [1.0]])
    new = table(id=[1, 2, 3], v=[[0.0, 1.0], [1.0, 0.0], [1.0, 0.0]])
    found = stats(compare_tables(tmp_path, old, new), "v", "cosine")
    assert (found.moments.count, found.not_finite) == (1, 2)


def test_what_has_no_delta_is_still_counted(tmp_path):
    old = table(id=[1, 2, 3, 4], b=[True, False, None, True], d=[b"a", b"b", b"c", b"d"])
    new = table(id=[1, 2, 3, 4], b=[False, False, True, None], d=[b"a", b"x", b"c", b"d"])
    result = compare_tables(tmp_path, old, new)
    assert differing(result) == {"b": 3, "d": 1}
    assert (field(result, "b").null_to_value, field(result, "b").value_to_null) == (1, 1)


def test_nested_records_have_dotted_names(tmp_path):
    def side(value):
        return pa.Table.from_pylist([{"id": 1, "a": {"b": {"c": value, "d": 1}}}])

    assert differing(compare_tables(tmp_path, side(1), side(2))) == {"a.b.c": 1}


def test_maps_are_compared_by_key(tmp_path):
    kind = pa.map_(pa.string(), pa.int64())
    old = table(id=[1, 2], m=pa.array([[("a", 1), ("b", 2)], [("a", 1)]], kind))
    new = table(id=[1, 2], m=pa.array([[("b", 2), ("a", 1)], [("a", 5)]], kind))
    result = compare_tables(tmp_path, old, new)
    assert sum(differing(result).values()) == 1
    assert all(name.startswith("m") for name in differing(result))


def test_lists_can_be_unordered(tmp_path):
    old = table(id=[1, 2, 3], v=[["a", "b"], ["a", "b"], ["a"]])
    new = table(id=[1, 2, 3], v=[["b", "a"], ["a", "b"], ["c"]])
    assert differing(compare_tables(tmp_path, old, new)) == {"v": 2}
    result = compare_tables(tmp_path, old, new, ruled("v", unordered=True))
    assert differing(result) == {"v": 1}


def test_lists_of_records_can_be_compared_by_element_key(tmp_path):
    def side(*records):
        return pa.Table.from_pylist([{"id": 1, "f": list(records)}])

    old = side({"k": "a", "v": 1}, {"k": "b", "v": 2})
    new = side({"k": "b", "v": 3}, {"k": "a", "v": 1})
    result = compare_tables(tmp_path, old, new, ruled("f", element_key="k"))
    (name,) = differing(result)
    assert name.startswith("f")
    assert result.rows.different == 1
    turned = side({"k": "b", "v": 2}, {"k": "a", "v": 1})
    assert compare_tables(tmp_path, old, turned, ruled("f", element_key="k")).rows.same == 1


def test_fields_can_be_ignored_by_name_and_by_glob(tmp_path):
    def side(shift):
        return pa.Table.from_pylist([{"id": 1, "a": {"x": shift, "y": shift}, "b": shift}])

    policy = Policy(key=("id",), ignores=(Ignore("a.*", "load time"), Ignore("b", "random")))
    result = compare_tables(tmp_path, side(0), side(1), policy)
    assert differing(result) == {}
    assert {c.name: c.ignored for c in result.schema if c.ignored} == {
        "a.x": "load time", "a.y": "load time", "b": "random",
    }  # fmt: skip


def test_nan_can_equal_nan_and_does_not_spoil_statistics(tmp_path):
    nan = math.nan
    old = table(id=[1, 2, 3], v=[nan, 1.0, 2.0])
    new = table(id=[1, 2, 3], v=[nan, nan, 3.0])
    result = compare_tables(tmp_path, old, new)
    found = stats(result, "v", "signed")
    assert (found.moments.mean, found.not_finite >= 1) == (1.0, True)
    assert field(compare_tables(tmp_path, old, new, ruled("v", nan_equal=True)), "v").different == 2
    unequal = compare_tables(tmp_path, old, new, ruled("v", nan_equal=False))
    assert field(unequal, "v").different == 3


def test_a_float_that_became_narrower_is_explained(tmp_path):
    """A difference without a name in BigDiffy."""
    values = [n / 7 for n in IDS]
    old = table(id=IDS, v=pa.array(values, pa.float64()))
    new = table(id=IDS, v=pa.array(values, pa.float32()))
    result = compare_tables(tmp_path, old, new)
    assert UNEXPLAINED not in causes(result, "v")


def test_tolerances_per_field(tmp_path):
    """BigDiffy has none."""
    old = table(id=IDS, v=[float(n) for n in IDS])
    new = table(id=IDS, v=[n + 1e-9 for n in IDS])
    result = compare_tables(tmp_path, old, new, ruled("v", absolute=1e-6))
    assert (result.rows.within_tolerance, result.rows.different) == (10, 0)
    assert result.verdict.passed


def test_schemas_may_evolve_and_columns_be_renamed(tmp_path):
    old = table(id=IDS, count=pa.array(IDS, pa.int32()), gone=IDS)
    new = table(id=IDS, total=pa.array(IDS, pa.int64()), fresh=IDS)
    result = compare_tables(tmp_path, old, new, Policy(key=("id",), rename=(("count", "total"),)))
    kinds = {pair.name: pair.compatibility.value for pair in result.schema}
    assert kinds["count"] == "widened"
    assert (kinds["gone"], kinds["fresh"]) == ("left only", "right only")
    assert differing(result) == {}


def test_values_can_be_prepared_by_policy(tmp_path):
    """BigDiffy wants a program for it."""
    old = table(id=[1, 2], v=[" a", None])
    new = table(id=[1, 2], v=["a", "n/a"])
    steps = (
        Normalise("v", (Side.OLD,), (Step("trim", True),)),
        Normalise("v", (Side.OLD,), (Step("fill", "n/a"),)),
    )
    assert compare_tables(tmp_path, old, new, Policy(key=("id",), normalise=steps)).rows.same == 2


def test_a_sample_takes_the_same_keys_on_both_sides(tmp_path):
    old = table(id=list(range(2000)), v=list(range(2000)))
    new = table(id=list(range(2000))[::-1], v=list(range(2000))[::-1])
    result = compare_tables(tmp_path, old, new, sample=0.1, seed=4)
    assert 100 < result.rows.joined < 300
    assert result.rows.same == result.rows.joined == result.rows.left == result.rows.right


def test_the_fraction_is_of_pairs_and_of_differing_rows(tmp_path):
    old = table(id=IDS, v=IDS, w=IDS)
    new = table(id=IDS, v=[9, *IDS[1:]], w=[9, 9, *IDS[2:]])
    result = compare_tables(tmp_path, old, new)
    assert field(result, "v").fraction == 0.1
    assert field(result, "v").fraction_of_different(result.rows) == 0.5


@pytest.mark.parametrize("header", [False, True])
def test_a_comparison_can_be_written_as_bigdiffy_does(tmp_path, header):
    old = table(id=[1, 2, 3], v=[1.0, 2.0, 3.0], t=["a", "b", "c"])
    new = table(id=[1, 2, 4], v=[1.0, 2.5, 4.0], t=["a", "bc", "d"])
    paths = []
    for name, side in (("old", old), ("new", new)):
        paths.append(str(tmp_path / f"{name}.parquet"))
        pq.write_table(side, paths[-1])
    with compare(Request(*paths, BY_ID)) as comparison:
        rows = comparison.key_rows(all_rows=True)
        text_files.write_bigdiffy(comparison.result, rows, tmp_path / "out", header=header)
    lines = {
        name: (tmp_path / "out" / name / text_files.PART).read_text().splitlines()
        for name in ("global", "fields", "keys")
    }
    skip = int(header)
    assert lines["global"][skip:] == ["4\t1\t1\t1\t1"]
    assert sorted(lines["keys"][skip:]) == [
        "1\tSAME\t",
        "2\tDIFFERENT\tt\tSTRING\t1.0\tb\tbc",
        "2\tDIFFERENT\tv\tNUMERIC\t0.5\t2.0\t2.5",
        "3\tMISSING_RHS\t",
        "4\tMISSING_LHS\t",
    ]
    start = "\t".join(("v", "1", "1.0", "", "NUMERIC", "0.5", "0.5", "1", "0.5", "0.0", "0.0"))
    assert any(line.startswith(start) for line in lines["fields"])


def test_results_are_local_files(tmp_path: Path):
    """BigDiffy writes to gs:// and BigQuery alone."""
    result = compare_tables(tmp_path, table(id=[1], v=[1]), table(id=[1], v=[2]))
    paths = text_files.write_bigdiffy(result, [], tmp_path / "out")
    assert all(path.is_file() for path in paths)
