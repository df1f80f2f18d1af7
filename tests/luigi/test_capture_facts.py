"""What capture reads in the source of run(): evidence for how a task's data flows."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.legacy import legacy_python
from tests.luigi.capturing import captured, facts_of

HEADER = """
import codecs, datetime, glob, gzip, io, json, os, pickle, shutil, subprocess, sys, tempfile
import functools, time, zipfile
from contextlib import contextmanager
from os import path as osp

class Up(luigi.Task):
    def output(self):
        return luigi.LocalTarget("up.txt")
    def run(self):
        with self.output().open("w") as out:
            out.write("x")

SIDE = luigi.LocalTarget("side.txt")

def copy(source, target):
    with open(source) as f, open(target, "w") as g:
        g.write(f.read())

def copy_targets(task):
    copy(task.input().path, task.output().path)

def fixed_path():
    return "/data/fixed.csv"

def countdown(path, n):
    return open(path) if n == 0 else countdown(path, n - 1)

class Helper(object):
    def __init__(self, where):
        self.where = where
    def save(self, text):
        with open(self.where, "w") as out:
            out.write(text)

def logged(function):
    @functools.wraps(function)
    def wrapper(self):
        return function(self)
    return wrapper

def opaque(function):
    def wrapper(self):
        return function(self)
    return wrapper

class Root(luigi.Task):
    name = luigi.Parameter(default="n")
    out = luigi.LocalTarget("class-level.txt")
    def requires(self):
        return Up()
    def output(self):
        return luigi.LocalTarget("root.txt")
    def writer(self):
        return self.output().open("w")
    def own_path(self):
        return self.output().path
    @property
    def source(self):
        return self.input().path
"""

CLEAN = {
    "open both": """
        with self.input().open() as f, self.output().open("w") as out:
            out.write(f.read())
    """,
    "paths": """
        shutil.copyfile(self.input().path, self.output().path)
    """,
    "builtin open": """
        data = open(self.input().path).read()
        with io.open(self.output().path, "w") as out:
            out.write(data)
    """,
    "names and loops": """
        source, target = self.input(), self.output()
        for one in [source]:
            with gzip.open(one.path) as f:
                lines = f.readlines()
        with open(target.fn if hasattr(target, "fn") else target.path, "w") as out:
            out.writelines(lines)
    """,
    "one name for a target and a file": """
        for f in [self.input()]:
            text = f.open("r").read()
        f = self.output().open("w")
        f.write(text)
        f.close()
    """,
    "helper function": """
        copy(self.input().path, self.output().path)
    """,
    "helper with the task": """
        copy_targets(self)
    """,
    "helper methods": """
        with open(self.source) as f, self.writer() as out:
            out.write(f.read())
        os.stat(self.own_path())
    """,
    "directory of the output": """
        os.makedirs(os.path.dirname(self.output().path))
        copy(self.input().path, self.output().path)
    """,
    "temporary path": """
        with self.output().temporary_path() as tmp:
            shutil.copy(self.input().path, tmp)
    """,
    "zip file": """
        with zipfile.ZipFile(self.input().path) as z, z.open("x") as f:
            self.output().open("w").write(f.read())
    """,
    "nested function": """
        def go(target):
            return target
        with self.input().open() as f:
            text = "".join(line for line in f)
        with self.output().open("w") as out:
            json.dump(go(text), out)
    """,
    "scratch file": """
        with tempfile.TemporaryFile() as scratch, self.input().open() as f:
            scratch.write(f.read())
        self.output().open("w").close()
    """,
}

OPENS = {
    "literal": 'open("/data/x.csv")',
    "parameter": "open(self.name)",
    "sibling of the output": 'open(self.output().path + ".tmp", "w")',
    "beside the input": 'open(os.path.join(os.path.dirname(self.input().path), "x"))',
    "one branch only": """
        path = self.input().path
        if self.name == "n":
            path = "/data/x"
        open(path)
    """,
    "content of the input": """
        with self.input().open() as f:
            for line in f:
                open(line.strip())
    """,
    "class attribute": "self.out.open()",
    "module target": 'SIDE.open("w")',
    "helper's own path": "open(fixed_path())",
    "helper given a literal": 'copy("/data/a", self.output().path)',
    "recursive helper": 'countdown("/data/a", 3)',
    "helper object": 'Helper("/data/side").save("x")',
    "codecs": 'codecs.open("x", "r", "utf8")',
    "listdir": 'os.listdir("/data")',
    "aliased module": 'osp.exists("/data")',
    "glob": 'glob.glob("*.csv")',
    "move": 'shutil.move(self.input().path, "/archive")',
    "dataframe": 'frame = object(); frame.to_csv("/data/x.csv")',
    "lambda": '(lambda p: open(p))("/x")',
}

OTHER = {
    "process": ('subprocess.check_call(["ls"])', {"runs_process"}),
    "shell": ('os.system("ls")', {"runs_process"}),
    "network": ("import requests; requests.get('http://x')", {"touches_network"}),
    "database": ("import psycopg2; psycopg2.connect(host='x')", {"touches_network"}),
    "quoting is no network": ("import urllib; urllib.quote('x')", set()),
    "target": ('luigi.LocalTarget("x")', {"makes_target"}),
    "requires": ("self.requires().output().path", {"reads_requires"}),
    "upstream target": ("self.requires().output().open()", {"reads_requires"}),
    "clock": ("datetime.datetime.now()", {"reads_clock"}),
    "environment": ('os.environ["HOME"]', {"reads_environment"}),
    "getenv": ('os.getenv("HOME")', {"reads_environment"}),
    "yields": ("yield Up()", {"yields"}),
    "its own complete": ("self.complete = lambda: True", {"sets_complete"}),
    "another attribute": ("self.completed = True", set()),
    "build": ("luigi.build([Up()])", {"schedules"}),
    "another's run": ("Up().run()", {"schedules"}),
    "a required one's run": ("self.requires().run()", {"reads_requires", "schedules"}),
    "dynamic attribute": ("getattr(self, self.name)()", {"unknown_call"}),
    "unknown method": ("self.made_up()", {"unknown_call"}),
    "nothing": ("pass", set()),
}


def body(text: str) -> str:
    return textwrap.indent(textwrap.dedent(text).strip(), " " * 8)


def facts_of_cases(root: Path, **options: Any) -> dict[str, set[str]]:
    """Facts of run() by case, all of them in one repository captured once."""
    bodies = [*CLEAN.items(), *OPENS.items(), *((k, v) for k, (v, _) in OTHER.items())]
    code = HEADER
    for number, (_, text) in enumerate(bodies):
        code += f"\nclass Case{number}(Root):\n    def run(self):\n{body(text)}\n"
    names = ", ".join(f"Case{n}()" for n in range(len(bodies)))
    code += f"\nclass All(luigi.WrapperTask):\n    def requires(self):\n        return [{names}]\n"
    graph = captured(root, code, task="All", **options)
    return {name: facts_of(graph, f"Case{n}") for n, (name, _) in enumerate(bodies)}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    return facts_of_cases(tmp_path_factory.mktemp("repo"))


@pytest.mark.parametrize("case", CLEAN)
def test_own_targets_are_no_hidden_path(case: str, facts: dict[str, set[str]]) -> None:
    assert facts[case] == {"reads_input", "writes_output"}


@pytest.mark.parametrize("case", OPENS)
def test_other_paths_are_seen(case: str, facts: dict[str, set[str]]) -> None:
    assert "opens_path" in facts[case]


@pytest.mark.parametrize("case", OTHER)
def test_other_facts(case: str, facts: dict[str, set[str]]) -> None:
    assert facts[case] == OTHER[case][1]


@pytest.mark.network
@pytest.mark.legacy
@pytest.mark.parametrize(
    ("version", "luigi"),
    [("2.7", "luigi==2.8.13"), ("3.6", "luigi==2.8.13"), ("3.13", "luigi==3.8.1")],
)
def test_every_interpreter_reads_the_same(
    version: str, luigi: str, tmp_path: Path, facts: dict[str, set[str]]
) -> None:
    assert facts_of_cases(tmp_path, python=legacy_python(version, luigi)) == facts


PROGRAMS = """
import luigi
from luigi.contrib.external_program import ExternalProgramTask


