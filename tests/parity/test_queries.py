"""No result is left unread: whatever was asked before, a connection takes the next query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any, Final

import duckdb
import pytest

from migrate.parity import queries

MANY: Final = "FROM range(100000) t(n)"


@pytest.fixture
def connection() -> Iterator[Any]:
    with duckdb.connect() as opened:
        opened.execute("CREATE TABLE numbers AS SELECT n " + MANY)
        yield opened


def left_early(connection: Any) -> int:
    """Reads one batch of many."""
    found = queries.batches(connection, "SELECT n " + MANY, 2048)
    size = int(next(found).num_rows)
    found.close()
    return size


def streamed_rows(connection: Any) -> int:
    with queries.streamed(connection, "SELECT n FROM numbers", 2048) as reader:
        return sum(batch.num_rows for batch in reader)


#: By name, a way to ask and what it finds.
WAYS: Final[dict[str, tuple[Callable[[Any], Any], Any]]] = {
    "run": (lambda c: queries.run(c, "CREATE OR REPLACE TABLE t AS SELECT ? AS n", [1]), None),
    "all": (lambda c: len(queries.fetch_all(c, "SELECT n FROM numbers")), 100_000),
    "one": (lambda c: queries.fetch_one(c, "SELECT min(n), max(n) FROM numbers"), (0, 99_999)),
    "count": (lambda c: queries.count_rows(c, "numbers WHERE n < 7"), 7),
    "arrays": (
        lambda c: int(queries.fetch_arrays(c, "SELECT n FROM numbers")["n"].sum()),
        4999950000,
    ),
    "columns": (lambda c: str(queries.columns(c, "SELECT n FROM numbers")), "[('n', BIGINT)]"),
    "left early": (left_early, 2048),
    "streamed": (streamed_rows, 100_000),
}


@pytest.mark.parametrize(("first", "second"), list(product(WAYS, WAYS)))
def test_any_question_follows_any_other(connection: Any, first: str, second: str) -> None:
    for name in (first, second):
        ask, answer = WAYS[name]
        assert ask(connection) == answer, name


@pytest.mark.parametrize("rows", [0, 2])
def test_one_row_means_one(connection: Any, rows: int) -> None:
    with pytest.raises(ValueError, match="values to unpack"):
        queries.fetch_one(connection, f"SELECT n FROM numbers LIMIT {rows}")
