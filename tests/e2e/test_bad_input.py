"""Bad input ends with exit code 2 and one message; nothing is written, nothing is left behind."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.pipelines import Said, files_below, migrate, write_repo

SHOP = """
    import luigi

    class Clean(luigi.Task):
        number = luigi.IntParameter(default=1)

        def output(self):
            return luigi.LocalTarget("out/clean-%d" % self.number)

        def run(self):
            with self.output().open("w") as out:
                out.write("clean")

    class Total(luigi.Task):
        day = luigi.DateParameter()
        limit = luigi.IntParameter(default=3)

        def requires(self):
            return Clean()

        def output(self):
            return luigi.LocalTarget("out/total-%s" % self.day)

        def run(self):
            with self.input().open() as source, self.output().open("w") as out:
                out.write(source.read())

    class Chicken(luigi.Task):
        def requires(self):
            return Egg()

    class Egg(luigi.Task):
        def requires(self):
            return Chicken()

    class Broken(luigi.Task):
        def requires(self):
            raise RuntimeError("no such season")
"""
GOOD = ("--module", "tasks", "--task", "Total", "--param", "day=2020-01-31")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return write_repo(tmp_path / "repo", SHOP)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go while the test runs, so that leftovers can be seen."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def refused(done: Said, *words: str) -> None:
    """One message with what, where and the next step on stderr; no traceback, nothing else."""
    assert done.code == 2, done.out + done.err
    assert done.err.startswith("migrate: ")
    assert done.err.count("migrate: ") == 1
    assert "\n  next: " in done.err
    assert "Traceback" not in done.err + done.out
    assert "internal error" not in done.err
    assert done.out == ""
    for word in words:
        assert word in done.err


def to_kfp(repo: Path, out: Path, *arguments: object) -> Said:
    return migrate("luigi-to-kfp", repo, "--out", out, *arguments)


ARGUMENTS = {
    "unknown task": (
        ("--module", "tasks", "--task", "Totl"),
        ("Totl", "Total"),
    ),
    "unknown module": (("--module", "taskz", "--task", "Total"), ("taskz",)),
    "missing parameter": (("--module", "tasks", "--task", "Total"), ("day",)),
    "unparseable parameter": ((*GOOD[:4], "--param", "day=yesterday"), ("day", "yesterday")),
    "unknown parameter": ((*GOOD, "--param", "daz=1"), ("daz",)),
    "parameter without a value": ((*GOOD, "--param", "limit"), ("limit", "name=value")),
    "cycle": (("--module", "tasks", "--task", "Chicken"), ("Chicken", "Egg")),
    "root whose requires() raises": (
        ("--module", "tasks", "--task", "Broken"),
        ("requires()", "no such season"),
    ),
    "unknown probe parameter": ((*GOOD, "--probe", "daz=1,2"), ("--probe daz=1,2: ", "limit")),
    "unparseable probe value": ((*GOOD, "--probe", "limit=4,many"), ("probed with", "limit=many")),
    "probe without values": ((*GOOD, "--probe", "limit="), ("limit",)),
    "no root": ((), ("--module", "--graph")),
    "task without module": (("--task", "Total"), ("--module",)),
    "interpreter that does not exist": ((*GOOD, "--python", "gone/python"), ("gone/python",)),
    "interpreter that is none": ((*GOOD, "--python", "/dev/null"), ("/dev/null",)),
    "configuration that does not exist": ((*GOOD, "--config", "gone.cfg"), ("gone.cfg",)),
    "graph and module": (("--graph", "graph.json", "--module", "tasks"), ("--module", "--graph")),
    "graph that does not exist": (("--graph", "gone.json"), ("gone.json",)),
}


@pytest.mark.parametrize("case", ARGUMENTS)
def test_arguments(case: str, repo: Path, tmp_path: Path, temporary: Path) -> None:
    arguments, words = ARGUMENTS[case]
    before = files_below(tmp_path)
    refused(to_kfp(repo, tmp_path / "out", *arguments), *words)
    assert files_below(tmp_path) == before
    assert not (tmp_path / "out").exists()
    assert list(temporary.iterdir()) == []


REPOSITORIES: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "without Luigi": ({"tasks.py": "import json\n"}, ("imports luigi",)),
    "without Python": ({"tasks.txt": "luigi"}, ("imports luigi",)),
    "import that fails": (
        {"tasks.py": "import luigi\nimport warehouse_client\n"},
        ("warehouse_client",),
    ),
    "import of a broken module": (
        {"tasks.py": "import luigi\nimport helper\n", "helper.py": "1 / 0\n"},
        ("ZeroDivisionError", "helper.py"),
    ),
    "syntax error": (
        {"tasks.py": "import luigi\nclass Total(luigi.Task)\n    pass\n"},
        ("tasks.py", "2"),
    ),
    "module that ends the interpreter": (
        {"tasks.py": "import luigi, sys\nsys.exit(0)\n"},
        ("SystemExit",),
    ),
    "module without tasks": ({"tasks.py": "import luigi\n"}, ("Total",)),
}


@pytest.mark.parametrize("case", REPOSITORIES)
def test_repository(case: str, tmp_path: Path, temporary: Path) -> None:
    files, words = REPOSITORIES[case]
    repo = tmp_path / "repo"
    repo.mkdir()
    for name, text in files.items():
        (repo / name).write_text(text)
    refused(to_kfp(repo, tmp_path / "out", *GOOD), *words)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["repo", "temporary"]
    assert sorted(p.name for p in repo.iterdir()) == sorted(files)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("kind", ["nothing", "file"])
def test_not_a_directory(kind: str, tmp_path: Path) -> None:
    repo = tmp_path / "repo"
    if kind == "file":
        repo.write_text("import luigi\n")
    refused(to_kfp(repo, tmp_path / "out", *GOOD), "not a directory", str(repo))
    assert not (tmp_path / "out").exists()


def test_interpreter_without_luigi(repo: Path, tmp_path: Path) -> None:
    """``-S``: this interpreter without its site-packages."""
    bare = tmp_path / "bare-python"
    bare.write_text(f'#!/bin/sh\nexec {sys.executable} -S "$@"\n')
    bare.chmod(0o755)
    refused(to_kfp(repo, tmp_path / "out", *GOOD, "--python", bare), "uigi", "bare-python")
    assert not (tmp_path / "out").exists()


def make_file_in_the_way(out: Path) -> None:
    out.write_text("a file")


def make_foreign_files(out: Path) -> None:
    out.mkdir()
    (out / "thesis.txt").write_text("mine")


def damage_sidecar(out: Path) -> None:
    out.mkdir()
    (out / ".paved-road.json").write_text('{"files": {"pipeline.py": ["')


def empty_sidecar(out: Path) -> None:
    out.mkdir()
    (out / ".paved-road.json").write_text("[]")


def break_settings(out: Path) -> None:
    out.mkdir()
    (out / ".paved-road.json").write_text('{"files": {}}')
    (out / "migration.toml").write_text("[image\n")


def unknown_setting(out: Path) -> None:
    break_settings(out)
    (out / "migration.toml").write_text("[image]\nnaem = 'x'\n")


def settings_of_wrong_type(out: Path) -> None:
    break_settings(out)
    (out / "migration.toml").write_text("image = 'x'\n")


def binary_settings(out: Path) -> None:
    break_settings(out)
    (out / "migration.toml").write_bytes(b"\xff\xfe\x00")


def flow_of_wrong_type(out: Path) -> None:
    break_settings(out)
    (out / "migration.toml").write_text("flow = ['artifact']\n")


OUTPUTS: dict[Callable[[Path], None], tuple[str, ...]] = {
    make_file_in_the_way: ("not a directory",),
    make_foreign_files: ("did not write",),
    damage_sidecar: ("damaged", ".paved-road.json"),
    empty_sidecar: ("damaged", ".paved-road.json"),
    break_settings: ("migration.toml", "TOML"),
    unknown_setting: ("migration.toml", "naem"),
    settings_of_wrong_type: ("migration.toml", "image"),
    binary_settings: ("migration.toml",),
    flow_of_wrong_type: ("migration.toml", "flow"),
}


@pytest.mark.parametrize("make", OUTPUTS, ids=lambda make: make.__name__)
def test_output_directory(make: Callable[[Path], None], repo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    make(out)
    before = files_below(tmp_path)
    refused(to_kfp(repo, out, *GOOD), *OUTPUTS[make])
    assert files_below(tmp_path) == before


def test_output_below_a_file(repo: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    out = tmp_path / "file" / "out"
    refused(to_kfp(repo, out, *GOOD), "file/out")
    assert (tmp_path / "file").read_text() == "a file"


@pytest.fixture
def denied(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a directory one that may not be written to; root may write everywhere else."""

    def deny(folder: Path) -> None:
        make = os.mkdir

        def mkdir(path: Any, *arguments: Any, **options: Any) -> None:
            if Path(path).parent == folder:
                raise PermissionError(13, "Permission denied", str(path))
            make(path, *arguments, **options)

        monkeypatch.setattr(os, "mkdir", mkdir)

    return deny


