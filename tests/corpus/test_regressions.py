"""Constructs met in public Luigi repositories that once were converted wrongly."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bridges.luigi import STEP_FILE, step_source
from migrate.cli.main import run
from migrate.errors import CaptureFailed, ExitCode
from migrate.kfp.dataflow import decide_flows
from migrate.kfp.plan import Mode
from migrate.luigi.launch import run_capture
from migrate.luigi.read_graph import graph_from_json
from migrate.luigi.request import CaptureRequest
from tests.legacy import legacy_python
from tests.luigi.capturing import captured, facts_of, node_of, write_repo

PIPELINE = """
import os
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor

import luigi
import somelib

class First(luigi.Task):
    def output(self):
        return luigi.LocalTarget("first.txt")
    def run(self):
        with self.output().open("w") as out:
            out.write("x")

class Up(luigi.Task):
    def requires(self):
        return First()
    def output(self):
        return luigi.LocalTarget("up.txt")
    def run(self):
        with self.input().open() as source, self.output().open("w") as out:
            out.write(source.read())

class Index(object):
    def __init__(self, folder):
        self.folder = folder
    def build(self):
        return open(self.folder + "/index")

def note(number):
    with open("note-%d" % number, "w") as out:
        out.write("x")

def copied(path):
    with open(path) as source:
        return source.read()

class Root(luigi.Task):
    model_path = luigi.Parameter(default="model")
    def requires(self):
        return Up()
    def output(self):
        return luigi.LocalTarget("root.txt")
    def note(self, row):
        note(row)
    def run(self):
        source = self.input().open()
        LINE
        with self.output().open("w") as out:
            out.write(source.read())
