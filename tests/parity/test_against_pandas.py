"""Counts of random tables against plain pandas, and against datacompy where it is installed."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from migrate.parity.policy import FieldRule, Policy, Rule
from tests.parity.comparing import compare_tables

pd = pytest.importorskip("pandas", reason="not run: pandas is not installed")

SCHEMA = pa.schema([("k", pa.int64()), ("j", pa.string()), ("n", pa.float64()), ("t", pa.string())])
VALUES = st.one_of(
    st.none(), st.sampled_from([0.0, 1.0, 1.05, 2.5, float("nan"), float("inf"), -3.0])
)
ROWS = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.sampled_from(["a", "b", "a_b"]),
        VALUES,
        st.one_of(st.none(), st.sampled_from(["", "x", "X", "å"])),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda row: row[:2],
)
ONCE = settings(
    deadline=None,
    max_examples=25,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def table(rows: list[tuple[Any, ...]]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(SCHEMA.names, row, strict=True)) for row in rows], SCHEMA)


def expected(old: list[tuple[Any, ...]], new: list[tuple[Any, ...]]) -> dict[str, int]:
    """The counts by an outer merge; None and NaN are told apart by the object columns."""
    left = pd.DataFrame(old, columns=SCHEMA.names, dtype=object)
    right = pd.DataFrame(new, columns=SCHEMA.names, dtype=object)
    both = left.merge(right, on=["k", "j"], how="outer", indicator=True)
    joined = both[both["_merge"] == "both"]
    n = [_code(a, b) for a, b in zip(joined["n_x"], joined["n_y"], strict=True)]
    t = [0 if a == b else 2 for a, b in zip(joined["t_x"], joined["t_y"], strict=True)]
    worst = [max(pair) for pair in zip(n, t, strict=True)]
    return {
        "missing_right": int((both["_merge"] == "left_only").sum()),
        "missing_left": int((both["_merge"] == "right_only").sum()),
        "same": worst.count(0),
        "within_tolerance": worst.count(1),
        "different": worst.count(2),
        "n": n.count(2),
        "t": t.count(2),
    }


def _code(a: float | None, b: float | None) -> int:
    if a is None or b is None:
        return 0 if a is b else 2
    if a == b or (a != a and b != b):
        return 0
    close = abs(a - b) <= 0.1 and abs(a) != float("inf")
    return 1 if close else 2


@ONCE
@given(ROWS, ROWS)
def test_counts_are_those_of_pandas(old: list[tuple[Any, ...]], new: list[tuple[Any, ...]]) -> None:
    policy = Policy(key=("k", "j"), rules=(FieldRule("n", Rule(absolute=0.1)),))
    with tempfile.TemporaryDirectory() as folder:
        result = compare_tables(Path(folder), table(old), table(new), policy)
    rows = result.rows
    found = {f.name: f.different for f in result.fields}
    found |= {
        name: getattr(rows, name)
        for name in ("missing_right", "missing_left", "same", "within_tolerance", "different")
    }
    assert found == expected(old, new)


@settings(ONCE, max_examples=15)
@given(ROWS)
def test_a_table_is_the_same_as_itself(rows: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = compare_tables(
            Path(folder), table(rows), table(rows[::-1]), Policy(key=("k", "j")), bisect=True
        )
    assert result.rows.same == len(rows)
    assert result.verdict.passed


def test_counts_are_those_of_datacompy(tmp_path: Path) -> None:
    datacompy = pytest.importorskip("datacompy", reason="not run: datacompy is not installed")
    old = pd.DataFrame({"id": range(50), "v": [float(i) for i in range(50)]})
    new = old.iloc[5:].copy()
    new.loc[new["id"] % 7 == 0, "v"] += 1
    result = compare_tables(
        tmp_path,
        pa.Table.from_pandas(old, preserve_index=False),
        pa.Table.from_pandas(new, preserve_index=False),
    )
    compare = getattr(datacompy, "PandasCompare", None) or datacompy.Compare
    peer = compare(old, new, join_columns="id")
    assert result.rows.missing_right == len(peer.df1_unq_rows)
    assert result.rows.different == len(peer.all_mismatch())
