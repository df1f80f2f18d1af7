"""Labels of a field in OLD, counted one by one or many fields in a scan: the same counts."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from migrate.parity import labels
from migrate.parity.labels import counted

WANTED = frozenset({"a", "ö", None})


@pytest.mark.parametrize("fields", [1, labels._FEW, labels._FEW + 1, labels._FIELDS + 1])
def test_every_way_counts_the_same(fields: int) -> None:
    connection = duckdb.connect()
    texts = ["a", "ö", None, "a", "other", ""]
    side = {f"f{i}": texts[i % 6 :] + texts[: i % 6] for i in range(fields)}
    connection.register("old_rows", pa.table({**side, "f0": texts}))
    found = counted(connection, dict.fromkeys(range(fields), WANTED))
    assert list(found.values()) == [{"a": 2, "ö": 1, None: 1}] * fields


def test_null_is_counted_only_where_it_is_a_label() -> None:
    connection = duckdb.connect()
    many = range(labels._FEW + 1)
    connection.register("old_rows", pa.table({f"f{i}": ["a", None] for i in many}))
    found = counted(connection, dict.fromkeys(many, frozenset({"a"})))
    assert list(found.values()) == [{"a": 1}] * len(many)