"""

HIDDEN = {
    "a grandparent's output": "First().output().open()",
    "the input of a requirement": "self.requires().input().open()",
    "a task made with clone()": "self.clone(First).output().open()",
    "a file name for a library": 'somelib.Model.load("model.bin")',
    "a path parameter for a library": "somelib.read(self.model_path)",
    "a joined path for a library": 'somelib.read(os.path.join("data", "x"))',
    "a formatted path for a library": 'somelib.read("{}/x.csv".format(self.model_path))',
    "a path beside the output": 'somelib.index(os.path.dirname(self.output().path) + "/i")',
    "a Spark table": 'somelib.session().read.parquet("side.parquet")',
    "an SQLite file": 'somelib.create_engine("sqlite:///side.db")',
    "a function for map()": "list(map(note, [1, 2]))",
    "a function for a pool": "ThreadPoolExecutor().submit(note, 3)",
    "a method for a library": "somelib.table().apply(self.note, axis=1)",
    "an object out of a list": 'for index in [Index("folder")]: index.build()',
}
OWN = {
    "the input's path for a library": "somelib.read(self.input().path)",
    "the output's path for a library": "somelib.write([1], self.output().path)",
    "own paths through map()": "list(map(copied, [self.input().path]))",
    "a requirement's own output": "somelib.read(self.requires().output().path)",
    "a file inside the input": 'somelib.read(os.path.join(self.input().path, "part"))',
    "a pathlib file inside the output": 'somelib.write(Path(self.output().path) / "part")',
    "texts that are no paths": 'print("x.csv", "%s.csv".replace(".csv", ""), len("y.txt"))',
}


def mode_of_root(root: Path, line: str) -> Mode:
    graph = graph_from_json(captured(root, PIPELINE.replace("LINE", line), stub_missing=True))
    return decide_flows(graph, {})[graph.root].mode


@pytest.mark.parametrize("line", HIDDEN.values(), ids=HIDDEN)
def test_data_that_goes_past_input_and_output_keeps_the_task_on_the_volume(
    tmp_path: Path, line: str
) -> None:
    assert mode_of_root(tmp_path, line) is Mode.WORKSPACE


@pytest.mark.parametrize("line", OWN.values(), ids=OWN)
def test_own_paths_given_to_a_library_are_no_evidence_against_artifacts(
    tmp_path: Path, line: str
) -> None:
    assert mode_of_root(tmp_path, line) is Mode.ARTIFACT


def test_a_driver_that_a_contrib_module_imports_in_vain_is_fabricated(tmp_path: Path) -> None:
    code = """
    from luigi.contrib import sqla
    class Root(luigi.Task):
        def output(self):
            return luigi.LocalTarget("x")
    """
    if importlib.util.find_spec("sqlalchemy"):
        pytest.skip("not run: sqlalchemy is installed")
    graph = captured(tmp_path, code, stub_missing=True)
    assert "sqlalchemy" in graph["stubbed"]


def test_a_name_that_an_own_module_lacks_is_no_missing_package(tmp_path: Path) -> None:
    write_repo(tmp_path, {"helpers.py": "x = 1"})
    with pytest.raises(CaptureFailed) as raised:
        captured(tmp_path, "from helpers import y", stub_missing=True)
    assert "mend that import" in str(raised.value)


def test_a_class_with_several_missing_bases(tmp_path: Path) -> None:
    code = """
    from missing import One, Two, Three
    class Mixed(One, Two, Three):
        pass
    class Root(luigi.Task):
        pass
    """
    assert captured(tmp_path, code, stub_missing=True)["stubbed"] == ["missing"]


def test_a_directory_without_python_is_not_the_missing_package(tmp_path: Path) -> None:
    """``dbt/`` with SQL, beside ``import dbt``, is a package for Python 3; ``tools`` is one."""
    files = {"dbt/models/x.sql": "", "dbt/project.yml": "", "tools/inner.py": "FOLDER = 'kept'"}
    write_repo(tmp_path, files)
    code = """
    from dbt.cli.main import dbtRunner
    from dbt import version
    from tools.inner import FOLDER
    class Root(luigi.Task):
        folder = luigi.Parameter(default=FOLDER)
    """
    graph = captured(tmp_path, code, stub_missing=True)
    assert graph["stubbed"] == ["dbt", "dbt.cli", "dbt.cli.main"]
    assert graph["nodes"][0]["params"][0]["text"] == "kept"
    with pytest.raises(CaptureFailed) as raised:
        captured(tmp_path, code)
    assert "install dbt" in str(raised.value)


def test_what_python_2_can_import_is_not_fabricated(tmp_path: Path) -> None:
    write_repo(tmp_path, {"settings.py": "FOLDER = 'kept'", "package/__init__.py": ""})
    write_repo(tmp_path, {"package/inner.py": "import tarfile, beside\nimport missing"})
    write_repo(tmp_path, {"package/beside.py": "import glob"})
    code = """
    import settings
    from package import inner
    class Root(luigi.Task):
        folder = luigi.Parameter(default=settings.FOLDER)
    """
    python = legacy_python("2.7", "luigi==2.8.13")
    graph = captured(tmp_path, code, stub_missing=True, python=python)
    assert graph["stubbed"] == ["missing"]
    assert graph["nodes"][0]["params"][0]["text"] == "kept"


def test_syntax_of_another_python_is_said_to_be_that(tmp_path: Path) -> None:
    with pytest.raises(CaptureFailed) as raised:
        captured(tmp_path, "print 'old'", stub_missing=True)
    assert "--python" in str(raised.value)


def test_an_old_style_class_of_python_2_is_followed(tmp_path: Path) -> None:
    code = """
    class Builder:
        def build(self):
            return open("side.txt")
    class Root(luigi.Task):
        def run(self):
            Builder().build()
    """
    graph = captured(tmp_path, code, python=legacy_python("2.7", "luigi==2.8.13"))
    assert "opens_path" in facts_of(graph)


def test_a_package_without_the_module_is_not_to_be_installed(tmp_path: Path) -> None:
    write_repo(tmp_path, {"lib/__init__.py": ""})
    with pytest.raises(CaptureFailed) as raised:
        captured(tmp_path, "import lib.hdfs", stub_missing=True)
    assert "its package has no such module" in str(raised.value)


CONNECT = """
import luigi
class Connect(luigi.Task):
    host = luigi.Parameter()
    password = luigi.Parameter()
    def output(self):
        return luigi.LocalTarget("connected")
    def run(self):
        with self.output().open("w") as out:
            out.write(self.host)
