"""A training job reads the same values from Avro, Parquet and TFRecord."""

from __future__ import annotations

import pytest

from bridges.convert import Options
from bridges.readers import arrow_reader, tf_dataset
from tests.bridge.conftest import table, write_avro, write_parquet

COLUMNS = ("id", "tip", "name", "days")


def test_arrow_is_the_same_from_every_format(converted, tmp_path):
    source = write_parquet(tmp_path / "t.parquet")
    converted(source, tmp_path / "tf", "--shards", 3)
    chosen = Options(columns=COLUMNS)
    wanted = table().select(list(COLUMNS)).to_pylist()
    for path in (source, tmp_path / "tf"):
        assert arrow_reader(str(path), chosen).read_all().to_pylist() == wanted


@pytest.mark.parametrize("write", [write_avro, write_parquet], ids=["avro", "parquet"])
def test_tensors_are_the_same_from_every_format(converted, tmp_path, write):
    tf = pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    source = write(tmp_path / "source")
    converted(source, tmp_path / "tf", "--shards", 3, "--compression", "gzip")
    batches = [
        list(tf_dataset(str(path), 64, features=["id", "tip"]))
        for path in (source, tmp_path / "tf")
    ]
    assert [int(batch["id"].shape[0]) for batch in batches[0]] == [64, 64, 64, 64, 44]
    for ours, converted_ones in zip(*batches, strict=True):
        for name in ("id", "tip"):
            one, other = (
                tf.sparse.to_dense(b[name]) if isinstance(b[name], tf.SparseTensor) else b[name]
                for b in (ours, converted_ones)
            )
            assert one.numpy().tolist() == other.numpy().tolist()
