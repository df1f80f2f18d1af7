"""The walk: nodes, edges, structures, kinds, attributes, errors on nodes, stubs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from migrate.luigi.launch import run_capture
from migrate.luigi.request import CaptureRequest
from tests.legacy import legacy_python
from tests.luigi.capturing import MODULE, captured, facts_of, node_of, write_repo

UPS = """
from luigi.mock import MockTarget

class Up(luigi.Task):
    n = luigi.IntParameter()
    def output(self):
        return luigi.LocalTarget("up-%d.txt" % self.n)
    def run(self):
        pass
"""


def root(requires: str = "[]", output: str = "[]", **more: str) -> str:
    lines = [UPS, "class Root(luigi.Task):"]
    lines += [f"    {name} = {value}" for name, value in more.items()]
    lines += ["    def requires(self):", f"        {requires}"]
    lines += ["    def output(self):", f"        return {output}"]
    return "\n".join(lines)


def shape(structure: Any) -> Any:
    """The structure with the parameter of each ``Up`` in place of its task id."""
    if structure is None:
        return None
    if "task" in structure:
        return structure["task"].split("_")[1]
    if "dict" in structure:
        return {key: shape(item) for key, item in structure["dict"]}
    return [*([structure["type"]] if "type" in structure else []), *map(shape, structure["list"])]


STRUCTURES = {
    "none": ("return None", None),
    "single": ("return Up(1)", "1"),
    "list": ("return [Up(1), Up(2)]", ["1", "2"]),
    "tuple": ("return Up(1), Up(2)", ["tuple", "1", "2"]),
    "dict": ("return {'b': Up(1), 'a': Up(2)}", {"a": "2", "b": "1"}),
    "nested": ("return {'a': [Up(1), {'x': Up(2)}]}", {"a": ["1", {"x": "2"}]}),
    "generator": ("yield Up(1); yield Up(2)", ["generator", "1", "2"]),
    "set": ("return {Up(2), Up(1)}", ["set", "1", "2"]),
}


@pytest.mark.parametrize("case", STRUCTURES)
def test_structure_of_requires(case: str, tmp_path: Path) -> None:
    code, expected = STRUCTURES[case]
    graph = captured(tmp_path, root(code))
    node = node_of(graph, "Root")
    assert shape(node["requires"]) == expected
    assert node["deps"] is None
    ups = [n["task_id"] for n in graph["nodes"] if n["family"] == "Up"]
    assert graph["edges"] == sorted([up, graph["root"]] for up in ups)


def test_targets(tmp_path: Path) -> None:
    (tmp_path / "there.txt").write_text("x")
    outputs = """{
        'there': luigi.LocalTarget('there.txt'),
        'gone': luigi.LocalTarget('gone.gz', format=luigi.format.Gzip),
        'memory': [MockTarget('m')],
        'other': object(),
    }"""
    targets = dict(node_of(captured(tmp_path, root(output=outputs)), "Root")["outputs"]["dict"])
    assert targets["there"]["target"]["exists"] is True
    assert targets["gone"]["target"]["exists"] is False
    assert targets["gone"]["target"]["format"] == "Gzip"
    assert targets["gone"]["target"]["path"] == "gone.gz"
    assert targets["memory"]["list"][0]["target"]["class_name"] == "luigi.mock.MockTarget"
    assert targets["other"]["target"]["class_name"] == "object"


def test_a_remote_target_is_not_asked(tmp_path: Path) -> None:
    code = """
class Remote(luigi.target.FileSystemTarget):
    fs = None
    def open(self, mode="r"):
        raise AssertionError("opened")
    def exists(self):
        raise AssertionError("asked")

class Root(luigi.ExternalTask):
    def output(self):
        return Remote("s3://bucket/key")