"""


@pytest.mark.parametrize(("host", "code"), [("here", 0), ("there", 1)])
def test_a_step_knows_its_task_although_the_id_hides_a_secret(
    tmp_path: Path, host: str, code: int
) -> None:
    files = {"pipeline.py": CONNECT, "luigi.cfg": "[Connect]\npassword = hunter-two\n"}
    root = write_repo(tmp_path / "repo", files)
    request = CaptureRequest(root, ("pipeline",), "Connect", {"host": "here"})
    task_id = run_capture(request)["root"]
    assert "hunter" not in task_id
    task = {
        "module": "pipeline",
        "family": "Connect",
        "kind": "task",
        "mode": "workspace",
        "text": ["host"],
        "omit": ["password"],
        "workspace": str(tmp_path / "workspace"),
    }
    (tmp_path / "workspace").mkdir()
    step = tmp_path / STEP_FILE
    step.write_bytes(step_source())
    command = [sys.executable, str(step), "--task", json.dumps(task)]
    command += ["--param", "__task_id__", task_id, "--param", "host", host]
    environment = {
        **os.environ,
        "PYTHONPATH": str(root),
        "PAVED_ROAD_REPO": str(root),
        "LUIGI_CONFIG_PATH": str(root / "luigi.cfg"),
    }
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert (tmp_path / "workspace" / "connected").exists() is (code == 0)


@pytest.mark.slow
def test_a_local_step_imports_the_repositorys_own_module_pipeline(tmp_path: Path) -> None:
    code = """
    import luigi
    class Root(luigi.Task):
        def output(self):
            return luigi.LocalTarget("root.txt")
        def run(self):
            with self.output().open("w") as out:
                out.write("x")
    """
    root = write_repo(tmp_path / "repo", {"pipeline.py": code})
    project = tmp_path / "project"
    converted = ["luigi-to-kfp", str(root), "--module", "pipeline", "--task", "Root"]
    assert run([*converted, "--out", str(project), "--quiet"]) <= ExitCode.FINDINGS
    run_dir = str(tmp_path / "run")
    assert run(["run", str(project), "--run-dir", run_dir, "--quiet"]) == ExitCode.CLEAN


def test_a_generator_given_to_the_instance_as_run_is_dynamic(tmp_path: Path) -> None:
    code = """
    class Root(luigi.Task):
        def __init__(self, *args, **kwargs):
            luigi.Task.__init__(self, *args, **kwargs)
            self.run = self.branches
        def branches(self):
            yield luigi.Task()
    """
    assert node_of(captured(tmp_path, code), "Root")["dynamic"]


PORTS = """
import luigi
class Shell(luigi.Task):
    path = luigi.Parameter()
    def __init__(self, *args, **kwargs):
        luigi.Task.__init__(self, *args, **kwargs)
        self.ports = {}
    def requires(self):
        return list(self.ports.values())
    def output(self):
        return luigi.LocalTarget(self.path)
    def run(self):
        with self.output().open("w") as out:
            out.write("%s of %d" % (self.path, len(self.ports)))
class Root(luigi.WrapperTask):
    def requires(self):
        first, second = Shell("first.txt"), Shell("second.txt")
        second.ports["in"] = first
        return second
"""


@pytest.mark.slow
def test_a_task_whose_ports_its_parent_sets_is_made_by_its_parent(tmp_path: Path) -> None:
    root = write_repo(tmp_path / "repo", {"pipeline.py": PORTS})
    project = tmp_path / "project"
    converted = ["luigi-to-kfp", str(root), "--module", "pipeline", "--task", "Root"]
    assert run([*converted, "--out", str(project), "--quiet"]) <= ExitCode.FINDINGS
    dirs = ["--run-dir", str(tmp_path / "run"), "--workspace", str(tmp_path / "space")]
    assert run(["run", str(project), *dirs, "--quiet"]) == ExitCode.CLEAN
    assert {p.name: p.read_text() for p in (tmp_path / "space").glob("*.txt")} == {
        "first.txt": "first.txt of 0",
        "second.txt": "second.txt of 1",
    }


@pytest.mark.slow
def test_the_plan_asks_the_root_with_a_default_that_has_no_text(tmp_path: Path) -> None:
    """``None`` as text is another value; asked with that, the root would be complete already."""
    code = """
    import os
    import luigi
    class Root(luigi.Task):
        name = luigi.Parameter(default=None)
        def output(self):
            return luigi.LocalTarget("none.txt" if self.name is None else "named.txt")
        def run(self):
            os.stat(".")
            with open("none.txt", "w") as out:
                out.write("x")
    """
    root = write_repo(tmp_path / "repo", {"pipeline.py": code, "named.txt": "old"})
    project = tmp_path / "project"
    converted = ["luigi-to-kfp", str(root), "--module", "pipeline", "--task", "Root"]
    assert run([*converted, "--out", str(project), "--quiet"]) <= ExitCode.FINDINGS
    assert "plan-run" in (project / "pipeline.yaml").read_text("utf-8")
    dirs = ["--run-dir", str(tmp_path / "run"), "--workspace", str(tmp_path / "space")]
    assert run(["run", str(project), *dirs, "--quiet"]) == ExitCode.CLEAN
    assert (tmp_path / "space" / "none.txt").is_file()
