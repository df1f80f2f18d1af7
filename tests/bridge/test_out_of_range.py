"""Dates and times no calendar has are integers to Avro, and stay the integers they are."""

from __future__ import annotations

import io
import json
from typing import Any

import fastavro
import pytest

from tests.bridge.conftest import shards

KINDS = {
    "time_us": ("long", "time-micros"),
    "time_ms": ("int", "time-millis"),
    "date": ("int", "date"),
    "stamp": ("long", "timestamp-micros"),
    "local": ("long", "local-timestamp-millis"),
}
#: An attribute no reader knows, as long as the one that every reader knows.
UNKNOWN, KNOWN = b'"logical_type"', b'"logicalType" '
#: A day is 86,400,000,000 µs: the first value is the least that is too late.
ROWS = [
    [86_400_000_000, 86_400_000, 2**31 - 1, 2**63 - 1, 2**63 - 1],
    [-1, -1, -(2**31), -(2**63), -(2**63)],
    [2**62, 2**31 - 1, 0, 0, 0],
]


@pytest.fixture
def source(tmp_path):
    fields = [
        {"name": name, "type": {"type": kind, "logical_type": logical}}
        for name, (kind, logical) in KINDS.items()
    ]
    file = io.BytesIO()
    rows = [dict(zip(KINDS, row, strict=True)) for row in ROWS]
    fastavro.writer(file, {"type": "record", "name": "Odd", "fields": fields}, rows)
    path = tmp_path / "odd.avro"
    path.write_bytes(file.getvalue().replace(UNKNOWN, KNOWN))
    return path


def integers(path) -> list[list[Any]]:
    """Rows as they lie in the file, with no logical type."""
    bare = io.BytesIO(path.read_bytes().replace(KNOWN, UNKNOWN))
    return [list(row.values()) for row in fastavro.reader(bare)]


@pytest.mark.parametrize("way", ["tfrecord", "parquet"])
def test_they_come_back(converted, tmp_path, source, way):
    converted(source, tmp_path / "there", "--to", way)
    converted(tmp_path / "there", tmp_path / "back", "--to", "avro")
    assert integers(shards(tmp_path / "back")[0]) == ROWS


def test_inspect_shows_the_number(bridge, source):
    code, out, said = bridge("inspect", source, "--json")
    assert code == 0, said
    shown = json.loads(out)["records"]
    assert shown[0] == {
        "time_us": "86400000000 us",
        "time_ms": "86400000 ms",
        "date": "2147483647 days",
        "stamp": "9223372036854775807 us",
        "local": "9223372036854775807 ms",
    }
    assert (shown[2]["date"], shown[2]["stamp"]) == ("1970-01-01", "1970-01-01 00:00:00+00:00")
