"""The benchmark's table: the same rows in every format, and the same first rows in every size."""

from __future__ import annotations

import sys
from pathlib import Path

import fastavro
import pyarrow.parquet as pq
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def tables(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import tables

    yield tables
    sys.modules.pop("tables")


def test_both_formats_hold_the_same_rows(tables, tmp_path):
    made = tables.table(40, tmp_path)
    parquet = pq.read_table(made.parquet).to_pylist()
    assert len(parquet) == 40
    assert len(parquet[0]) == 30
    for codec in tables.CODECS:
        with made.avro(codec).open("rb") as file:
            reader = fastavro.reader(file)
            assert reader.codec == codec
            assert list(reader) == parquet
    for file in (made.parquet, made.avro("deflate")):
        assert made.large(file).exists()
    assert pq.read_table(made.large(made.parquet)).to_pylist() == parquet


def test_the_first_rows_do_not_depend_on_the_size(tables):
    (few,) = tables.groups(10)
    many, rest = tables.groups(tables.GROUP + 1)
    assert many.slice(0, 10).equals(few)
    assert rest.num_rows == 1
    assert rest.column(0).to_pylist() == [tables.GROUP]


def test_values_test_what_formats_differ_in(tables):
    (group,) = tables.groups(2000)
    columns = dict(zip(group.schema.names, group.columns, strict=True))
    assert 0 < columns["n_string"].null_count < 2000
    assert 0 in columns["i_small"].to_pylist()
    assert [] in columns["a_ids"].to_pylist()
    exact = columns["d_lat"].cast("float32").cast("float64").to_pylist()
    assert exact != columns["d_lat"].to_pylist()
