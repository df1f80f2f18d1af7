"""Sources and destinations that are no local path: here fsspec's store in memory, and buckets."""

from __future__ import annotations

import fsspec
import pytest
from pyarrow import fs

from bridges.files.filesystem import resolve
from tests.bridge.conftest import tree, write_avro
from tests.buckets import BUCKET, SERVERS


@pytest.fixture
def store():
    memory = fsspec.filesystem("memory")
    yield memory
    memory.rm("/", recursive=True)


def test_a_store_gets_the_same_files_as_a_directory(converted, bridge, store, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    converted(source, tmp_path / "local", "--shards", 2)
    store.pipe("/old/rides.avro", source.read_bytes())
    line = ("memory://old", "memory://new", "--shards", 2)
    converted(*line)
    assert {path.removeprefix("/new/"): store.cat(path) for path in store.find("/new")} == tree(
        tmp_path / "local"
    )
    code, _, said = bridge(*line)
    assert (code, "holds something already" in said) == (2, True)
    converted("memory://new", "memory://back", "--to", "parquet")
    assert store.find("/back") == ["/back/manifest.json", "/back/part-00000-of-00001.parquet"]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", SERVERS)
def test_buckets_take_and_give_the_same_files_as_directories(converted, scheme, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    converted(source, tmp_path / "local", "--shards", 2)
    with SERVERS[scheme]():
        there = f"{scheme}://{BUCKET}/new"
        converted(source, there, "--shards", 2)
        filesystem, path = resolve(there)
        names = [i.path for i in filesystem.get_file_info(fs.FileSelector(path, recursive=True))]
        bodies = {n.removeprefix(f"{path}/"): filesystem.open_input_file(n).read() for n in names}
        assert bodies == tree(tmp_path / "local")
        converted(there, tmp_path / "back", "--to", "parquet")
    assert "part-00000-of-00001.parquet" in tree(tmp_path / "back")


def test_a_protocol_nobody_knows_is_named(bridge, tmp_path):
    code, _, said = bridge("nope://x/y", tmp_path / "out")
    assert (code, "nope" in said, "next: " in said) == (2, True, True)
