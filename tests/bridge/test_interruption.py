"""A run that ends early leaves nothing visible, and the next one goes on where it ended."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bridges import tfrecord
from bridges.convert import Options, claim, convert, convert_split, plan
from bridges.tfrecord import writer
from tests.bridge.conftest import shards, tree, write_avro, write_parquet


def unseen(_bytes, _rows):
    pass


@pytest.fixture
def whole(tmp_path):
    """A source, and what a run without trouble makes of it."""
    source = write_avro(tmp_path / "rides.avro")
    convert(plan(str(source), str(tmp_path / "whole"), Options(shards=4)), 1, unseen)
    return source, tree(tmp_path / "whole")


def visible(out: Path) -> list[str]:
    return sorted(os.listdir(out)) if out.exists() else []


def test_an_interrupted_run_goes_on_with_what_is_finished(whole, converted, tmp_path, monkeypatch):
    source, expected = whole
    out = tmp_path / "out"
    made = plan(str(source), str(out), Options(shards=4))
    claim(made)
    for shard in made.shards[:2]:
        convert_split(shard, made)
    assert visible(out) == ["_unfinished"]

    seen = []
    monkeypatch.setattr(
        "bridges.convert.local.convert_split",
        lambda shard, *rest: seen.append(shard.name) or convert_split(shard, *rest),
    )
    converted(source, out, "--shards", 4)
    assert seen == [shard.name for shard in made.shards[2:]]
    assert tree(out) == expected


def test_a_finished_shard_that_was_changed_is_made_again(whole, converted, tmp_path):
    source, expected = whole
    made = plan(str(source), str(tmp_path / "out"), Options(shards=4))
    claim(made)
    convert_split(made.shards[0], made)
    (attempt,) = (tmp_path / "out" / "_unfinished").glob("*.tfrecord")
    attempt.write_bytes(attempt.read_bytes()[:-1] + b"x")
    converted(source, tmp_path / "out", "--shards", 4)
    assert tree(tmp_path / "out") == expected


@pytest.mark.parametrize("change", ["the options", "the source"])
def test_an_unfinished_run_of_other_work_is_refused(whole, bridge, tmp_path, change):
    source, _ = whole
    made = plan(str(source), str(tmp_path / "out"), Options(shards=4))
    claim(made)
    convert_split(made.shards[0], made)
    before = tree(tmp_path / "out")
    if change == "the source":
        os.utime(source, (1, 1))
    code, _, said = bridge(
        source, tmp_path / "out", "--shards", 4 if change != "the options" else 5
    )
    assert (code, "no unfinished run of this conversion" in said) == (2, True)
    assert tree(tmp_path / "out") == before


original = writer.ShardWriter._put


def no_room(shard, data):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_leaves_nothing_half_written(whole, bridge, tmp_path, monkeypatch):
    source, _ = whole
    out = tmp_path / "out"
    monkeypatch.setattr(writer.ShardWriter, "_put", no_room)
    code, _, said = bridge(source, out, "--shards", 4)
    assert (code, "No space left on device" in said, str(out) in said) == (2, True, True)
    assert not out.exists()


def test_a_disk_that_fills_up_late_keeps_whole_shards(
    whole, bridge, converted, tmp_path, monkeypatch
):
    source, expected = whole
    out, calls = tmp_path / "out", []

    def put(shard, data):
        calls.append(data)
        (original if len(calls) <= 4 else no_room)(shard, data)

    monkeypatch.setattr(writer.ShardWriter, "_put", put)
    code, _, said = bridge(source, out, "--shards", 4)
    assert (code, "No space left" in said) == (2, True)
    assert visible(out) == ["_unfinished"]
    assert not [name for name in tree(out) if name.endswith((".tmp", tfrecord.writer.UNFINISHED))]
    monkeypatch.undo()
    converted(source, out, "--shards", 4)
    assert tree(out) == expected


@pytest.fixture
def small_disk(tmp_path):
    """A file system of its own in memory, and how to give it another size."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if os.geteuid() != 0 or mount is None:
        pytest.skip("not run: only root can mount a small disk")
    line = [mount, "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)]
    if subprocess.run(line, capture_output=True).returncode != 0:
        pytest.skip("not run: this machine lets nobody mount a disk")

    def resize(size: str) -> None:
        subprocess.run([mount, "-o", f"remount,size={size}", str(place)], check=True)

    yield place, resize
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("to", [("tfrecord", "none"), ("parquet", "none"), ("avro", "null")])
def test_a_disk_that_is_really_full(bridge, converted, small_disk, tmp_path, to):
    disk, resize = small_disk
    source = write_avro(tmp_path / "rides.avro", rows=20_000)
    line = (source, disk / "out", "--to", to[0], "--compression", to[1])
    line = (*line, "--shards", 8, "--workers", 1)
    code, _, said = bridge(*line)
    assert (code, "No space left on device" in said, "next: " in said) == (2, True, True), said
    assert visible(disk / "out") in ([], ["_unfinished"])
    assert not [name for name in tree(disk) if name.endswith((".tmp", ".unfinished"))]
    resize("64m")
    converted(*line)
    converted(source, tmp_path / "local", *line[2:])
    assert tree(disk / "out") == tree(tmp_path / "local")


@pytest.mark.slow
def test_ctrl_c_ends_all_workers_and_a_second_run_finishes(tmp_path):
    source, out = write_avro(tmp_path / "rides.avro", rows=60_000), tmp_path / "out"
    line = [sys.executable, "-m", "migrate", "bridge", source, out, "--shards", "40"]
    line += ["--compression", "gzip", "--workers", "2", "-q"]
    running = subprocess.Popen(line, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 100
    while not list(out.glob("_unfinished/part-*.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    if running.returncode == 0:
        pytest.skip("not run: the conversion was over before it could be interrupted")
    assert (running.returncode, said) == (130, "")
    assert visible(out) == ["_unfinished"]
    assert not [name for name in tree(out) if name.endswith((".tmp", ".unfinished"))]
    subprocess.run(line, check=True)
    assert len(shards(out)) == 40


@pytest.mark.slow
@pytest.mark.parametrize(
    ("write", "to"),
    [(write_avro, "tfrecord"), (write_parquet, "avro"), (write_avro, "parquet")],
    ids=["avro-tfrecord", "parquet-avro", "avro-parquet"],
)
def test_workers_do_not_change_a_byte(converted, tmp_path, write, to):
    source = write(tmp_path / "source")
    for workers in (1, 2):
        out = tmp_path / f"by{workers}"
        converted(source, out, "--to", to, "--shards", 3, "--workers", workers)
    assert tree(tmp_path / "by1") == tree(tmp_path / "by2")