"""
    node = node_of(captured(tmp_path, code), "Root")
    target = node["outputs"]["target"]
    assert (target["uri"], target["exists"], target["error"]) == ("s3://bucket/key", None, "")
    assert node["complete"] is None


KINDS = {
    "task": "class Root(luigi.Task): pass",
    "external": "class Root(luigi.ExternalTask): pass",
    "wrapper": "class Root(luigi.WrapperTask): pass",
    "external by run": "class Root(luigi.Task):\n    run = None",
}


@pytest.mark.parametrize("case", KINDS)
def test_kind(case: str, tmp_path: Path) -> None:
    graph = captured(tmp_path, KINDS[case])
    assert [n["kind"] for n in graph["nodes"]] == [case.split()[0]]
    assert graph["nodes"][0]["module"] == MODULE


def test_attributes_differ_from_luigi_s_own(tmp_path: Path) -> None:
    attributes = node_of(
        captured(tmp_path, root(priority="5", retry_count="3", resources='{"gpu": 1}')), "Root"
    )["attributes"]
    assert attributes == {"priority": 5, "retry_count": 3, "resources": {"gpu": 1}}


def test_completeness_is_asked_locally(tmp_path: Path) -> None:
    (tmp_path / "up-1.txt").write_text("x")
    graph = captured(tmp_path, root("return [Up(1), Up(2)]"))
    assert {n["task_id"][:4]: n["complete"] for n in graph["nodes"] if n["family"] == "Up"} == {
        "Up_1": True,
        "Up_2": False,
    }


def test_dynamic_tasks(tmp_path: Path) -> None:
    code = UPS + "class Root(luigi.Task):\n    def run(self):\n        yield Up(1)\n"
    graph = captured(tmp_path, code)
    assert node_of(graph, "Root")["dynamic"] is True
    assert len(graph["nodes"]) == 1


def test_route_leads_from_the_root(tmp_path: Path) -> None:
    code = (
        UPS
        + """
class Middle(luigi.Task):
    def requires(self):
        return {"a": Up(7), "b": Up(8)}

class Root(luigi.Task):
    def requires(self):
        return [Up(1), Middle()]
"""
    )
    graph = captured(tmp_path, code)
    routes = {n["task_id"].rsplit("_", 1)[0]: n["route"] for n in graph["nodes"]}
    assert routes == {"Root_": [], "Up_1": [0], "Middle_": [1], "Up_7": [1, 0], "Up_8": [1, 1]}


def test_errors_stay_on_the_node_and_the_walk_goes_on(tmp_path: Path) -> None:
    code = (
        UPS
        + """
class Broken(luigi.Task):
    def requires(self):
        raise KeyError("no such day")
    def output(self):
        raise ValueError("no path")

class Root(luigi.WrapperTask):
    def requires(self):
        return [Broken(), Up(1)]
"""
    )
    graph = captured(tmp_path, code)
    errors = node_of(graph, "Broken")["errors"]
    assert [(e["where"], e["type"]) for e in errors] == [
        ("requires", "KeyError"),
        ("output", "ValueError"),
    ]
    assert len(graph["nodes"]) == 3


def test_weird_tasks_do_not_end_the_walk(tmp_path: Path) -> None:
    code = (
        UPS
        + """
class Extra(luigi.Task):
    def deps(self):
        return [Up(1)]

class Told(luigi.Task):
    task = luigi.Parameter()
    def requires(self):
        return [self.task, "no task", None]
    def output(self):
        return {1: object(), None: {"x"}}

class Root(luigi.WrapperTask):
    def requires(self):
        return [Extra(), Told(task=Up(2))]
"""
    )
    graph = captured(tmp_path, code)
    assert len(graph["nodes"]) == 5
    assert node_of(graph, "Extra")["deps"] == [u for u, d in graph["edges"] if "Extra" in d]
    assert node_of(graph, "Told")["errors"][0]["message"].startswith("requires() gave")


def test_inherited_run_is_read_where_it_is_written(tmp_path: Path) -> None:
    base = """
    import luigi

    class Base(luigi.Task):
        def run(self):
            self.work()
        def work(self):
            open("/hidden")
    """
    write_repo(tmp_path, {"base.py": base})
    code = """
from base import Base

class Child(Base):
    pass

class Root(Base):
    def requires(self):
        return Child()
    def work(self):
        self.output().open("w")
"""
    graph = captured(tmp_path, code)
    assert facts_of(graph, "Child") == {"opens_path"}
    assert facts_of(graph, "Root") == {"writes_output"}
    child = graph["classes"]["pipeline:Child"]
    assert child["defines"] == {"run": "base:Base"}
    assert child["bases"][:2] == ["pipeline.Child", "base.Base"]
    assert [(f["path"], f["line"]) for f in child["facts"]] == [("base.py", 8)]
    assert (child["path"], child["line"], child["end_line"]) == ("pipeline.py", 5, 6)


def test_events(tmp_path: Path) -> None:
    code = """
class Root(luigi.Task):
    pass

@Root.event_handler(luigi.Event.SUCCESS)
def celebrate(task):
    pass
"""
    (event,) = captured(tmp_path, code)["events"]
    assert event["class"] == "pipeline:Root"
    assert (event["event"], event["handler"]) == ("event.core.success", "celebrate")
    assert event["path"] == "pipeline.py"


STUBBED = """
import missing_a
import missing_b.deep as deep
from missing_a import Model, decorate, NumpyError, CONSTANT
try:
    import missing_optional
except ImportError:
    missing_optional = None

