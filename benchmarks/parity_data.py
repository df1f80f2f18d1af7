"""The two tables of the parity benchmark: six columns, and a copy with planted differences.

Seeded; every row group has its own generator, so memory does not grow with the rows. NEW comes in
another order within each row group, as a rewritten pipeline would write it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SEED: Final = 11
GROUP: Final = 250_000
#: How many rows in a thousand have a planted difference, by column; and are on one side only.
CHANGED: Final = {"score": 10, "country": 5, "plays": 2}
ONE_SIDED: Final = 1

_COUNTRIES: Final = np.array(["US", "GB", "DE", "FR", "SE", "JP", "BR", "IN", "CN", "NL"])
_NAMES: Final = np.array([f"listener {i:05d}" for i in range(20_000)], dtype=object)


@dataclass(frozen=True, slots=True)
class Pair:
    """Where OLD and NEW are, and how many rows differ in each column or are on one side."""

    old: Path
    new: Path
    planted: Mapping[str, int]


def pair(rows: int, folder: Path) -> Pair:
    """The Parquet pair of ``rows`` rows, made once per size."""
    home = folder / f"parity-{SEED}-{rows}"
    told = home / "planted.json"
    if not told.is_file():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        told.write_text(json.dumps(_write(rows, home)))
    return Pair(home / "old.parquet", home / "new.parquet", json.loads(told.read_text()))


def _write(rows: int, home: Path) -> dict[str, int]:
    planted = {**dict.fromkeys(CHANGED, 0), "only_old": 0, "only_new": 0}
    with (
        pq.ParquetWriter(home / "old.parquet", schema(), compression="snappy") as old_file,
        pq.ParquetWriter(home / "new.parquet", schema(), compression="snappy") as new_file,
    ):
        for old, new, counts in groups(rows):
            old_file.write_table(old)
            new_file.write_table(new)
            for name, count in counts.items():
                planted[name] += count
    return planted


def schema() -> pa.Schema:
    """A key, two integers, two doubles, two strings in all but one column."""
    return pa.schema(
        [
            ("id", pa.int64()),
            ("plays", pa.int32()),
            ("score", pa.float64()),
            ("ratio", pa.float64()),
            ("country", pa.string()),
            ("name", pa.string()),
        ]
    )


def groups(rows: int) -> Iterator[tuple[pa.Table, pa.Table, dict[str, int]]]:
    """OLD and NEW of each row group, and what was planted between them."""
    for start in range(0, rows, GROUP):
        yield _group(start, min(GROUP, rows - start))


def _group(start: int, rows: int) -> tuple[pa.Table, pa.Table, dict[str, int]]:
    dice = np.random.default_rng([SEED, start])
    old = {
        "id": np.arange(start, start + rows),
        "plays": dice.integers(0, 10_000, rows, dtype=np.int32),
        "score": dice.normal(0, 100, rows),
        "ratio": dice.random(rows),
        "country": dice.choice(_COUNTRIES, rows),
        "name": dice.choice(_NAMES, rows),
    }
    new, counts = _changed(old, dice)
    alone = max(rows * ONE_SIDED // 1000, 1) if rows > 1 else 0
    order = dice.permutation(rows - alone)
    for name, values in new.items():
        new[name] = np.concatenate([values[:-alone][order], values[-alone:]]) if alone else values
    if alone:
        new["id"][-alone:] = -new["id"][-alone:] - 1
    one_sided = {"only_old": alone, "only_new": alone}
    return _table(old), _table(new), {**counts, **one_sided}


def _changed(
    old: Mapping[str, Any], dice: np.random.Generator
) -> tuple[dict[str, Any], dict[str, int]]:
    """A copy with differences; none in the rows that will be on one side only."""
    new, counts = {name: values.copy() for name, values in old.items()}, {}
    rows = len(old["id"])
    paired = rows - (max(rows * ONE_SIDED // 1000, 1) if rows > 1 else 0)
    for name, per_thousand in CHANGED.items():
        where = dice.choice(paired, paired * per_thousand // 1000, replace=False)
        if name == "country":
            new[name] = new[name].astype(object)
            new[name][where] = "XX"
        else:
            new[name][where] += 1
        counts[name] = len(where)
    return new, counts


def _table(columns: Mapping[str, Any]) -> pa.Table:
    arrays = [pa.array(columns[f.name], f.type) for f in schema()]
    return pa.Table.from_arrays(arrays, schema=schema())
