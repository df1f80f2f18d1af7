"""A real TFX pipeline reads Avro and Parquet, and no zero, False or empty string is lost."""

from __future__ import annotations

import gzip

import pytest

from tests.bridge.conftest import ride, table, write_avro, write_parquet

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROWS = 200


@pytest.fixture
def generate(tmp_path):
    """Run FileBasedExampleGen with an executor: the examples of each split."""
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    tf = pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    from tfx import v1 as tfx
    from tfx.components.example_gen.component import FileBasedExampleGen
    from tfx.dsl.components.base import executor_spec
    from tfx.orchestration import metadata
    from tfx.proto import example_gen_pb2

    def run(source, executor, **config):
        splits = [
            example_gen_pb2.SplitConfig.Split(name=name, hash_buckets=n)
            for name, n in (("train", 2), ("eval", 1))
        ]
        split_config = example_gen_pb2.SplitConfig(splits=splits, **config)
        component = FileBasedExampleGen(
            input_base=str(source),
            output_config=example_gen_pb2.Output(split_config=split_config),
            custom_executor_spec=executor_spec.BeamExecutorSpec(executor),
        )
        root = tmp_path / "pipeline"
        pipeline = tfx.dsl.Pipeline(
            pipeline_name="bridge",
            pipeline_root=str(root),
            components=[component],
            metadata_connection_config=metadata.sqlite_metadata_connection_config(
                str(tmp_path / "metadata.db")
            ),
        )
        tfx.orchestration.LocalDagRunner().run(pipeline)
        found = {}
        for name in ("train", "eval"):
            files = [str(path) for path in root.rglob(f"Split-{name}/*.gz")]
            records = tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator()
            found[name] = [tf.train.Example.FromString(record) for record in records]
        return found

    return run


def values(example, name):
    """The values of a feature, or None where the example has none."""
    feature = example.features.feature.get(name)
    if feature is None or feature.WhichOneof("kind") is None:
        return None
    return list(getattr(feature, feature.WhichOneof("kind")).value)


def by_id(splits):
    assert all(splits.values()), "a split is empty"
    examples = [example for split in splits.values() for example in split]
    found = {values(example, "id")[0]: example for example in examples}
    assert len(found) == len(examples) == ROWS
    return found


def test_avro_loses_nothing(generate, tmp_path):
    from bridges.tfx import AvroExecutor

    write_avro(tmp_path / "data" / "rides.avro", rows=ROWS)
    found = by_id(generate(tmp_path / "data", AvroExecutor))
    for i in range(ROWS):
        row = ride(i)
        tip = None if row["tip"] is None else pytest.approx([row["tip"]])
        assert values(found[i], "tip") == tip
        assert values(found[i], "paid") == [int(row["paid"])]
        assert values(found[i], "note") == (None if row["note"] is None else [row["note"].encode()])


def test_parquet_loses_nothing_when_split_by_a_feature(generate, tmp_path):
    from bridges.tfx import ParquetExecutor

    write_parquet(tmp_path / "data" / "t.parquet", rows=ROWS)
    splits = generate(tmp_path / "data", ParquetExecutor, partition_feature_name="id")
    found = by_id(splits)
    for row in table(ROWS).select(["id", "tip", "name"]).to_pylist():
        example = found[row["id"]]
        tip = None if row["tip"] is None else pytest.approx([row["tip"]])
        assert values(example, "tip") == tip
        assert values(example, "name") == (None if row["name"] is None else [row["name"].encode()])


def test_both_runs_split_alike(generate, tmp_path):
    from bridges.tfx import AvroExecutor

    write_avro(tmp_path / "data" / "rides.avro", rows=ROWS)
    first = generate(tmp_path / "data", AvroExecutor)
    (tmp_path / "metadata.db").unlink()
    for path in (tmp_path / "pipeline").rglob("*.gz"):
        assert gzip.decompress(path.read_bytes())
        path.unlink()
    second = generate(tmp_path / "data", AvroExecutor)
    for name in ("train", "eval"):
        ids = [sorted(values(e, "id")[0] for e in splits[name]) for splits in (first, second)]
        assert ids[0] == ids[1]
