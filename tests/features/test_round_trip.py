"""Rows become features, bytes, features and rows again, and are the same to the last bit."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bridges.features import make_plan
from bridges.schema import Field, Int, List, Null, Record, Schema
from tests.features.codec import decode, encode
from tests.features.rows import LEAVES, members, plain, tables, values

BROAD = [HealthCheck.too_slow, HealthCheck.data_too_large]
QUICK = settings(max_examples=25, deadline=None, suppress_health_check=BROAD)
THOROUGH = settings(max_examples=50, deadline=None, suppress_health_check=BROAD)


def same(before: pa.RecordBatch, after: list[pa.RecordBatch]) -> None:
    assert sum(b.num_rows for b in after) == before.num_rows
    assert all(b.schema.equals(before.schema, check_metadata=True) for b in after)
    for i, column in enumerate(before.columns):
        assert [v for b in after for v in plain(b.column(i))] == plain(column)


@QUICK
@given(tables())
def test_any_table_comes_back(table: tuple[Schema, pa.RecordBatch]) -> None:
    schema, batch = table
    plan = make_plan(schema)
    same(batch, decode(encode(batch, plan), plan))


@pytest.mark.slow
@THOROUGH
@given(tables(depth=4))
def test_any_deep_table_comes_back(table: tuple[Schema, pa.RecordBatch]) -> None:
    schema, batch = table
    plan = make_plan(schema)
    same(batch, decode(encode(batch, plan), plan))


@QUICK
@given(st.data())
def test_every_leaf_type_comes_back_alone_in_a_list_and_in_a_list_of_lists(
    data: st.DataObject,
) -> None:
    kind = data.draw(st.sampled_from(LEAVES))
    nullable = data.draw(st.booleans()) or kind == Null()
    leaf = Field("v", kind, nullable)
    one = List(Field("item", kind, nullable))
    fields = (leaf, Field("l", one, True), Field("ll", List(Field("item", one, nullable)), True))
    schema = Schema(fields)
    columns = [data.draw(st.lists(values(f), min_size=4, max_size=4)) for f in fields]
    arrow = schema.to_arrow()
    arrays = [pa.array(c, f.type) for c, f in zip(columns, arrow, strict=True)]
    batch = pa.RecordBatch.from_arrays(arrays, schema=arrow)
    plan = make_plan(schema)
    same(batch, decode(encode(batch, plan), plan))


@settings(max_examples=20, deadline=None)
@given(tables(depth=2, rows=6), st.integers(1, 4), st.integers(64, 300))
def test_small_pieces_and_small_batches_change_nothing(
    table: tuple[Schema, pa.RecordBatch], rows: int, piece: int
) -> None:
    schema, batch = table
    plan = make_plan(schema)
    whole = encode(batch, plan)
    assert encode(batch, plan, piece) == whole
    same(batch, decode(whole, plan, rows))


@settings(max_examples=20, deadline=None)
@given(tables(depth=2))
def test_bytes_depend_on_values_and_not_on_layout(table: tuple[Schema, pa.RecordBatch]) -> None:
    schema, batch = table
    plan = make_plan(schema)
    copied = pa.RecordBatch.from_arrays(
        [pa.concat_arrays([c, c]).slice(len(c)) for c in batch.columns], schema=batch.schema
    )
    assert encode(copied, plan) == encode(batch, plan)


@settings(max_examples=50, deadline=None)
@given(members(3, 1, 4))
@example([Field("a", Record((Field("b", Int(8)),))), Field("a.b", Int(8))])
def test_no_two_features_share_a_name(fields: list[Field]) -> None:
    names = [f.name for f in make_plan(Schema(tuple(fields))).features]
    assert len(names) == len(set(names))
