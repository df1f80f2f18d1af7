"""Pairs that have the same one of few labels on both sides: the diagonal of a confusion table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from migrate.parity import join, sql
from migrate.parity.queries import fetch_all, fetch_one

Labels = Counter[str | None]

#: So many fields are counted one by one, which reads little but the rows with their labels. Each
#: query costs as much as the side has columns, so more than these are counted in one scan.
_FEW: Final = 8
#: Fields that one scan counts.
_FIELDS: Final = 64


def counted(connection: Any, labels: Mapping[int, frozenset[str | None]]) -> dict[int, Labels]:
    """By field, how many rows of OLD have each label."""
    if len(labels) <= _FEW:
        return {i: _labels(connection, f"f{i}", "old_rows", texts) for i, texts in labels.items()}
    return _in_scans(connection, list(labels.items()))


def _in_scans(
    connection: Any, wanted: list[tuple[int, frozenset[str | None]]]
) -> dict[int, Labels]:
    found: dict[int, Labels] = {}
    for start in range(0, len(wanted), _FIELDS):
        part = wanted[start : start + _FIELDS]
        parts = [each for index, texts in part for each in _counts(f"f{index}", texts)]
        row = fetch_one(connection, f"SELECT {sql.columns(parts)} FROM old_rows")
        for place, (index, texts) in enumerate(part):
            some, nulls = row[2 * place : 2 * place + 2]
            counts = {**(some or {}), **({None: nulls} if nulls else {})}
            found[index] = Counter({text: n for text, n in counts.items() if text in texts})
    return found


def _counts(column: str, labels: frozenset[str | None]) -> tuple[str, str]:
    text = f"CAST({column} AS VARCHAR)"
    label = f"CASE WHEN {text} IN ({_listed(labels)}) THEN {text} END"
    return f"histogram({label})", f"count(*) FILTER ({column} IS NULL)"


def not_same(connection: Any, place: tuple[int, int], labels: frozenset[str | None]) -> Labels:
    """How many of them have no pair, differ, or changed within the tolerance."""
    number, index = place
    where = f"s IN ({join.LEFT_ONLY}, {join.LEFT_SURPLUS}) OR c{index} > 0"
    return _labels(connection, f"l{index}", f"d{number} WHERE {where}", labels)


def _labels(
    connection: Any, column: str, source: str, labels: frozenset[str | None]
) -> Counter[str | None]:
    text = f"CAST({column} AS VARCHAR)"
    rows = fetch_all(
        connection,
        f"SELECT v, count(*) FROM (SELECT {text} AS v FROM {source}) "
        f"WHERE v IN ({_listed(labels)}) OR v IS NULL GROUP BY v",
    )
    return Counter({v: n for v, n in rows if v in labels})


def _listed(labels: frozenset[str | None]) -> str:
    return ", ".join(sorted(sql.text(v) for v in labels if v is not None)) or "NULL"