@pytest.mark.slow
def test_output_that_may_not_be_written(
    repo: Path, tmp_path: Path, denied: Callable[[Path], None]
) -> None:
    (tmp_path / "locked").mkdir()
    denied(tmp_path / "locked")
    refused(to_kfp(repo, tmp_path / "locked/out", *GOOD), "Permission denied", "locked/out")
    assert list((tmp_path / "locked").iterdir()) == []


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """A good graph, to be damaged."""
    folder = tmp_path_factory.mktemp("graph")
    repo = write_repo(folder / "repo", SHOP)
    assert migrate("capture", repo, *GOOD, "-q", "-o", folder / "graph.json").code == 0
    found: dict[str, Any] = json.loads((folder / "graph.json").read_text())
    return found


def test_captured_graph_is_good(graph: dict[str, Any]) -> None:
    assert len(graph["nodes"]) == 2
    assert len(graph["edges"]) == 1


def dangling(graph: dict[str, Any]) -> str:
    return json.dumps(graph | {"edges": [["Gone_1", graph["root"]]]})


def cyclic(graph: dict[str, Any]) -> str:
    (up, down), nodes = graph["edges"][0], json.loads(json.dumps(graph["nodes"]))
    clean = next(node for node in nodes if node["task_id"] == up)
    clean["requires"] = {"task": down}
    return json.dumps(graph | {"nodes": nodes, "edges": [[up, down], [down, up]]})


