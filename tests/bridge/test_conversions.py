"""Every format becomes every other, and TFRecord becomes its source again."""

from __future__ import annotations

from pathlib import Path

import fastavro
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from bridges.avro import read_batches
from migrate.cli import main
from tests.avro.plain import rows
from tests.avro.strategies import Table, tables
from tests.bridge.conftest import ride, shards, table, write_avro, write_parquet

TARGETS = ["tfrecord", "parquet", "avro"]


def rides_of(directory):
    """All rows and the schema of converted Avro files, as fastavro reads them."""
    found, schemas = [], set()
    for path in shards(directory):
        with path.open("rb") as file:
            reader = fastavro.reader(file)
            schemas.add(reader.metadata["avro.schema"])
            found += list(reader)
    return found, schemas


@pytest.mark.parametrize("compression", ["none", "gzip", "zlib"])
def test_avro_to_tfrecord_and_back(converted, tmp_path, compression):
    source = write_avro(tmp_path / "rides.avro", codec="deflate")
    manifest = converted(source, tmp_path / "tf", "--shards", 3, "--compression", compression)
    assert (manifest["rows"], manifest["reversible"]) == (300, True)
    suffix = {"none": "", "gzip": ".gz", "zlib": ".zlib"}[compression]
    names = [f"part-{i:05d}-of-00003.tfrecord{suffix}" for i in range(3)]
    assert [path.name for path in shards(tmp_path / "tf")] == names
    assert all(path.stat().st_size for path in shards(tmp_path / "tf"))

    converted(tmp_path / "tf", tmp_path / "back", "--to", "avro")
    found, schemas = rides_of(tmp_path / "back")
    assert found == [ride(i) for i in range(300)]
    with source.open("rb") as file:
        assert schemas == {fastavro.reader(file).metadata["avro.schema"]}


def test_parquet_to_tfrecord_and_back(converted, tmp_path):
    source = write_parquet(tmp_path / "t.parquet")
    assert converted(source, tmp_path / "tf", "--shards", 2)["rows"] == 300
    converted(tmp_path / "tf", tmp_path / "back", "--to", "parquet")
    found = pq.read_table(tmp_path / "back" / "part-00000-of-00001.parquet")
    assert found.equals(table())
    assert found.schema.equals(pq.read_schema(source))


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("write", [write_avro, write_parquet], ids=["avro", "parquet"])
def test_a_chain_of_conversions_keeps_every_row(converted, tmp_path, write, target):
    source = write(tmp_path / "source")
    assert converted(source, tmp_path / "a", "--to", target, "--shards", 2)["rows"] == 300
    assert converted(tmp_path / "a", tmp_path / "b", "--to", "avro")["rows"] == 300
    first, _ = rides_of(tmp_path / "b")
    converted(source, tmp_path / "direct", "--to", "avro")
    assert first == rides_of(tmp_path / "direct")[0]


@pytest.mark.slow
@pytest.mark.parametrize("write", [write_avro, write_parquet], ids=["avro", "parquet"])
def test_tensorflow_reads_what_was_written(converted, tmp_path, write):
    tf = pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    converted(write(tmp_path / "source"), tmp_path / "tf", "--compression", "gzip", "--shards", 3)
    files = [str(path) for path in shards(tmp_path / "tf")]
    records = list(tf.data.TFRecordDataset(files, "GZIP").as_numpy_iterator())
    examples = [tf.train.Example.FromString(record).features.feature for record in records]
    assert [example["id"].int64_list.value[0] for example in examples] == list(range(300))
    assert examples[1]["tip"].float_list.value[:] == [0.0]
    assert "tip" not in examples[0]


