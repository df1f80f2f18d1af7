"""Laws that hold for random schemas and rows; fastavro writes and reads the other side."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import fastavro
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridges.avro import CODECS, header_of, read_batches, schema_of, splits, write_file
from tests.avro.plain import rows
from tests.avro.strategies import Table, tables

EXAMPLES = settings(
    max_examples=120, deadline=None, suppress_health_check=[*HealthCheck], derandomize=True
)


def written(table: Table, directory: str, **options: Any) -> str:
    path = Path(directory) / "source.avro"
    with path.open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(table.schema), table.written, **options)
    return str(path)


@EXAMPLES
@given(tables())
def test_reads_what_fastavro_wrote(table: Table) -> None:
    with tempfile.TemporaryDirectory() as directory:
        uri = written(table, directory)
        batches = list(read_batches(uri))
        assert rows(batches) == table.expected
        assert all(b.schema.equals(schema_of(uri).to_arrow(), True) for b in batches)


@EXAMPLES
@given(tables(), st.sampled_from(sorted(CODECS)), st.integers(1, 5), st.integers(1, 400))
def test_writes_what_fastavro_reads(
    table: Table, codec: str, batch_rows: int, block_bytes: int
) -> None:
    """Also through slices of a batch, whose arrays begin anywhere in their buffers."""
    with tempfile.TemporaryDirectory() as directory:
        source, target = written(table, directory), f"{directory}/target.avro"
        slices = [
            batch.slice(start, batch_rows)
            for batch in read_batches(source)
            for start in range(0, batch.num_rows, batch_rows)
        ]
        done = write_file(target, slices, schema_of(source), codec, block_bytes)
        assert (done.rows, done.bytes) == (len(table.written), Path(target).stat().st_size)
        assert rows(list(read_batches(target))) == table.expected
        if codec != "zstandard":  # fastavro has no zstandard here
            assert _fastavro_rows(target) == _fastavro_rows(source)
        assert header_of(source).schema == header_of(target).schema


def _fastavro_rows(uri: str) -> str:
    """As text: then the order of map keys counts, and nan equals nan."""
    with open(uri, "rb") as file:
        blocks = fastavro.block_reader(file)
        schema = fastavro.parse_schema(_without_calendar(blocks.writer_schema))
        return repr(
            [
                fastavro.schemaless_reader(block.bytes_, schema)
                for block in blocks
                for _ in range(block.num_records)
            ]
        )


def _without_calendar(schema: Any) -> Any:
    """The schema with no logical types but decimal: Python's years end at 9999."""
    if isinstance(schema, list):
        return [_without_calendar(branch) for branch in schema]
    if not isinstance(schema, dict):
        return schema
    kept = schema if schema.get("logicalType") == "decimal" else {**schema, "logicalType": None}
    return {key: _without_calendar(value) for key, value in kept.items() if value is not None}


@pytest.mark.slow
@EXAMPLES
@given(tables(max_rows=30), st.integers(1, 3000))
def test_splits_give_every_row_once(table: Table, target_bytes: int) -> None:
    with tempfile.TemporaryDirectory() as directory:
        uri = written(table, directory, sync_interval=20, sync_marker=b"0123456789abcdef")
        found: list[pa.RecordBatch] = []
        for byte_range in splits(uri, target_bytes):
            found += read_batches(uri, byte_range=byte_range)
        assert rows(found) == table.expected
