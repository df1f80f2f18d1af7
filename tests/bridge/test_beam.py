"""On Beam's DirectRunner the shards are those of a local run, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.bridge.conftest import tree, write_avro, write_parquet

beam = pytest.importorskip("apache_beam", reason="not run: Apache Beam is not installed")


@pytest.mark.slow
def test_a_run_on_beam_makes_the_same_bytes(converted, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    line = ("--shards", 3, "--compression", "gzip")
    converted(source, tmp_path / "local", *line)
    manifest = converted(source, tmp_path / "beam", *line, "--runner", "DirectRunner")
    assert manifest["rows"] == 300
    assert tree(tmp_path / "beam") == tree(tmp_path / "local")


def test_pipeline_options_reach_the_runner(bridge, converted, tmp_path):
    source = write_parquet(tmp_path / "t.parquet")
    line = ("--shards", 2, "--runner", "DirectRunner", "--")
    code, _, said = bridge(source, tmp_path / "beam", *line, "--direct_running_mode=nonsense")
    assert (code, "invalid choice: 'nonsense'" in said) == (2, True)
    assert not (tmp_path / "beam").exists()
    threads = ("--direct_running_mode=multi_threading", "--direct_num_workers=2")
    converted(source, tmp_path / "beam", *line, *threads)
    converted(source, tmp_path / "local", "--shards", 2)
    assert tree(tmp_path / "beam") == tree(tmp_path / "local")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_portable_runner_makes_the_same_bytes(converted, tmp_path):
    """Beam's own job server, as a Flink or Spark cluster has one, and workers over gRPC."""
    source = write_parquet(tmp_path / "t.parquet")
    options = ("--job_endpoint=embed", "--environment_type=LOOPBACK")
    line = ("--shards", 2, "--runner", "PortableRunner", "--", *options)
    converted(source, tmp_path / "beam", *line)
    converted(source, tmp_path / "local", "--shards", 2)
    assert tree(tmp_path / "beam") == tree(tmp_path / "local")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_prism_runner_makes_the_same_bytes(converted, tmp_path):
    prism = shutil.which("prism")
    if prism is None:
        pytest.skip("not run: no prism binary is on the PATH")
    source = write_parquet(tmp_path / "t.parquet")
    options = (f"--prism_location={prism}", "--environment_type=LOOPBACK")
    converted(source, tmp_path / "beam", "--shards", 2, "--runner", "PrismRunner", "--", *options)
    converted(source, tmp_path / "local", "--shards", 2)
    assert tree(tmp_path / "beam") == tree(tmp_path / "local")


@pytest.mark.slow
def test_transforms_compose_and_lead_back(converted, tmp_path):
    from bridges.beam import (
        ReadBatches,
        ReadLegacy,
        ReadTFRecordShards,
        WriteLegacy,
        WriteTFRecordShards,
    )
    from bridges.convert import Options, plan
    from bridges.files import Format

    source = write_avro(tmp_path / "rides.avro")
    there = plan(str(source), str(tmp_path / "tf"), Options(shards=3))
    with beam.Pipeline() as pipeline:
        pipeline | ReadLegacy(there) | WriteTFRecordShards(there) | beam.Map(seen_rows, 300)
    back = plan(str(tmp_path / "tf"), str(tmp_path / "back"), Options(to=Format.AVRO))
    with beam.Pipeline() as pipeline:
        pipeline | ReadTFRecordShards(back) | WriteLegacy(back) | beam.Map(seen_rows, 300)
        rows = pipeline | "Rows" >> ReadBatches(str(source)) | beam.Map(lambda b: b.num_rows)
        rows | beam.CombineGlobally(sum) | "All" >> beam.Map(seen, 300)
    converted(source, tmp_path / "local", "--shards", 3)
    assert tree(tmp_path / "tf") == tree(tmp_path / "local")
    converted(tmp_path / "local", tmp_path / "local-back", "--to", "avro")
    assert tree(tmp_path / "back") == tree(tmp_path / "local-back")


def seen_rows(manifest, count):
    seen(manifest["rows"], count)


def seen(value, expected):
    assert value == expected


def test_what_is_wrong_with_the_data_is_one_message(bridge, tmp_path):
    source = write_avro(tmp_path / "rides.avro")
    source.write_bytes(source.read_bytes()[:-700])
    code, _, said = bridge(source, tmp_path / "out", "--runner", "DirectRunner")
    assert code == 2
    assert "the file ends inside a block" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()


WRONG = {
    "no such runner": (("--runner", "NopeRunner"), "Unexpected pipeline runner"),
    "a local path on Dataflow": (("--runner", "DataflowRunner"), "cannot reach a path"),
    "workers of this machine": (("--runner", "DirectRunner", "--workers", 2), "--workers"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_runner_that_cannot_do_it_is_refused(bridge, tmp_path, name):
    options, message = WRONG[name]
    code, _, said = bridge(write_avro(tmp_path / "x"), tmp_path / "out", *options)
    assert (code, message in said) == (2, True)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_without_beam_the_extra_is_named(tmp_path):
    source = write_avro(tmp_path / "x")
    code = (
        "import sys; sys.modules['apache_beam'] = None; from migrate.cli.main import run;"
        f"sys.exit(run(['bridge', {str(source)!r}, {str(tmp_path / 'out')!r}, '--runner', 'X']))"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ended.returncode == 2
    assert "pip install 'paved-road[tfx]'" in ended.stderr
