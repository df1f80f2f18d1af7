"""TFX's own taxi data: TFX's executors lose 10,040 of its values, the bridge loses none."""

from __future__ import annotations

from pathlib import Path

import fastavro
import pyarrow.parquet as pq
import pytest

from tests.bridge.conftest import shards

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROWS, LOST_BY_TFX = 10_000, 10_040


@pytest.fixture(scope="module")
def data():
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    import tfx.components

    found = Path(tfx.components.__file__).parent / "testdata" / "external"
    if not (found / "avro" / "data.avro").exists():
        pytest.skip("not run: this TFX comes without its test data")
    return found


def rows_of(path):
    """The rows as the format's own library reads them; the two files differ in some."""
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    with path.open("rb") as file:
        return list(fastavro.reader(file))


def values_of(example):
    """Feature by feature the values; a feature without a kind is not there."""
    features = example.features.feature.items()
    kinds = {name: feature.WhichOneof("kind") for name, feature in features}
    return {n: list(getattr(f, kinds[n]).value) for n, f in features if kinds[n] is not None}


def expected(row):
    """A row as features: nulls absent, text as bytes, doubles as float32."""
    import numpy as np

    present = {name: value for name, value in row.items() if value is not None}
    plain = {str: str.encode, float: lambda x: float(np.float32(x)), int: int}
    return {name: [plain[type(value)](value)] for name, value in present.items()}


@pytest.mark.parametrize("file", ["avro/data.avro", "parquet/data.parquet"])
def test_no_value_is_lost(converted, data, tmp_path, file):
    import tensorflow as tf

    converted(data / file, tmp_path / "tf", "--float64", "float32")
    paths = [str(path) for path in shards(tmp_path / "tf")]
    records = tf.data.TFRecordDataset(paths).as_numpy_iterator()
    found = [values_of(tf.train.Example.FromString(record)) for record in records]
    assert len(found) == ROWS
    assert found == [expected(row) for row in rows_of(data / file)]


def test_tfx_loses_what_it_is_said_to_lose(data):
    from tfx.components.example_gen import utils

    rows = rows_of(data / "avro" / "data.avro")
    kept = [values_of(utils.dict_to_example(row)) for row in rows]
    lost = sum(len(expected(row).keys() - k.keys()) for row, k in zip(rows, kept, strict=True))
    assert lost == LOST_BY_TFX
