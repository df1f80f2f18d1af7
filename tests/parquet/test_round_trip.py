"""Parquet holds what Avro says: Avro → Parquet → Avro gives equal rows and the same schema."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridges import avro, parquet
from bridges.errors import SchemaError
from tests.avro.plain import rows
from tests.avro.strategies import Table, tables
from tests.avro.test_features import CASES, record, write
from tests.avro.test_random_schemas import written

#: What no Parquet file can say.
NOT_IN_PARQUET = {"empty record", "fixed of no bytes"}


def there_and_back(source: str, directory: str, **options: Any) -> list[dict[str, Any]]:
    between, back = f"{directory}/between.parquet", f"{directory}/back.avro"
    schema = avro.schema_of(source)
    parquet.write_file(between, avro.read_batches(source), schema, **options)
    assert parquet.schema_of(between) == schema
    found = parquet.schema_of(between)
    avro.write_file(back, parquet.read_batches(between), found)
    assert avro.header_of(back).schema == avro.header_of(source).schema
    return rows(list(avro.read_batches(back)))


@pytest.mark.parametrize("name", sorted(CASES.keys() - NOT_IN_PARQUET))
def test_every_type(name: str, tmp_path: Path) -> None:
    kind, values, expected = CASES[name]
    uri = write(tmp_path / "a.avro", record("Top", v=kind), [{"v": value} for value in values])
    got = [row["v"] for row in there_and_back(uri, str(tmp_path))]
    assert got == (values if expected is None else expected)


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True)
@given(tables(), st.integers(1, 5), st.sampled_from(["zstd", "snappy", "none"]))
def test_random_schemas(table: Table, group: int, compression: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        uri = written(table, directory)
        got = there_and_back(uri, directory, row_group_rows=group, compression=compression)
        assert got == table.expected


@pytest.mark.parametrize("name", sorted(NOT_IN_PARQUET))
def test_what_parquet_cannot_hold_is_refused(name: str, tmp_path: Path) -> None:
    kind, values, _ = CASES[name]
    uri = write(tmp_path / "a.avro", record("T", v=kind), [{"v": value} for value in values])
    with pytest.raises(SchemaError, match="Parquet cannot hold"):
        there_and_back(uri, str(tmp_path))
    assert not (tmp_path / "between.parquet").exists()
