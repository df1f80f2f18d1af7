"""requires that is an object of its own, and handles that other calls read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assess.building import assessed, codes, edges, places

DESCRIBED = """
class Requires:
    def __get__(self, task, cls):
        return lambda: {}


class Requirement:
    def __init__(self, task_class):
        self.task_class = task_class


class Up(luigi.Task):
    def output(self):
        return luigi.LocalTarget("up")


class Down(luigi.Task):
    requires = Requires()
    up = Requirement(Up)

    def run(self):
        pass


class Lower(Down):
    pass


class Bare(luigi.Task):
    requires = Requires()


class Plain(Down):
    def requires(self):
        return []
"""


def test_classes_beside_an_object_are_edges_and_none_is_told(tmp_path: Path) -> None:
    assessment = assessed(tmp_path, DESCRIBED)
    assert {("Up", "Down"), ("Up", "Lower")} <= edges(assessment)
    assert places(assessment, "LK095") == ["tasks.py:33 Bare"]


PROGRAM = """
from luigi.contrib.external_program import ExternalProgramTask


class Up(luigi.Task):
    def output(self):
        return luigi.LocalTarget("up")


class Down(ExternalProgramTask):
    def requires(self):
        return Up()

    def program_args(self):
        return ["cat", PATH]
"""


def test_a_program_that_is_not_given_its_input_is_told(tmp_path: Path) -> None:
    assert places(assessed(tmp_path, PROGRAM), "LK103") == ["tasks.py:17 Down"]
    read = PROGRAM.replace("PATH", "self.input().path")
    assert "LK103" not in codes(assessed(tmp_path, read))


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("with open(self.name) as rows:\n            pd.read_csv(rows)", [10]),
        ("rows = open(self.name)\n        pd.read_csv(rows)", [10]),
        ("with self.input().open() as rows:\n            pd.read_csv(rows)", []),
        ("with gzip.open(self.name, 'wt') as rows:\n            data.to_csv(rows)", [10]),
        ("rows = self.name\n        pd.read_csv(rows)", [11]),
        ("said = json.load(self.input().open())\n        open(said['path'])", [11]),
        (
            "with self.input().open() as rows:\n            for row in rows:\n"
            + 16 * " "
            + "open(row)",
            [12],
        ),
        ("for target in self.input():\n            open(target.path)", []),
        ("text = io.StringIO(self.input().open().read())\n        pd.read_csv(text)", []),
        ("text = self.input().open().read()\n        pd.read_csv(io.StringIO(text))", []),
        ("path = self.load(self.input())\n        open(path)", []),
    ],
)
def test_a_path_counts_once_and_not_where_it_is_an_inputs(
    tmp_path: Path, body: str, lines: list[int]
) -> None:
    code = f"""
import gzip
import pandas as pd
class Read(luigi.Task):
    name = luigi.Parameter()
    def run(self):
        {body}
"""
    told = places(assessed(tmp_path, code), "LK004")
    assert told == [f"tasks.py:{line} Read" for line in lines]
