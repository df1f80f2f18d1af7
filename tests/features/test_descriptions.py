"""What readers are told of features: tensorflow-metadata, mapping.json, feature_spec, tf.data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings

from bridges.errors import DataError, SchemaError
from bridges.features import Float64, make_plan
from bridges.features.mapping import mapping_to_json, plan_from_mapping
from bridges.schema import Bool, Enum, Field, Float, Int, List, Record, Schema, String, Union
from bridges.tfrecord import Compression, write_shard
from bridges.tfrecord.tfdata import dataset
from tests.features.codec import encode, payloads
from tests.features.proto import parsed
from tests.features.rows import tables

PAIRS = List(Field("item", List(Field("item", Int(64)))))
SCHEMA = Schema(
    (
        Field("id", Int(64)),
        Field("kind", Enum(("A", "B"), "K"), True),
        Field("ok", Bool()),
        Field("price", Float(64)),
        Field("tags", List(Field("item", String())), True),
        Field("pairs", PAIRS),
        Field("geo", Record((Field("lat", Float(32)),)), True),
        Field("u", Union((Field("int", Int(32)), Field("string", String())))),
    )
)
ROWS: list[dict[str, Any]] = [
    {
        "id": 0,
        "kind": "A",
        "ok": False,
        "price": 0.1,
        "tags": ["", "x"],
        "pairs": [[1], [], [2, 3]],
        "geo": {"lat": 0.5},
        "u": {"@branch": 1, "int": None, "string": "s"},
    },
    {
        "id": 7,
        "kind": None,
        "ok": True,
        "price": 0.5,
        "tags": [],
        "pairs": [],
        "geo": None,
        "u": {"@branch": 0, "int": 4, "string": None},
    },
]


def test_metadata_tells_presence_counts_domains_and_partitions() -> None:
    schema = SCHEMA.to_tfmd()
    told = {f.name: f for f in schema.feature}
    required = {n for n, f in told.items() if f.presence.min_fraction == 1.0}
    assert required == {"id", "ok", "price", "pairs@len", "pairs", "u@branch"}
    assert list(told["kind"].string_domain.value) == ["A", "B"]
    assert told["ok"].HasField("bool_domain")
    counts = {n: (f.value_count.min, f.value_count.max) for n, f in told.items()}
    assert (counts["id"], counts["tags"], counts["price@f64"]) == ((1, 1), (0, 0), (1, 1))
    ragged = schema.tensor_representation_group[""].tensor_representation["pairs"].ragged_tensor
    assert [p.row_length for p in ragged.partition] == ["pairs@len"]


@settings(max_examples=60, deadline=None)
@given(tables(depth=2))
def test_required_features_are_in_every_record(table: tuple[Schema, pa.RecordBatch]) -> None:
    schema, batch = table
    told = {f.name: f for f in schema.to_tfmd().feature}
    required = {n for n, f in told.items() if f.presence.min_fraction == 1.0}
    for payload in payloads(encode(batch, make_plan(schema))):
        found = parsed(payload)
        assert required <= found.keys() <= told.keys()
        for name, (_, values) in found.items():
            assert told[name].value_count.min <= len(values)
            assert len(values) <= (told[name].value_count.max or len(values))


def test_the_mapping_gives_the_plan_back() -> None:
    plan = make_plan(SCHEMA, Float64.FLOAT32)
    assert plan_from_mapping(json.loads(json.dumps(mapping_to_json(plan)))) == plan


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"format": "x"}, "not a mapping.json"),
        ({"version": 2}, "has version 2, this release reads 1"),
        ({"features": []}, "are not those of its schema"),
        ({"schema": {}}, "no list of fields"),
    ],
)
def test_another_mapping_is_refused(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(SchemaError, match=reason):
        plan_from_mapping({**mapping_to_json(make_plan(SCHEMA)), **change})


def write(path: Path, form: Compression = Compression.NONE) -> str:
    batch = pa.RecordBatch.from_pylist(ROWS, SCHEMA.to_arrow())
    write_shard(str(path), [batch], make_plan(SCHEMA), compression=form)
    return str(path)


@pytest.mark.slow
def test_files_of_two_forms_make_no_dataset(tmp_path: Path) -> None:
    pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    paths = [write(tmp_path / "a"), write(tmp_path / "b", Compression.GZIP)]
    with pytest.raises(DataError, match="compressed in different ways"):
        dataset(paths, make_plan(SCHEMA), 2)


@pytest.mark.slow
@pytest.mark.parametrize("form", list(Compression))
def test_tensorflow_reads_files_and_values(form: Compression, tmp_path: Path) -> None:
    pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    path = write(tmp_path / "f", form)
    (batch,) = list(dataset([path], make_plan(SCHEMA), 2))
    assert batch["id"].numpy().tolist() == [0, 7]
    assert batch["ok"].numpy().tolist() == [0, 1]
    assert batch["price"].numpy().tolist() == pytest.approx([0.1, 0.5])
    assert batch["tags"].to_list() == [[b"", b"x"], []]
    assert batch["pairs"].to_list() == [[[1], [], [2, 3]], []]
    assert batch["kind"].indices.numpy().tolist() == [[0, 0]]
    assert batch["geo.lat"].values.numpy().tolist() == [0.5]
    assert batch["u.string"].values.numpy().tolist() == [b"s"]


@pytest.mark.slow
def test_tensorflow_writes_what_is_read(tmp_path: Path) -> None:
    tf = pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    from bridges.tfrecord import infer_schema, read_batches

    path = str(tmp_path / "f")
    with tf.io.TFRecordWriter(path, "ZLIB") as writer:
        for i in range(300):
            features = {
                "n": tf.train.Feature(int64_list=tf.train.Int64List(value=[i - 5])),
                "l": tf.train.Feature(float_list=tf.train.FloatList(value=[0.5] * (i % 3))),
            }
            example = tf.train.Example(features=tf.train.Features(feature=features))
            writer.write(example.SerializeToString())
    schema = infer_schema([path])
    assert schema.fields == (Field("l", List(Field("item", Float(32)))), Field("n", Int(64)))
    (batch,) = read_batches([path], make_plan(schema, verbatim=True))
    assert batch.to_pylist() == [{"l": [0.5] * (i % 3), "n": i - 5} for i in range(300)]
