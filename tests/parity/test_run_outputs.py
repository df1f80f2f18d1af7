"""Outputs of a run against legacy ones: where they are, and what is said when they differ."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import fsspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from migrate.kfp.render.parity_test import render_parity_test
from migrate.parity import assert_output_parity, assert_remote_parity
from migrate.parity.policy import Policy
from migrate.parity.remote_outputs import moved
from migrate.parity.run_outputs import find_output
from tests.kfp.building import LOCAL, graph, task, wrapper, wrapper_class


def write(path: Path, content: str = "text\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    return path


def run_folder(root: Path, *names: str) -> Path:
    """A run whose step ``n`` has moved ``names[n]`` into an artifact."""
    steps = []
    for n, name in enumerate(names):
        artifact = root / f"steps/{n}/out"
        write(artifact / Path(name).name, f"artifact {n}\n")
        targets = [
            {"path": name, "file": Path(name).name},
            {"path": "elsewhere.txt", "file": None},
        ]
        write(artifact / ".paved-road.json", json.dumps({"targets": targets}))
        steps.append({"outputs": {"artifacts": {"output": [{"uri": str(artifact)}]}}})
    write(root / "run.json", json.dumps({"steps": steps}))
    return root


def test_outputs_are_found_in_artifacts_on_the_volume_and_in_plain_directories(tmp_path):
    run = run_folder(tmp_path / "run", "out/a.txt")
    volume = write(run / "workspace/out/b.txt")
    plain = write(tmp_path / "legacy/out/a.txt")
    assert find_output("out/a.txt", run) == run / "steps/0/out/a.txt"
    assert find_output("out/b.txt", run) == volume
    assert find_output("out/a.txt", tmp_path / "legacy") == plain
    assert find_output("/out/a.txt", tmp_path / "legacy") == plain
    assert find_output("elsewhere.txt", run) is None


def test_outputs_of_a_run_in_parts_are_found(tmp_path):
    run_folder(tmp_path / "run/part-1", "out/a.txt")
    run_folder(tmp_path / "run/part-2", "out/b.txt")
    assert find_output("out/b.txt", tmp_path / "run") is not None


def pair(tmp_path, old, new, name="x.txt"):
    for side, content in (("old", old), ("new", new)):
        path = tmp_path / side / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return name, tmp_path / "old", tmp_path / "new"


def test_equal_bytes_pass(tmp_path):
    assert_output_parity(*pair(tmp_path, b"\x00\xff", b"\x00\xff"))


FILES = {
    "a line": (b"a\nb\n", b"a\nc\n", "line 2 is 'c', was 'b'"),
    "one line more": (b"a\n", b"a\nb\n", "line 2 is 'b', was missing"),
    "line ends": (b"a\n", b"a\r\n", "only the line ends differ"),
    "bytes": (b"\x00\xff\x01", b"\x00\xff\x02", "the first difference is at byte 2"),
    "bytes cut off": (b"\x00\xff\x01", b"\x00\xff", "at byte 2"),
}


@pytest.mark.parametrize(("old", "new", "said"), FILES.values(), ids=FILES)
def test_the_first_difference_of_other_files_is_told(tmp_path, old, new, said):
    with pytest.raises(AssertionError, match=said):
        assert_output_parity(*pair(tmp_path, old, new, "page.html"))


def test_a_missing_output_is_told_with_its_side(tmp_path):
    name, old, new = pair(tmp_path, b"a", b"a")
    (new / name).unlink()
    with pytest.raises(AssertionError, match=r"x\.txt is not in NEW .*new"):
        assert_output_parity(name, old, new)


def test_directories_are_compared_file_by_file(tmp_path):
    for side in ("old", "new"):
        write(tmp_path / side / "d/same.html")
        write(tmp_path / side / "d/page.html", f"<p>{side}\n")
        write(tmp_path / side / f"d/{side}.html")
    with pytest.raises(AssertionError) as failure:
        assert_output_parity("d", tmp_path / "old", tmp_path / "new")
    assert str(failure.value).splitlines()[1:] == [
        "  new.html is in NEW only",
        "  old.html is in OLD only",
        "  page.html: line 1 is '<p>new', was '<p>old'",
    ]


def test_data_that_differs_is_compared_by_rows(tmp_path):
    rows = {"id": [1, 2, 3], "v": [1.0, 2.0, 3.0]}
    for side, order in (("old", [0, 1, 2]), ("new", [2, 0, 1])):
        (tmp_path / side).mkdir()
        pq.write_table(pa.table(rows).take(order), tmp_path / side / "x.parquet")
    sides = "x.parquet", tmp_path / "old", tmp_path / "new"
    assert_output_parity(*sides, Policy(key=("id",)))
    pq.write_table(pa.table({**rows, "v": [1.0, 2.0, 4.0]}), tmp_path / "new/x.parquet")
    with pytest.raises(AssertionError, match="v: 1 of 3"):
        assert_output_parity(*sides, Policy(key=("id",)))


def test_an_empty_side_differs_and_says_so(tmp_path):
    with pytest.raises(AssertionError, match=r"x\.csv differs; its rows cannot be compared"):
        assert_output_parity(*pair(tmp_path, b"a,b\n1,2\n", b"a,b\n", "x.csv"))


def test_the_generated_test_lists_outputs_of_what_runs_and_what_it_leaves_out():
    remote = {"class_name": "luigi.contrib.s3.S3Target", "bases": [], "path": "s3://b/k",
              "uri": "s3://b/k"}  # fmt: skip
    raw = task("Raw", outputs="in.csv", kind="external")
    load = task(
        "Load", requires=raw["task_id"], outputs=["out/a{{.csv", {**LOCAL, "path": "b'\"\n"}]
    )
    copy = task("Copy", requires=load["task_id"], outputs=remote)
    sold = task("Sold", outputs={"class_name": "shop.TableTarget", "bases": ["luigi.Target"]})
    memory = task("Memory", outputs={"class_name": "luigi.mock.MockTarget", "path": "m"})
    top = wrapper("All", copy, memory, sold)
    made = graph(raw, load, copy, memory, sold, top, classes={"All": wrapper_class("All")})
    names: dict[str, object] = {}
    source = render_parity_test(made)
    compile(source, "test_parity.py", "exec")
    for listed in re.findall(r"^[A-Z_]+ = \[\n.*?^\]$", source, re.M | re.S):
        exec(listed, names)
    assert names["OUTPUTS"] == ["b'\"\n", "out/a{{.csv"]
    assert names["REMOTE"] == ["s3://b/k"]
    assert names["NOT_COVERED"] == [f"{sold['task_id']}: shop.TableTarget"]


def test_outputs_that_no_test_looks_at_are_still_named():
    rows = {"class_name": "shop.TableTarget", "bases": ["luigi.Target"]}
    source = render_parity_test(graph(task("Sold", outputs=rows)))
    compile(source, "test_parity.py", "exec")
    assert "shop.TableTarget" in source
    assert "migrate" not in source.partition("import ")[2]


def test_a_graph_without_outputs_gets_no_test():
    assert render_parity_test(graph(task("Load"))) == ""


@pytest.mark.slow
def test_a_converted_pipeline_passes_its_own_test_and_fails_when_an_output_changes(tmp_path):
    from tests.e2e.pipelines import convert, luigi, run_here, write_repo

    source = """\
        import luigi


        class Load(luigi.Task):
            day = luigi.IntParameter()

            def output(self):
                return luigi.LocalTarget("out/%d.csv" % self.day)

            def run(self):
                with self.output().open("w") as out:
                    out.write("id,v\\n1,%d\\n2,5\\n" % self.day)


        class All(luigi.Task):
            def requires(self):
                return [Load(day=1), Load(day=2)]

            def output(self):
                return luigi.LocalTarget("out/all.txt")

            def run(self):
                self.input()
                with self.output().open("w") as out:
                    out.write("all")
    """
    project = convert(write_repo(tmp_path / "repo", source), "tasks", "All", tmp_path / "project")
    legacy = write_repo(tmp_path / "legacy", source)
    luigi(legacy, "tasks", "All")
    run = tmp_path / "run"
    run_here(project, run)

    def pytest_says(old):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_parity.py"]
        environment = {**os.environ, "PARITY_OLD": str(old), "PARITY_NEW": str(run)}
        return subprocess.run(
            command, cwd=project, env=environment, capture_output=True, text=True, check=False
        )

    done = pytest_says(legacy)
    assert "3 passed" in done.stdout, done.stdout
    (legacy / "out/1.csv").write_text("id,v\n1,1\n2,6\n")
    done = pytest_says(legacy)
    assert "1 failed, 2 passed" in done.stdout
    assert "out/1.csv" in done.stdout
    assert "3 skipped" in pytest_says("").stdout


@pytest.fixture
def store():
    memory = fsspec.filesystem("memory")
    yield memory
    memory.rm("/", recursive=True)


REMOTES = {
    "same bytes": (b"a,b\n1,2\n", b"a,b\n1,2\n", None),
    "same rows": (b"a,b\n1,2\n3,4\n", b"a,b\n3,4\n1,2\n", None),
    "other rows": (b"a,b\n1,2\n", b"a,b\n1,3\n", "not equal"),
    "no table": (b"\xff\x00", b"\xff\x01", "hold other bytes"),
}


@pytest.mark.parametrize("name", REMOTES)
def test_remote_outputs_are_found_by_prefix_and_compared(name, store):
    old, new, said = REMOTES[name]
    store.pipe("/legacy/out/day/x.csv", old)
    store.pipe("/bucket/out/day/x.csv", new)
    sides = ("memory://bucket/out", "memory://bucket=memory://legacy", "")
    if said is None:
        assert_remote_parity(*sides)
    else:
        with pytest.raises(AssertionError, match=said):
            assert_remote_parity(*sides)


def test_remote_outputs_that_are_missing_or_one_place_fail(store):
    store.pipe("/bucket/x.csv", b"a\n1\n")
    with pytest.raises(AssertionError, match="nothing was compared"):
        assert_remote_parity("memory://bucket/x.csv", "memory://buck=memory://y", "")
    with pytest.raises(AssertionError, match=r"memory://gone/x\.csv is not in OLD"):
        assert_remote_parity("memory://bucket/x.csv", "memory://bucket=memory://gone", "")
    assert moved("gs://a/b/c", "gs://a=gs://x, gs://a/b=gs://y") == "gs://y/c"