def node_without_family(graph: dict[str, Any]) -> str:
    nodes = [{k: v for k, v in node.items() if k != "family"} for node in graph["nodes"]]
    return json.dumps(graph | {"nodes": nodes})


GRAPHS: dict[str, tuple[Callable[[dict[str, Any]], str], str]] = {
    "not JSON": (lambda graph: "graph: yes", "not JSON"),
    "half a file": (lambda graph: json.dumps(graph)[:900], "not JSON"),
    "another format": (lambda graph: "{}", "not a graph"),
    "a list": (lambda graph: "[]", "not a graph"),
    "another version": (lambda graph: json.dumps(graph | {"version": 99}), "99"),
    "dangling edge": (dangling, "Gone_1"),
    "cycle": (cyclic, "require each other"),
    "cut off": (lambda graph: json.dumps(graph | {"truncated": True}), "cut off"),
    "no root": (lambda graph: json.dumps(graph | {"root": "Gone_1"}), "Gone_1"),
    "field missing": (node_without_family, "family"),
    "no nodes": (lambda graph: json.dumps(graph | {"nodes": [], "edges": []}), "root"),
}


@pytest.mark.parametrize("case", GRAPHS)
def test_graph(case: str, graph: dict[str, Any], repo: Path, tmp_path: Path) -> None:
    damage, word = GRAPHS[case]
    path = tmp_path / "graph.json"
    path.write_text(damage(graph))
    before = files_below(tmp_path)
    refused(to_kfp(repo, tmp_path / "out", "--graph", path), word)
    assert files_below(tmp_path) == before
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("word", ["--module", "--graph"])
def test_graph_and_module_exclude_each_other(
    word: str, graph: dict[str, Any], repo: Path, tmp_path: Path
) -> None:
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(graph))
    refused(to_kfp(repo, tmp_path / "out", "--graph", path, *GOOD), word)
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_a_stage_left_by_a_killed_run_does_not_stand_in_the_way(
    repo: Path, tmp_path: Path, graph: dict[str, Any]
) -> None:
    stage = tmp_path / ".out.killed1"
    stage.mkdir()
    (stage / "pipeline.py").write_text("half a fi")
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(graph))
    assert to_kfp(repo, tmp_path / "out", "--graph", path).code in (0, 1)
    assert "half a fi" not in (tmp_path / "out/pipeline.py").read_text()
    assert (stage / "pipeline.py").read_text() == "half a fi"
