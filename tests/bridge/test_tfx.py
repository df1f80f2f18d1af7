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

    def run(source, executor, statistics=False, **config):
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
        examples = component.outputs["examples"]
        later = [tfx.components.StatisticsGen(examples=examples)] if statistics else []
        root = tmp_path / "pipeline"
        pipeline = tfx.dsl.Pipeline(
            pipeline_name="bridge",
            pipeline_root=str(root),
            components=[component, *later],
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


def statistics_of(root):
    """Examples and zeros of the feature ``paid`` in each split, as StatisticsGen counted them."""
    import tensorflow_data_validation as tfdv

    found = {}
    for path in root.rglob("StatisticsGen/statistics/*/Split-*/FeatureStats.pb"):
        (dataset,) = tfdv.load_stats_binary(str(path)).datasets
        paid = next(f for f in dataset.features if f.path.step == ["paid"])
        split = path.parent.name.removeprefix("Split-")
        found[split] = (dataset.num_examples, paid.num_stats.num_zeros)
    return found


def examples_artifact(database):
    from ml_metadata.metadata_store import MetadataStore
    from ml_metadata.proto import metadata_store_pb2

    config = metadata_store_pb2.ConnectionConfig()
    config.sqlite.filename_uri = str(database)
    (artifact,) = MetadataStore(config).get_artifacts_by_type("Examples")
    custom = {name: v.string_value or v.int_value for name, v in artifact.custom_properties.items()}
    return artifact.properties["split_names"].string_value, custom


def test_avro_loses_nothing_and_statistics_count_it(generate, tmp_path):
    from bridges.tfx import AvroExecutor

    write_avro(tmp_path / "data" / "rides.avro", rows=ROWS)
    splits = generate(tmp_path / "data", AvroExecutor, statistics=True)
    found = by_id(splits)
    unpaid = {name: sum(values(e, "paid") == [0] for e in held) for name, held in splits.items()}
    expected = {name: (len(held), unpaid[name]) for name, held in splits.items()}
    assert statistics_of(tmp_path / "pipeline") == expected
    names, properties = examples_artifact(tmp_path / "metadata.db")
    assert names == '["train", "eval"]'
    assert properties["payload_format"] == "FORMAT_TF_EXAMPLE"
    assert properties["file_format"] == "tfrecords_gzip"
    assert properties["span"] == 0
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


@pytest.mark.parametrize("feature", [None, "id"])
def test_the_transform_record_by_record_splits_alike(tmp_path, feature):
    """What pipelines that build on the executor call gives the records that ``Do`` writes."""
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    import apache_beam as beam
    import tensorflow as tf
    from apache_beam.testing.util import assert_that, equal_to
    from tfx.proto import example_gen_pb2 as pb
    from tfx.types import standard_artifacts
    from tfx.utils import proto_utils

    from bridges.tfx import AvroExecutor

    write_avro(tmp_path / "data" / "rides.avro", rows=ROWS)
    examples = standard_artifacts.Examples()
    examples.uri = str(tmp_path / "examples")
    names = (("train", 2), ("eval", 1))
    splits = [pb.SplitConfig.Split(name=name, hash_buckets=n) for name, n in names]
    config = pb.SplitConfig(splits=splits, partition_feature_name=feature)
    only = pb.Input(splits=[pb.Input.Split(name="single", pattern="*")])
    properties = {
        "input_base": str(tmp_path / "data"),
        "input_config": proto_utils.proto_to_json(only),
        "output_config": proto_utils.proto_to_json(pb.Output(split_config=config)),
    }
    AvroExecutor().Do({}, {"examples": [examples]}, properties)
    with beam.Pipeline() as pipeline:
        made = AvroExecutor().GenerateExamplesByBeam(pipeline, properties)
        for name, _ in names:
            place = tmp_path / "examples" / f"Split-{name}"
            files = [str(path) for path in place.glob("*.gz")]
            records = list(tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator())
            written = sorted(values(tf.train.Example.FromString(r), "id")[0] for r in records)
            ids = made[name] | f"Ids {name}" >> beam.Map(_id)
            assert written, "a split is empty"
            assert_that(ids, equal_to(written), label=name)


def _id(record):
    import tensorflow as tf

    example = tf.train.Example.FromString(record) if isinstance(record, bytes) else record
    return example.features.feature["id"].int64_list.value[0]


def test_input_splits_stay_what_they_are(tmp_path):
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    from tfx.proto import example_gen_pb2 as pb
    from tfx.types import standard_artifacts
    from tfx.utils import proto_utils

    from bridges.tfx import AvroExecutor

    for name, rows in (("old", 30), ("new", 20)):
        write_avro(tmp_path / "data" / name / "rides.avro", rows=rows)
    examples = standard_artifacts.Examples()
    examples.uri = str(tmp_path / "examples")
    splits = [pb.Input.Split(name=name, pattern=f"{name}/*") for name in ("old", "new")]
    properties = {
        "input_base": str(tmp_path / "data"),
        "input_config": proto_utils.proto_to_json(pb.Input(splits=splits)),
        "output_config": proto_utils.proto_to_json(pb.Output()),
    }
    AvroExecutor().Do({}, {"examples": [examples]}, properties)
    assert examples.split_names == '["old", "new"]'
    for name, rows in (("old", 30), ("new", 20)):
        file = tmp_path / "examples" / f"Split-{name}" / "data_tfrecord-00000-of-00001.gz"
        assert gzip.decompress(file.read_bytes()).count(b"kind") == rows


REFUSED = {
    "an unknown feature": ({"partition_feature_name": "no"}, {}, "no column has this feature"),
    "another payload": ({}, {"output_data_format": 11}, "not FORMAT_PROTO"),
    "too many buckets": ({"buckets": 2**32 - 1}, {}, "8589934590 hash buckets"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_cannot_do_is_refused_before_anything_is_written(tmp_path, name):
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    from tfx.proto import example_gen_pb2 as pb
    from tfx.types import standard_artifacts
    from tfx.utils import proto_utils

    from bridges.errors import BridgeError
    from bridges.tfx import AvroExecutor

    config, more, message = REFUSED[name]
    buckets = {"buckets": 1, **config}
    count = buckets.pop("buckets")
    splits = [pb.SplitConfig.Split(name=name, hash_buckets=count) for name in ("train", "eval")]
    write_avro(tmp_path / "data" / "rides.avro", rows=3)
    examples = standard_artifacts.Examples()
    examples.uri = str(tmp_path / "examples")
    only = pb.Input(splits=[pb.Input.Split(name="single", pattern="*")])
    output = pb.Output(split_config=pb.SplitConfig(splits=splits, **buckets))
    properties = {
        "input_base": str(tmp_path / "data"),
        "input_config": proto_utils.proto_to_json(only),
        "output_config": proto_utils.proto_to_json(output),
        **more,
    }
    with pytest.raises(BridgeError, match=message):
        AvroExecutor().Do({}, {"examples": [examples]}, properties)
    assert not (tmp_path / "examples").exists()


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
