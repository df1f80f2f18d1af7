"""Captured graphs fit the schema that other programs may rely on."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from migrate.luigi import launch
from tests.luigi.capturing import captured

SCHEMA = json.loads(Path(launch.__file__).with_name("luigi-graph.schema.json").read_text())

CODE = """
class Up(luigi.Task):
    n = luigi.IntParameter(default=1, significant=False)
    password = luigi.Parameter(default="hush-hush")
    priority = 3
    def requires(self):
        raise KeyError("x")
    def output(self):
        return {"a": [luigi.LocalTarget("x")], 1: None}
    def run(self):
        open("y")

@Up.event_handler(luigi.Event.START)
def started(task):
    pass

class Root(luigi.WrapperTask):
    def requires(self):
        return Up(), Up(n=2)
"""


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_captured_graph_fits(tmp_path: Path) -> None:
    (tmp_path / "luigi.cfg").write_text("[core]\ntoken: abcdefgh\nworkers: 2\n")
    graph = captured(tmp_path, CODE)
    errors = Draft202012Validator(SCHEMA).iter_errors(graph)
    assert [f"{e.json_path}: {e.message}" for e in errors] == []