def test_columns_are_projected_both_ways(converted, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    converted(source, tmp_path / "tf", "--columns", "note,id")
    converted(tmp_path / "tf", tmp_path / "back", "--to", "avro", "--columns", "note")
    found, _ = rides_of(tmp_path / "back")
    assert found == [{"note": ride(i)["note"]} for i in range(300)]


def test_a_parquet_projection_keeps_arrow_types(converted, tmp_path):
    converted(write_parquet(tmp_path / "t"), tmp_path / "tf", "--columns", "name,seen")
    converted(tmp_path / "tf", tmp_path / "back", "--to", "parquet")
    found = pq.read_table(shards(tmp_path / "back")[0])
    assert found.equals(table().select(["name", "seen"]))


def test_records_of_others_get_an_inferred_schema(converted, tmp_path):
    tf = pytest.importorskip("tensorflow", reason="not run: TensorFlow is not installed")
    path = tmp_path / "others" / "x.tfrecord"
    path.parent.mkdir()
    with tf.io.TFRecordWriter(str(path)) as writer:
        for i in range(10):
            example = tf.train.Example()
            example.features.feature["a.b"].int64_list.value.append(i)
            example.features.feature["many"].float_list.value.extend([0.5] * (i % 3))
            if i % 2:
                example.features.feature["some"].bytes_list.value.append(b"")
            writer.write(example.SerializeToString(deterministic=True))
    converted(path.parent, tmp_path / "again")
    converted(tmp_path / "again", tmp_path / "once more")
    assert shards(tmp_path / "once more")[0].read_bytes() == path.read_bytes()
    converted(tmp_path / "once more", tmp_path / "p", "--to", "parquet")
    found = pq.read_table(shards(tmp_path / "p")[0]).to_pylist()
    assert found == [
        {"a.b": i, "many": [0.5] * (i % 3), "some": b"" if i % 2 else None} for i in range(10)
    ]


def test_a_given_schema_reads_records_without_sidecars(converted, tmp_path):
    converted(write_avro(tmp_path / "rides.avro"), tmp_path / "tf")
    bare = tmp_path / "bare"
    bare.mkdir()
    shards(tmp_path / "tf")[0].rename(bare / "x")
    schema = tmp_path / "tf" / "schema.avsc"
    converted(bare, tmp_path / "back", "--to", "avro", "--schema", schema)
    assert rides_of(tmp_path / "back")[0] == [ride(i) for i in range(300)]


def test_partitions_of_the_path_become_columns(converted, tmp_path):
    for day in ("2024-01-01", "2024-01-02"):
        write_avro(tmp_path / "rides" / f"day={day}" / "x.avro", rows=3)
    converted(tmp_path / "rides", tmp_path / "p", "--to", "parquet", "--columns", "id,day")
    found = pq.read_table(shards(tmp_path / "p")[0]).to_pylist()
    assert found == [
        {"id": i, "day": day} for day in ("2024-01-01", "2024-01-02") for i in range(3)
    ]


def test_float32_is_counted_and_does_not_come_back_unasked(bridge, converted, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    manifest = converted(source, tmp_path / "tf", "--float64", "float32", "--shards", 2)
    assert manifest["float64"] == {"mode": "float32", "inexact": {"tip": 75}}
    assert not manifest["reversible"]
    code, _, said = bridge(tmp_path / "tf", tmp_path / "back", "--to", "avro")
    assert (code, "75 double(s) of tip" in said, "--accept-loss" in said) == (2, True, True)
    assert not (tmp_path / "back").exists()
    again = converted(tmp_path / "tf", tmp_path / "again", "--compression", "gzip")
    assert (again["reversible"], again["losses"]) == (False, manifest["losses"])
    converted(tmp_path / "tf", tmp_path / "back", "--to", "avro", "--accept-loss")
    assert rides_of(tmp_path / "back")[0][2]["tip"] == pytest.approx(0.1)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(table=tables(depth=3))
def test_any_avro_comes_back(tmp_path_factory, table: Table):
    where: Path = tmp_path_factory.mktemp("any")
    with (where / "x.avro").open("wb") as file:
        fastavro.writer(file, fastavro.parse_schema(table.schema), table.written)
    steps = [("x.avro", "tf", "tfrecord"), ("tf", "p", "parquet"), ("tf", "back", "avro")]
    for source, target, to in steps:
        line = ["bridge", where / source, where / target, "--to", to, "--shards", "2", "-q"]
        assert main.run([str(part) for part in line]) == 0
    found = [row for path in shards(where / "back") for row in rows(list(read_batches(str(path))))]
    assert found == table.expected
    parquet = [pq.read_table(path) for path in shards(where / "p")]
    assert sum(part.num_rows for part in parquet) == len(table.expected)
