"""Data sets, and the command as a user runs it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.cli import main

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: Zero, empty, false and null side by side, doubles that float32 cannot say, nesting.
SCHEMA = {
    "type": "record",
    "name": "Ride",
    "namespace": "old.company",
    "doc": "A ride.",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "tip", "type": ["null", "double"], "default": None},
        {"name": "paid", "type": "boolean"},
        {"name": "note", "type": ["null", "string"]},
        {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"]}},
        {"name": "stops", "type": {"type": "array", "items": ["null", "int"]}},
        {
            "name": "place",
            "type": [
                "null",
                {
                    "type": "record",
                    "name": "Place",
                    "fields": [
                        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
                        {"name": "tags", "type": {"type": "map", "values": "string"}},
                    ],
                },
            ],
        },
    ],
}


def ride(i: int) -> dict[str, Any]:
    """Row ``i``; the small values of every type come round."""
    return {
        "id": i,
        "tip": [None, 0.0, 0.1, 2.5][i % 4],
        "paid": i % 2 == 0,
        "note": [None, "", "cash"][i % 3],
        "kind": "AB"[i % 2],
        "stops": [[], [0], [None, i]][i % 3],
        "place": None if i % 5 == 0 else {"at": EPOCH, "tags": {"k": str(i)} if i % 2 else {}},
    }


def write_avro(path: Path, rows: int = 300, schema: Any = None, **options: Any) -> Path:
    """Rides as fastavro writes them, in many small blocks."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        parsed = fastavro.parse_schema(schema or SCHEMA)
        fastavro.writer(file, parsed, map(ride, range(rows)), sync_interval=500, **options)
    return path


def table(rows: int = 300) -> pa.Table:
    """A table of Parquet's own: layouts and types that Avro has not."""
    return pa.table(
        {
            "id": pa.array(range(rows), pa.uint64()),
            "tip": pa.array([[None, 0.0, 0.1][i % 3] for i in range(rows)], pa.float64()),
            "name": pa.array([["", None, "é"][i % 3] for i in range(rows)], pa.large_string()),
            "word": pa.array([["x", "y"][i % 2] for i in range(rows)]).dictionary_encode(),
            "days": pa.array([[None, [], [0]][i % 3] for i in range(rows)], pa.list_(pa.date32())),
            "seen": pa.array(range(rows), pa.timestamp("ns", "Europe/Stockholm")),
        }
    )


def write_parquet(path: Path, rows: int = 300, groups: int = 5) -> Path:
    """The table in several row groups."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table(rows), path, row_group_size=-(-rows // groups), version="2.6")
    return path


def shards(directory: Path) -> list[Path]:
    """The data files of a converted directory, in order."""
    return sorted(directory.glob("part-*"))


def tree(directory: Path) -> dict[str, bytes]:
    """Every file of a directory, hidden ones included."""
    files = (path for path in directory.rglob("*") if path.is_file())
    return {str(path.relative_to(directory)): path.read_bytes() for path in files}


@pytest.fixture
def bridge(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Run ``migrate bridge``: exit code, stdout, stderr."""
    monkeypatch.setenv("COLUMNS", "100")

    def run(*args: object) -> tuple[int, str, str]:
        code = main.run(["bridge", *map(str, args)])
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def converted(
    bridge: Callable[..., tuple[int, str, str]],
) -> Callable[..., dict[str, Any]]:
    """Convert, which must go well: the manifest."""

    def run(*args: object) -> dict[str, Any]:
        code, out, said = bridge("--json", *args)
        assert code == 0, said
        found: dict[str, Any] = json.loads(out)
        return found

    return run
