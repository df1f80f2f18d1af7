"""Files that Spark wrote are read as what went in, and come back whole: ``spark/README.md``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from bridges.readers import arrow_reader
from tests.bridge.conftest import shards

SPARK = Path(__file__).parent / "spark"
PARQUET = ["plain", "legacy", "millis", "v2", "codec-lz4"]
AVRO = ["deflate", "zstandard"]
MOMENT = datetime(2020, 1, 1, 1, 2, 3, 456789)
THIRD = Decimal("0.3333333333")
NAMES = ["b", "by", "sh", "i", "l", "f", "d", "s", "bin", "dt", "ts", "tn", "d9", "d18", "d38"]
NAMES += ["arr", "arr2", "m", "st"]
ROWS = [
    [
        *(True, -128, -32768, -(2**31), -(2**63), 1.5, 0.1, "é", b"\xff\0"),
        *(date(1970, 1, 1), MOMENT, datetime(2020, 1, 1)),
        *(Decimal("1.10"), Decimal("-1.0001"), THIRD, [1, None], [["a"], None, []]),
        [("k", 1), ("n", None)],
        {"x": 1, "y": [{"z": "q", "w": [("p", 0.1)]}, None]},
    ],
    [None] * len(NAMES),
    [
        *(False, 0, 0, 0, 0, 0.0, 0.0, "", b""),
        *(date(2262, 4, 12), datetime(1970, 1, 1), datetime(1969, 12, 31, 23, 59, 59, 999999)),
        *(Decimal("0.00"), Decimal("0.0000"), Decimal("0E-10"), [], [], []),
        {"x": None, "y": []},
    ],
]


def read(path) -> list[list]:
    """The rows in Python's objects, moments without their zone, maps in their order or not."""
    table = pa.Table.from_batches(arrow_reader(str(path)))
    assert table.column_names == NAMES
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    return [[_plain(value) for value in row] for row in rows]


def _plain(value):
    if isinstance(value, datetime):
        moment = datetime.fromisoformat(str(value)[:26])
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    if isinstance(value, list):
        items = [_plain(item) for item in value]
        return sorted(items) if items and isinstance(items[0], tuple) else items
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def expected(unit: int) -> list[list]:
    """What went in; ``ts`` to so many microseconds."""
    rows = [list(row) for row in ROWS]
    moment = rows[0][NAMES.index("ts")]
    rows[0][NAMES.index("ts")] = moment.replace(microsecond=moment.microsecond // unit * unit)
    return rows


@pytest.mark.parametrize("name", PARQUET)
def test_parquet_of_spark(converted, tmp_path, name):
    source = SPARK / f"{name}.parquet"
    rows = expected(1000 if name == "millis" else 1)
    assert read(source) == rows
    assert converted(source, tmp_path / "tf")["reversible"]
    assert read(tmp_path / "tf") == rows
    converted(tmp_path / "tf", tmp_path / "back", "--to", "parquet")
    assert pq.read_table(shards(tmp_path / "back")[0]).equals(pq.read_table(source))


@pytest.mark.parametrize("name", AVRO)
def test_avro_of_spark(converted, tmp_path, name):
    source = SPARK / f"{name}.avro"
    assert read(source) == expected(1)
    converted(source, tmp_path / "tf")
    assert read(tmp_path / "tf") == expected(1)
    converted(tmp_path / "tf", tmp_path / "back", "--to", "avro")
    assert read(tmp_path / "back") == expected(1)
    with shards(tmp_path / "back")[0].open("rb") as file, source.open("rb") as spark:
        assert fastavro.reader(file).writer_schema == fastavro.reader(spark).writer_schema


def test_directories_of_spark(converted, tmp_path):
    assert converted(SPARK / "partitioned", tmp_path / "tf")["rows"] == 3
    table = pa.Table.from_batches(arrow_reader(str(tmp_path / "tf"))).to_pylist()
    ones = [{"id": i, "p": "a 1", "q": 1} for i in (1, 7)]
    assert table == [{"id": 0, "p": "a 0", "q": None}, *ones]