CONSTANT + 1, CONSTANT | None, CONSTANT["x"], [x for x in CONSTANT], "%s" % CONSTANT
with deep.session() as session:
    session.go(-CONSTANT)

MADE = [Model("host")["db"].find({}), list(Model("host").rows), len(Model())]

class Mine(Model):
    pass

class Mixed(Model, luigi.Task):
    pass

@decorate
def function():
    pass

@deep.configured(name="x")
class Root(luigi.Task):
    seen = luigi.Parameter(default=str(missing_optional))
    def requires(self):
        try:
            return Mixed()
        except NumpyError:
            return []
"""


def test_missing_modules_are_fabricated_for_the_repository_alone(tmp_path: Path) -> None:
    check_stubs(captured(tmp_path, STUBBED, stub_missing=True))


@pytest.mark.network
@pytest.mark.legacy
@pytest.mark.parametrize(
    ("version", "luigi"),
    [("2.7", "luigi==2.8.13"), ("3.6", "luigi==2.8.13"), ("3.13", "luigi==3.8.1")],
)
def test_every_interpreter_can_fabricate(version: str, luigi: str, tmp_path: Path) -> None:
    python = legacy_python(version, luigi)
    check_stubs(captured(tmp_path, STUBBED, stub_missing=True, python=python))


def check_stubs(graph: dict[str, Any]) -> None:
    assert graph["stubbed"] == ["missing_a", "missing_b", "missing_b.deep"]
    assert {n["family"] for n in graph["nodes"]} == {"Root", "Mixed"}
    assert node_of(graph, "Root")["params"][0]["text"] == "None"


def test_what_the_repository_prints_or_runs_at_import_does_no_harm(tmp_path: Path) -> None:
    code = """
import os, sys, threading, time
print("noise")
os.write(1, b"more noise")
assert sys.argv == ["luigi"]

class Root(luigi.Task):
    def run(self):
        open("ran.txt", "w")

luigi.build([Root()], local_scheduler=True)
luigi.run(["Root"])
threading.Thread(target=time.sleep, args=(60,)).start()
"""
    assert len(captured(tmp_path, code)["nodes"]) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == [f"{MODULE}.py"]


def test_the_file_is_the_same_every_time(tmp_path: Path) -> None:
    code = root("return {Up(n) for n in range(9)}", output="[luigi.LocalTarget('x')]")
    first, second = (json.dumps(captured(tmp_path, code)) for _ in range(2))
    assert first == second


def test_the_walk_ends_at_the_cap(tmp_path: Path) -> None:
    code = """
class Root(luigi.Task):
    n = luigi.IntParameter(default=0)
    def requires(self):
        return Root(n=self.n + 1)
"""
    graph = captured(tmp_path, code, max_nodes=10)
    assert graph["truncated"] is True
    assert len(graph["nodes"]) == 10
    assert len(graph["edges"]) == 9


@pytest.mark.slow
def test_the_walk_ends_at_the_time_limit(tmp_path: Path) -> None:
    code = """
import time
class Root(luigi.Task):
    n = luigi.IntParameter(default=0)
    def requires(self):
        try:
            time.sleep(self.n and 60)
        except Exception:
            pass
        return Root(n=self.n + 1)
"""
    graph = captured(tmp_path, code, time_limit=8)
    assert graph["truncated"] is True
    assert 1 <= len(graph["nodes"]) <= 2


def test_several_modules_and_paths(tmp_path: Path) -> None:
    write_repo(
        tmp_path,
        {
            "src/first.py": "import luigi\nclass Root(luigi.Task):\n    pass\n",
            "second.py": "import first\nfirst.Root.priority = 7\n",
        },
    )
    request = CaptureRequest(
        repo=tmp_path, modules=("first", "second"), task="Root", paths=(tmp_path / "src",)
    )
    graph = run_capture(request)
    assert graph["nodes"][0]["attributes"] == {"priority": 7}
    assert graph["classes"]["first:Root"]["path"] == "src/first.py"


TWINS = """
class Load(luigi.Task):
    n = luigi.IntParameter(default=1)
    task_namespace = ""

def twin():
    class Load(luigi.Task):
        n = luigi.IntParameter(default=1)
    return Load

class Root(luigi.Task):
    def requires(self):
        return [Load(), Load(), externalize(Load)(), Twin()]

Twin = twin()
"""


def test_two_tasks_of_one_id_are_told(tmp_path: Path) -> None:
    """Luigi runs one of them and says nothing; a copy by externalize() is the same task."""
    code = "from luigi.task import externalize\n" + TWINS
    (error,) = node_of(captured(tmp_path, code), "Load")["errors"]
    assert (error["where"], error["message"].count(":Load")) == ("task_id", 2)
