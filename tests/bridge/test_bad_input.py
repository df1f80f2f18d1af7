"""Whatever is wrong: exit code 2, one message that says where, and no destination."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import fastavro
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.bridge.conftest import shards, tree, write_avro, write_parquet
from tests.tfrecord.frames import frame

OTHER = {"type": "record", "name": "Ride", "fields": [{"name": "id", "type": "string"}]}


def truncated_avro(where: Path) -> Path:
    path = write_avro(where / "x.avro")
    path.write_bytes(path.read_bytes()[:-700])
    return path


def broken_block(where: Path) -> Path:
    path = write_avro(where / "x.avro", codec="deflate")
    data = bytearray(path.read_bytes())
    data[-100:-60] = b"\xff" * 40
    path.write_bytes(data)
    return path


def unknown_codec(where: Path) -> Path:
    path = write_avro(where / "x.avro", codec="null")
    path.write_bytes(path.read_bytes().replace(b"\x08null", b"\x08lzma"))
    return path


def mixed_avro(where: Path) -> Path:
    write_avro(where / "s" / "a.avro")
    with (where / "s" / "b.avro").open("wb") as file:
        fastavro.writer(file, OTHER, [{"id": "x"}])
    return where / "s"


def mixed_parquet(where: Path) -> Path:
    write_parquet(where / "s" / "a.parquet")
    pq.write_table(pa.table({"id": ["x"]}), where / "s" / "b.parquet")
    return where / "s"


def mixed_formats(where: Path) -> Path:
    write_avro(where / "s" / "a.avro")
    write_parquet(where / "s" / "b.parquet")
    return where / "s"


def written(where: Path, data: bytes) -> Path:
    (where / "x.data").write_bytes(data)
    return where / "x.data"


def recursive(where: Path) -> Path:
    fields = [{"name": "next", "type": ["null", "Node"]}]
    schema = fastavro.parse_schema({"type": "record", "name": "Node", "fields": fields})
    with (where / "x.avro").open("wb") as file:
        fastavro.writer(file, schema, [{"next": None}])
    return where / "x.avro"


def truncated_parquet(where: Path) -> Path:
    path = write_parquet(where / "x.parquet")
    path.write_bytes(path.read_bytes()[:-30])
    return path


def text_that_is_none(where: Path) -> Path:
    offsets, data = pa.py_buffer(bytes(4) + b"\x02\0\0\0"), pa.py_buffer(b"\xff\xfe")
    text = pa.Array.from_buffers(pa.string(), 1, [None, offsets, data])
    listed = pa.ListArray.from_arrays(pa.array([0, 1], pa.int32()), text)
    pq.write_table(pa.table({"a": listed}), where / "x.parquet")
    return where / "x.parquet"


def tfrecord(where: Path, *records: bytes) -> Path:
    return written(where, b"".join(map(frame, records)))


#: A SequenceExample of one context feature and one feature list.
SEQUENCE = b"\x0a\x0b" + b"\x0a\x09\x0a\x01i\x12\x04\x1a\x02\x08\x07" + b"\x12\x05\x0a\x03\x0a\x01l"


def an_empty_shard_of_avro(where: Path) -> Path:
    write_avro(where / "s" / "a.avro")
    written(where / "s", b"")
    return where / "s"


#: What is wrong: how to make it, what the message says, and more of the command line.
BAD = {
    "nothing there": (lambda w: w / "no", "does not exist", ()),
    "empty file": (lambda w: written(w, b""), "is empty", ()),
    "empty directory": (lambda w: (w / "s").mkdir() or w / "s", "holds no data file", ()),
    "wrong magic": (lambda w: written(w, b"hello, world, this is text"), "68 65 6c 6c", ()),
    "gzip of something": (lambda w: written(w, gzip.compress(b"text " * 9)), "no TFRecord", ()),
    "truncated Avro block": (truncated_avro, "the file ends inside a block", ()),
    "broken Avro block": (broken_block, "byte", ()),
    "unknown Avro codec": (unknown_codec, "'lzma'", ()),
    "truncated Parquet": (truncated_parquet, "Parquet", ()),
    "mixed Avro schemas": (mixed_avro, "differs", ()),
    "mixed Parquet schemas": (mixed_parquet, "differs", ()),
    "text that is not UTF-8": (text_that_is_none, "a.item: holds text that is not UTF-8", ()),
    "a SequenceExample": (lambda w: tfrecord(w, SEQUENCE), "feature_lists of a Sequence", ()),
    "a name that is not UTF-8": (
        lambda w: tfrecord(w, SEQUENCE[:13].replace(b"i", b"\xff")),
        "byte 0: the name of a feature is not UTF-8: b'\\xff'",
        (),
    ),
    "an empty file among Avro": (an_empty_shard_of_avro, "x.data: is empty", ()),
    "mixed formats": (mixed_formats, "is parquet, and", ()),
    "recursive type": (recursive, "Node", ()),
    "no such column": (write_avro, "no column 'nope'", ("--columns", "id,nope")),
    "empty column name": (write_avro, "names no column", ("--columns", "id,,note")),
    "no such compression": (write_avro, "no compression 'zstd'", ("--compression", "zstd")),
    "a double that changes": (write_avro, "float32", ("--float64", "strict")),
    "no such schema file": (write_avro, "cannot be read", ("--schema", "no.avsc")),
    "a schema for Parquet": (write_parquet, "bring their own", ("--schema", "latest")),
    "options without a runner": (write_avro, "one argument too many", ("--", "--project=p")),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_message(bridge, tmp_path, name):
    make, said, more = BAD[name]
    base = tmp_path / "source"
    base.mkdir()
    source = make(base if make not in (write_avro, write_parquet) else base / "x")
    # Quiet: pieces that were done before the bad one was met would show their progress.
    options = ("-q", *(("--shards", 3) if "--" not in more else ()))
    code, out, message = bridge(source, tmp_path / "out", *options, *more)
    assert (code, out) == (2, "")
    assert said in message
    assert message.startswith("migrate: ")
    assert "internal error" not in message
    left = tree(tmp_path / "out") if (tmp_path / "out").exists() else {}
    assert not [path for path in left if not path.startswith("_unfinished/")]
    assert not [path for path in left if path.endswith((".tmp", ".unfinished"))]


@pytest.fixture
def records(converted, tmp_path):
    """One plain TFRecord shard of rides."""
    converted(write_avro(tmp_path / "rides.avro"), tmp_path / "tf")
    return shards(tmp_path / "tf")[0]


def damage(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(data)


def test_a_bad_record_is_named_or_skipped_and_counted(bridge, converted, records, tmp_path):
    damage(records, 20)
    line = (records.parent, tmp_path / "out", "--to", "parquet")
    code, _, said = bridge(*line)
    assert (code, "at byte 0" in said, "checksum" in said) == (2, True, True)
    assert not (tmp_path / "out").exists()
    manifest = converted(*line, "--on-corrupt", "skip")
    assert (manifest["rows"], manifest["shards"][0]["skipped"]) == (299, 1)
    assert manifest["losses"] == ["1 damaged record(s) were left out"]
    assert not manifest["reversible"]


def test_fields_beside_the_features_are_left_out_when_told_to(converted, tmp_path):
    source = tfrecord(tmp_path, SEQUENCE)
    manifest = converted(source, tmp_path / "out", "--to", "parquet", "--accept-loss")
    assert pq.read_table(shards(tmp_path / "out")[0]).to_pylist() == [{"i": 7}]
    assert manifest["losses"] == [
        "1 feature(s) or other field(s) that no schema names were left out"
    ]


def test_shards_without_records_are_read_beside_others(converted, tmp_path):
    source = tmp_path / "s"
    source.mkdir()
    tfrecord(source, SEQUENCE[:13])
    (source / "empty").write_bytes(b"")
    (source / "empty.gz").write_bytes(gzip.compress(b""))
    assert converted(source, tmp_path / "out", "--to", "avro")["rows"] == 1


def test_columns_that_nothing_becomes_of_can_be_left_out(bridge, converted, tmp_path):
    counts = pa.array([[(1, 2)]], pa.map_(pa.int32(), pa.int32()))
    pq.write_table(pa.table({"id": [7], "counts": counts}), tmp_path / "x.parquet")
    code, _, said = bridge(tmp_path / "x.parquet", tmp_path / "out")
    assert (code, "counts: a map with keys of type int32" in said) == (2, True)
    converted(tmp_path / "x.parquet", tmp_path / "out", "--columns", "id", "--to", "parquet")
    assert pq.read_table(shards(tmp_path / "out")[0]).to_pylist() == [{"id": 7}]


def test_a_truncated_shard_is_found_by_its_manifest(bridge, records, tmp_path):
    records.write_bytes(records.read_bytes()[:-5])
    code, _, said = bridge(records.parent, tmp_path / "out", "--to", "avro")
    assert (code, "its manifest says" in said) == (2, True)


def test_a_shard_that_is_missing_is_named(bridge, converted, tmp_path):
    converted(write_avro(tmp_path / "rides.avro"), tmp_path / "tf", "--shards", 3)
    shards(tmp_path / "tf")[1].unlink()
    code, _, said = bridge(tmp_path / "tf", tmp_path / "out", "--to", "avro")
    assert (code, "part-00001-of-00003.tfrecord" in said) == (2, True)


def test_records_of_another_schema_are_refused(bridge, records, tmp_path):
    schema = tmp_path / "s.avsc"
    schema.write_text(json.dumps(OTHER))
    code, _, said = bridge(records, tmp_path / "out", "--to", "avro", "--schema", schema)
    assert (code, "the schema says bytes" in said) == (2, True)


@pytest.mark.parametrize("found", ["a file", "a directory with something", "a finished run"])
def test_a_destination_that_is_taken_stays_as_it_is(bridge, converted, tmp_path, found):
    source, out = write_avro(tmp_path / "rides.avro"), tmp_path / "out"
    if found == "a file":
        out.write_text("mine")
    elif found == "a directory with something":
        out.mkdir()
        (out / "mine").write_text("mine")
    else:
        converted(source, out)
    before = tree(out) or out.read_bytes()
    code, _, said = bridge(source, out)
    assert (code, str(out) in said, "next: " in said) == (2, True, True)
    assert (tree(out) or out.read_bytes()) == before


def test_two_fields_of_one_feature_name_are_refused(bridge, tmp_path):
    path = tmp_path / "x.parquet"
    pq.write_table(pa.table({"a": [1], "A": [2]}).rename_columns(["a", "a"]), path)
    code, _, said = bridge(path, tmp_path / "out")
    assert (code, "the name 'a' occurs more than once" in said) == (2, True)
