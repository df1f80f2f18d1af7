"""Parquet tables and BigDiffy's text layout, read back."""

from __future__ import annotations

import math

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.errors import OutputConflict
from migrate.parity.keyrows import key_rows_schema
from migrate.parity.report import bigdiffy, tables, text_files
from tests.parity.filled_result import sample_result
from tests.parity.report.test_html import RESULTS


def key(*values):
    return [{"name": f"k{n}", "value": value} for n, value in enumerate(values)]


def difference(field, kind, delta, left, right, row_class="DIFFERENT"):
    return {
        "field": field, "kind": kind, "class": row_class, "delta": delta, "left": left,
        "right": right,
    }  # fmt: skip


ROWS = [
    {"key": key("1", "a"), "class": "SAME", "fields": []},
    {"key": key("2", None), "class": "MISSING_LEFT", "fields": []},
    {"key": key("3", "a"), "class": "MISSING_RIGHT", "fields": []},
    {"key": key("4", "a"), "class": "DUPLICATE_LEFT", "fields": []},
    {"key": key("5", "a"), "class": "WITHIN_TOLERANCE",
     "fields": [difference("x", "numeric", 1e-9, "1", "1.000000001", "WITHIN_TOLERANCE")]},
    {"key": key("6", "a"), "class": "DIFFERENT", "fields": [
        difference("score", "numeric", 2.0, "1.5", "3.5"),
        difference("when", "temporal", 3600.0, "2026-01-31 00:00:00", "2026-01-31 01:00:00"),
        difference("name", "string", 1.0, "a\tb", "a\nc"),
        difference("vec", "vector", 1.41, "[0.0, 1.0]", "[1.0, 0.0]"),
        difference("short", "vector", None, "[0.0]", "[1.0, 0.0]"),
        difference("gone", "numeric", None, "1", None),
        difference("flag", "boolean", None, "true", "false"),
        difference("near", "numeric", 1e-9, "1", "1.000000001", "WITHIN_TOLERANCE"),
    ]},
]  # fmt: skip


def batches():
    yield pa.RecordBatch.from_pylist(ROWS[:2], schema=key_rows_schema())
    yield pa.RecordBatch.from_pylist(ROWS[2:], schema=key_rows_schema())


@pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)
def test_tables_hold_the_result(tmp_path, result):
    paths = tables.write_tables(result, batches(), tmp_path / "new")
    one, fields, keys = (pq.read_table(path) for path in paths)
    (row,) = one.to_pylist()
    assert (row["passed"], row["joined"]) == (result.verdict.passed, result.rows.joined)
    assert row["different"] == result.rows.different
    assert [f["field"] for f in fields.to_pylist()] == [f.name for f in result.fields]
    assert [f["different"] for f in fields.to_pylist()] == [f.different for f in result.fields]
    assert keys.to_pylist() == ROWS


def test_field_tables_have_the_moments_of_the_main_delta_and_all_deltas(tmp_path):
    _, path, _ = tables.write_tables(sample_result(), [], tmp_path)
    score = pq.read_table(path).to_pylist()[0]
    assert (score["delta"], score["max"], score["mean"]) == ("signed", 2.0, 0.014)
    assert [d["name"] for d in score["deltas"]] == ["signed", "absolute", "relative"]
    assert score["causes"][0]["cause"] == "float32"


def test_equal_results_give_equal_bytes(tmp_path):
    first = tables.write_tables(sample_result(), batches(), tmp_path / "a")
    second = tables.write_tables(sample_result(), batches(), tmp_path / "b")
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


def test_a_failing_source_leaves_nothing_behind(tmp_path):
    def broken():
        yield from batches()
        raise RuntimeError("the engine stopped")

    (tmp_path / tables.KEYS).write_text("as before")
    with pytest.raises(RuntimeError, match="stopped"):
        tables.write_tables(sample_result(), broken(), tmp_path)
    assert (tmp_path / tables.KEYS).read_text() == "as before"
    assert sorted(p.name for p in tmp_path.iterdir()) == [tables.FIELDS, tables.GLOBAL, tables.KEYS]


