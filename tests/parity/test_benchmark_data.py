"""The benchmark's pair holds exactly the differences that it says it holds."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def data(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import parity_data

    yield parity_data
    sys.modules.pop("parity_data")


@pytest.mark.parametrize("rows", [1, 2, 3000, 5001])
def test_what_was_planted_is_found_by_plain_python(data, tmp_path, rows, monkeypatch):
    monkeypatch.setattr(data, "GROUP", 2500)
    made = data.pair(rows, tmp_path)
    old, new = (pq.read_table(path).to_pydict() for path in (made.old, made.new))
    place = {key: n for n, key in enumerate(new["id"])}
    assert len(place) == len(old["id"]) == rows
    paired = [(n, place[key]) for n, key in enumerate(old["id"]) if key in place]
    found = {
        name: sum(old[name][a] != new[name][b] for a, b in paired)
        for name in ("plays", "score", "ratio", "country", "name")
    }
    alone = rows - len(paired)
    counted = {name: count for name, count in found.items() if count}
    planted = {name: count for name, count in made.planted.items() if count}
    assert {**counted, **({"only_old": alone, "only_new": alone} if alone else {})} == planted


def test_a_pair_is_made_once(data, tmp_path):
    first = data.pair(100, tmp_path)
    before = first.old.stat().st_mtime_ns
    assert data.pair(100, tmp_path) == first
    assert first.old.stat().st_mtime_ns == before
