"""TFRecord files that Beam, Scio's layout and TFX leave are read without a schema of ours."""

from __future__ import annotations

import fastavro
import pyarrow as pa
import pytest

from bridges.readers import arrow_reader

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
ROWS = 90


def example(i: int) -> bytes:
    """A record as magnolify writes it: nested names with dots, no key for None or for empty."""
    import tensorflow as tf

    made = tf.train.Example()
    feature = made.features.feature
    feature["id"].int64_list.value.append(i)
    feature["user.name"].bytes_list.value.append(f"é{i}".encode())
    if i % 3:
        feature["score"].float_list.value.append(i / 2)
    if i % 4:
        feature["tags"].bytes_list.value.extend([b"t"] * (i % 4))
    return made.SerializeToString()


def rows(path) -> list[dict]:
    table = pa.Table.from_batches(arrow_reader(str(path)))
    return sorted(table.to_pylist(), key=lambda row: row["id"])


@pytest.mark.parametrize("suffix", [".tfrecord", ".tfrecord.gz"])
def test_shards_of_beam_under_the_names_of_scio(converted, tmp_path, suffix):
    pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    beam = pytest.importorskip("apache_beam", reason="not run: Apache Beam is not installed")
    from apache_beam.io.tfrecordio import WriteToTFRecord

    place = tmp_path / "scio"
    with beam.Pipeline() as pipeline:
        records = pipeline | beam.Create(range(ROWS)) | beam.Map(example)
        sink = WriteToTFRecord(
            str(place / "part"),
            file_name_suffix=suffix,
            num_shards=3,
            shard_name_template="-SSSSS-of-NNNNN",
        )
        _ = records | sink
    assert (place / f"part-00002-of-00003{suffix}").exists()
    found = rows(place)
    assert [row["id"] for row in found] == list(range(ROWS))
    assert found[5] == {"id": 5, "user.name": "é5".encode(), "score": 2.5, "tags": [b"t"]}
    assert (found[0]["score"], found[0]["tags"]) == (None, None)
    assert converted(place, tmp_path / "parquet", "--to", "parquet")["rows"] == ROWS


def test_splits_of_tfx_own_executor(tmp_path):
    pytest.importorskip("tfx", reason="not run: TFX is not installed")
    from tfx.components.example_gen.custom_executors.avro_executor import Executor
    from tfx.proto import example_gen_pb2 as pb
    from tfx.types import standard_artifacts
    from tfx.utils import proto_utils

    fields = [{"name": "id", "type": "long"}, {"name": "name", "type": "string"}]
    schema = {"type": "record", "name": "R", "fields": fields}
    (tmp_path / "data").mkdir()
    with (tmp_path / "data" / "x.avro").open("wb") as file:
        fastavro.writer(file, schema, [{"id": i + 1, "name": f"n{i}"} for i in range(ROWS)])
    examples = standard_artifacts.Examples()
    examples.uri = str(tmp_path / "examples")
    names = (("train", 2), ("eval", 1))
    splits = [pb.SplitConfig.Split(name=name, hash_buckets=n) for name, n in names]
    properties = {
        "input_base": str(tmp_path / "data"),
        "input_config": proto_utils.proto_to_json(
            pb.Input(splits=[pb.Input.Split(name="single", pattern="*")])
        ),
        "output_config": proto_utils.proto_to_json(
            pb.Output(split_config=pb.SplitConfig(splits=splits))
        ),
    }
    Executor().Do({}, {"examples": [examples]}, properties)
    assert all(rows(tmp_path / "examples" / f"Split-{name}") for name, _ in names)
    expected = [{"id": i + 1, "name": f"n{i}".encode()} for i in range(ROWS)]
    assert rows(tmp_path / "examples") == expected