@pytest.mark.parametrize(
    "write", [tables.write_tables, text_files.write_bigdiffy], ids=["tables", "text"]
)
def test_a_place_that_cannot_be_written_is_named(tmp_path, write):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputConflict, match="file"):
        write(sample_result(), [], tmp_path / "file")


KEYS = """\
1_a\tSAME\t
2_null\tMISSING_LHS\t
3_a\tMISSING_RHS\t
5_a\tSAME\t
6_a\tDIFFERENT\tscore\tNUMERIC\t2.0\t1.5\t3.5
6_a\tDIFFERENT\twhen\tNUMERIC\t3600.0\t2026-01-31 00:00:00\t2026-01-31 01:00:00
6_a\tDIFFERENT\tname\tSTRING\t1.0\ta b\ta c
6_a\tDIFFERENT\tvec\tVECTOR\t1.0\t[0.0, 1.0]\t[1.0, 0.0]
6_a\tDIFFERENT\tshort\tUNKNOWN\t[0.0]\t[1.0, 0.0]
6_a\tDIFFERENT\tgone\tUNKNOWN\t1\tnull
6_a\tDIFFERENT\tflag\tUNKNOWN\ttrue\tfalse
"""


def test_keys_are_bigdiffys_lines(tmp_path):
    *_, path = text_files.write_bigdiffy(sample_result(), batches(), tmp_path)
    assert path == tmp_path / "keys/part-00000-of-00001.txt"
    assert path.read_text() == KEYS


def test_global_is_bigdiffys_line_with_tolerated_rows_as_same(tmp_path):
    path, *_ = text_files.write_bigdiffy(sample_result(), [], tmp_path, header=True)
    header, line = path.read_text().splitlines()
    assert header == "numTotal\tnumSame\tnumDiff\tnumMissingLhs\tnumMissingRhs"
    assert line == "1001\t846\t150\t3\t2"


def test_fields_are_bigdiffys_lines_extra_tab_included(tmp_path):
    _, path, _ = text_files.write_bigdiffy(sample_result(2), [], tmp_path, header=True)
    header, score, country, name, embedding = path.read_text().splitlines()
    assert header.split("\t")[:4] == ["field", "count", "fraction", "deltaType"]
    start, stats = score.split("\t\t")
    assert start == f"score\t100\t{100 / 150}"
    kind, low, high, n, mean, variance, stddev, skewness, kurtosis = stats.split("\t")
    assert (kind, low, high, n, mean) == ("NUMERIC", "-0.5", "2.0", "98", "0.014")
    assert float(variance) == pytest.approx(0.02 * 97 / 98)
    assert float(stddev) == pytest.approx(math.sqrt(0.02 * 97 / 98))
    assert (skewness, kurtosis) == ("1.2", "3.4")
    assert country.split("\t")[4] == "STRING"
    assert name.endswith("\tNaN\tNaN")
    assert embedding.split("\t")[4:8] == ["VECTOR", "0.0", "1.0", "29"]


DOUBLES = {
    0.0: "0.0", 1.0: "1.0", 0.001: "0.001", 0.00099: "9.9E-4", 1e-5: "1.0E-5",
    1.49e-9: "1.49E-9", 9999999.0: "9999999.0", 1e7: "1.0E7", 12345678.5: "1.23456785E7",
    -2.5e20: "-2.5E20", 1e300: "1.0E300", 5e-324: "5.0E-324", math.inf: "Infinity",
    -math.inf: "-Infinity", 0.1: "0.1", 1 / 3: "0.3333333333333333",
}  # fmt: skip


@pytest.mark.parametrize(("value", "said"), DOUBLES.items(), ids=str)
def test_doubles_are_written_as_java_writes_them(value, said):
    assert bigdiffy.java_double(value) == said


def test_nan_and_negative_zero_keep_their_names():
    assert [bigdiffy.java_double(v) for v in (math.nan, -0.0)] == ["NaN", "-0.0"]
