"""``migrate bridge inspect`` says what files hold, whatever their names."""

from __future__ import annotations

import json

import pytest

from tests.bridge.conftest import shards, write_avro, write_parquet


@pytest.fixture
def inspected(bridge):
    def run(*args):
        code, out, said = bridge("inspect", *args, "--json")
        assert code == 0, said
        return json.loads(out)

    return run


def test_avro(inspected, tmp_path):
    found = inspected(write_avro(tmp_path / "x.parquet", codec="deflate"))
    assert (found["format"], found["rows"], found["codecs"]) == ("avro", 300, ["deflate"])
    assert found["schema"][1] == {"name": "tip", "type": "double", "nullable": True}
    assert found["schema"][4] == {"name": "kind", "type": "enum as string", "nullable": False}
    assert [record["id"] for record in found["records"]] == [0, 1, 2]
    assert found["records"][2]["stops"] == [None, 2]


def test_parquet(inspected, tmp_path):
    found = inspected(write_parquet(tmp_path / "x"), "--records", 1, "--columns", "id,name")
    assert (found["format"], found["rows"], found["codecs"]) == ("parquet", 300, ["snappy"])
    assert found["records"] == [{"id": 0, "name": ""}]


def test_tfrecord(converted, inspected, tmp_path):
    source = write_avro(tmp_path / "x")
    converted(source, tmp_path / "tf", "--shards", 2, "--compression", "gzip")
    found = inspected(tmp_path / "tf")
    assert (found["format"], found["files"], found["rows"]) == ("tfrecord", 2, 300)
    assert found["codecs"] == ["gzip"]
    assert found["schema"] == inspected(source)["schema"]
    assert found["records"] == inspected(source)["records"]


def test_tfrecord_of_others_is_described_by_what_is_in_it(converted, inspected, tmp_path):
    converted(write_avro(tmp_path / "x"), tmp_path / "tf", "--columns", "id,note")
    (bare := tmp_path / "bare").mkdir()
    shards(tmp_path / "tf")[0].rename(bare / "x")
    found = inspected(bare)
    assert found["schema"] == [
        {"name": "id", "type": "int64", "nullable": False},
        {"name": "note", "type": "binary", "nullable": True},
    ]


def test_text_names_what_json_does(bridge, tmp_path):
    code, out, _ = bridge("inspect", write_avro(tmp_path / "x", codec="deflate"), "--records", 1)
    assert code == 0
    assert "1 avro file(s)" in out
    assert "300 rows" in out
    assert "  tip: double or null\n" in out
    assert 'kind = "A"' in out


def test_a_directory_called_inspect_can_still_be_converted(bridge, tmp_path, monkeypatch):
    write_avro(tmp_path / "inspect" / "x.avro", rows=2)
    monkeypatch.chdir(tmp_path)
    assert bridge("./inspect", "out", "-q")[0] == 0
    assert len(shards(tmp_path / "out")) == 1


def test_bad_input_is_one_message(bridge, tmp_path):
    code, out, said = bridge("inspect", tmp_path / "no")
    assert (code, out, "does not exist" in said) == (2, "", True)


def test_help_tells_of_both_forms(bridge):
    assert "bridge inspect PATH" in bridge("--help")[1]
    assert "Usage: migrate bridge inspect" in bridge("inspect", "--help")[1]
