"""A bundle carries any number of upstream artifacts through one input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.step.harness import RECORD, Repository

WIDE = """
import luigi

class Part(luigi.Task):
    n = luigi.IntParameter()

    def output(self):
        names = ["out/%d/part.txt", "out/%d/dir"]
        return [luigi.LocalTarget(name % self.n) for name in names]

class Sum(luigi.Task):
    size = luigi.IntParameter()

    def requires(self):
        return [Part(n=n) for n in range(self.size)]

    def output(self):
        return luigi.LocalTarget("out/sum.txt")

    def run(self):
        total = sum(int(open(found[0].path).read()) for found in self.input())
        assert all(open(found[1].path + "/inside").read() == "in" for found in self.input())
        with self.output().open("w") as out:
            out.write(str(total))
"""


def parts(repo: Repository, size: int) -> list[str]:
    """Artifacts as the steps of Part write them, without the time that the steps would take."""
    listing = "import json, shop; print(json.dumps([shop.Part(n=n).task_id for n in range(%d)]))"
    ids = json.loads(repo.process(["-c", listing % size], {}).ok().out)
    return [name for n, task_id in enumerate(ids) for name in part(repo, n, task_id)]


def part(repo: Repository, n: int, task_id: str) -> list[str]:
    names = [f"file{n:03}", f"tree{n:03}"]
    for index, (name, kept) in enumerate(zip(names, ("part.txt", "dir"), strict=True)):
        artifact = repo.artifact(name)
        artifact.mkdir(parents=True)
        legacy = f"out/{n}/{kept}"
        target = {"task_id": task_id, "output": [str(index)], "path": legacy, "file": kept}
        record = {"kind": "task", "version": 1, "task_id": task_id, "targets": [target]}
        (artifact / RECORD).write_text(json.dumps(record))
    (repo.artifact(names[0]) / "part.txt").write_text(str(n))
    (repo.artifact(names[1]) / "dir").mkdir()
    (repo.artifact(names[1]) / "dir/inside").write_text("in")
    return names


def total(repo: Repository, size: int, *bundles: str) -> str:
    params = {"size": str(size)}
    inputs = {bundle: [None, None] for bundle in bundles}
    repo.step("Sum", params=params, inputs=inputs, outputs={"sum": []}).ok()
    return (repo.artifact("sum") / "sum.txt").read_text()


@pytest.fixture
def wide(repo: Repository) -> Repository:
    repo.write("shop.py", WIDE)
    return repo


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 31, 200])
def test_one_bundle_serves_all_upstreams(wide: Repository, size: int) -> None:
    wide.helper("bundle", parts(wide, size), "bundle").ok()
    assert total(wide, size, "bundle") == str(sum(range(size)))


def test_bundles_of_bundles_and_two_bundles(wide: Repository) -> None:
    names = parts(wide, 6)
    wide.helper("bundle", names[:4], "inner").ok()
    wide.helper("bundle", ["inner", *names[4:8]], "outer").ok()
    wide.helper("bundle", names[8:], "rest").ok()
    assert total(wide, 6, "outer", "rest") == "15"


def test_files_are_linked_where_possible_and_never_symbolic(wide: Repository) -> None:
    wide.helper("bundle", parts(wide, 1), "bundle").ok()
    manifest = json.loads((wide.artifact("bundle") / "manifest.json").read_text())
    files = [wide.artifact("bundle") / entry["file"] for entry in manifest["targets"]]
    assert [f.name for f in files] == ["part.txt", "dir"]
    assert files[0].samefile(wide.artifact("file000") / "part.txt")
    assert not any(path.is_symlink() for path in wide.artifact("bundle").rglob("*"))


def test_a_bundle_outlives_its_members(wide: Repository, tmp_path: Path) -> None:
    wide.helper("bundle", parts(wide, 2), "bundle").ok()
    for name in ("file000", "file001"):
        (wide.artifact(name) / "part.txt").unlink()
    wide.artifact("bundle").rename(tmp_path / "moved")
    wide.artifact("bundle").symlink_to(tmp_path / "moved")
    assert total(wide, 2, "bundle") == "1"


def test_members_name_imported_artifacts(wide: Repository) -> None:
    names = parts(wide, 1)
    record = json.loads((wide.artifact(names[0]) / RECORD).read_text())
    imported = wide.artifact("imported")
    imported.write_text("4")
    members = [["imported", record["task_id"], [0], "out/0/part.txt"]]
    given = {"params": {"__members__": json.dumps(members)}}
    wide.helper("bundle", ["imported", names[1]], "bundle", **given).ok()
    assert total(wide, 1, "bundle") == "4"
    wide.helper("bundle", ["imported", names[1]], "constant", members=members).ok()
    assert total(wide, 1, "constant") == "4"


def test_an_imported_artifact_without_a_name_is_an_error(wide: Repository) -> None:
    wide.artifact("imported").mkdir(parents=True)
    ended = wide.helper("bundle", ["imported"], "bundle")
    assert ended.code == 1
    assert "input imported does not say what it holds" in ended.last


def test_a_missing_member_is_unfulfilled(wide: Repository) -> None:
    wide.helper("bundle", parts(wide, 2)[:3], "bundle").ok()
    inputs = {"bundle": [None, None]}
    ended = wide.step("Sum", params={"size": "2"}, inputs=inputs, outputs={"sum": []})
    assert ended.code == 1
    assert "Unfulfilled dependency at run time: Part_1_" in ended.last
    assert "LocalTarget out/1/dir" in ended.last


def test_an_artifact_that_is_no_bundle_is_an_error(wide: Repository) -> None:
    wide.artifact("loose").mkdir(parents=True)
    ended = wide.step("Sum", params={"size": "1"}, inputs={"loose": [None, None]})
    assert ended.code == 1
    assert "input loose is not a bundle" in ended.last
