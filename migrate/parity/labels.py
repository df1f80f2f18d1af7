"""Pairs that have the same one of few labels on both sides: the diagonal of a confusion table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from migrate.parity import join, sql
from migrate.parity.queries import fetch_all

Labels = Counter[str | None]


def counted(connection: Any, labels: Mapping[int, frozenset[str | None]]) -> dict[int, Labels]:
    """By field, how many rows of OLD have each label."""
    return {i: _labels(connection, f"f{i}", "old_rows", texts) for i, texts in labels.items()}


def not_same(connection: Any, place: tuple[int, int], labels: frozenset[str | None]) -> Labels:
    """How many of them have no pair, differ, or changed within the tolerance."""
    number, index = place
    where = f"s IN ({join.LEFT_ONLY}, {join.LEFT_SURPLUS}) OR c{index} > 0"
    return _labels(connection, f"l{index}", f"d{number} WHERE {where}", labels)


def _labels(
    connection: Any, column: str, source: str, labels: frozenset[str | None]
) -> Counter[str | None]:
    texts = ", ".join(sorted(sql.text(v) for v in labels if v is not None)) or "NULL"
    text = f"CAST({column} AS VARCHAR)"
    rows = fetch_all(
        connection,
        f"SELECT v, count(*) FROM (SELECT {text} AS v FROM {source}) "
        f"WHERE v IN ({texts}) OR v IS NULL GROUP BY v",
    )
    return Counter({v: n for v, n in rows if v in labels})