class Program(ExternalProgramTask):
    def program_args(self):
        return ["sort", open("/data/words").read()]


class Inherited(Program):
    pass


class WithSuper(Program):
    def run(self):
        super(WithSuper, self).run()


class Named(Program):
    def run(self):
        ExternalProgramTask.run(self)


class Other(Program):
    def run(self):
        self.runner().run()


class All(luigi.WrapperTask):
    def requires(self):
        return [Inherited(), WithSuper(), Named(), Other()]
"""


def test_a_run_that_ends_in_luigis_does_what_that_does(tmp_path: Path) -> None:
    graph = captured(tmp_path, PROGRAMS, task="All")
    does = {"runs_process", "opens_path"}
    assert [facts_of(graph, name) & does for name in ("Inherited", "WithSuper", "Named")] == [
        does
    ] * 3
    assert facts_of(graph, "Other") & does == set()


IMPORT_CLOCK = """
import os
from datetime import date, datetime

DAY = os.path.join("data", str(date.today()))
PLAIN = "data"

def target_of(name):
    return luigi.LocalTarget(os.path.join(DAY, name))

class Root(luigi.Task):
    day = luigi.DateParameter(default=date.today())
    stamp = datetime.now().isoformat()
    suffix = ".csv"
    def output(self):
        return OUTPUT
"""
USES_CLOCK = {
    "a constant of the module": ("luigi.LocalTarget(DAY + '/x')", True),
    "a function with such a constant": ("target_of('x')", True),
    "an attribute of the class": ("luigi.LocalTarget(self.stamp + self.suffix)", True),
    "the clock itself": ("luigi.LocalTarget(str(date.today()))", True),
    "a parameter with such a default": ("luigi.LocalTarget(str(self.day))", False),
    "another constant": ("luigi.LocalTarget(PLAIN + self.suffix)", False),
}


@pytest.mark.parametrize(("output", "told"), USES_CLOCK.values(), ids=USES_CLOCK)
def test_a_path_made_of_the_clock_at_import(tmp_path: Path, output: str, told: bool) -> None:
    graph = captured(tmp_path, IMPORT_CLOCK.replace("OUTPUT", output))
    assert ("reads_clock" in facts_of(graph, "Root", "output")) is told
