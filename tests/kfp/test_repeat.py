"""Defaults that each process draws for itself are found in two captures of one graph."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from migrate.kfp.rules.by_process import drawn_findings
from migrate.luigi.read_graph import graph_from_json
from migrate.luigi.repeat import may_draw
from migrate.luigi.sources import sources
from tests.e2e.pipelines import convert
from tests.luigi.capturing import captured, write_repo

DRAWN = """
import datetime
import os
import uuid

RUN = uuid.uuid4().hex


class Part(luigi.Task):
    run_id = luigi.Parameter(default=RUN)
    folder = luigi.Parameter(default=os.path.join("out", RUN))
    given = luigi.Parameter(default=RUN)
    day = luigi.DateSecondParameter(default=datetime.datetime.now())
    same = luigi.Parameter(default="x")

    def output(self):
        return luigi.LocalTarget("part.txt")


class Root(luigi.Task):
    def requires(self):
        return Part(given="me")
"""


def test_defaults_that_differ_are_told_by_name(tmp_path: Path) -> None:
    graphs = [graph_from_json(captured(tmp_path, DRAWN), where="") for _ in range(2)]
    found = list(drawn_findings(graphs[:1], graphs[1:]))
    assert {(f.code, f.subject, f.message.split(" was ")[0]) for f in found} == {
        ("LK084", "Part", "the default of run_id"),
        ("LK084", "Part", "the default of folder"),
    }
    assert {str(f.location.path) for f in found} == {"pipeline.py"}
    assert list(drawn_findings(graphs[:1], graphs[:1])) == []


STAMPED = """
import datetime


class Settings(luigi.Config):
    started = luigi.Parameter(default=datetime.datetime.now().isoformat())


class Debug(luigi.Task):
    started = Settings().started

    def output(self):
        return {"log": luigi.LocalTarget("logs/debug-%s.log" % self.started)}


class Root(luigi.Task):
    def requires(self):
        return Debug()

    def output(self):
        return luigi.LocalTarget("root.txt")
"""


def test_targets_that_differ_are_told(tmp_path: Path) -> None:
    graphs = [graph_from_json(captured(tmp_path, STAMPED), where="") for _ in range(2)]
    (found,) = drawn_findings(graphs[:1], graphs[1:])
    assert (found.code, found.subject, str(found.location.path)) == (
        "LK038",
        "Debug",
        "pipeline.py",
    )
    assert found.message.startswith("its target was logs/debug-")
    assert list(drawn_findings(graphs[:1], graphs[:1])) == []


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import uuid\nX = uuid.uuid4()", True),
        ("X = random.random()", True),
        ("X = str(time.time())", True),
        ("X = tempfile.mkdtemp()", True),
        ("timeout = 3\nrandom_forest = 1\nuuid = None", False),
        ("", False),
    ],
)
def test_a_second_capture_is_made_where_it_may_tell(
    tmp_path: Path, code: str, expected: bool
) -> None:
    assert may_draw(write_repo(tmp_path, {"some/module.py": code})) is expected


def test_what_is_no_file_is_no_source(tmp_path: Path) -> None:
    """A pipe would be waited for without end."""
    repo = write_repo(tmp_path, {"tasks.py": ""})
    os.mkfifo(repo / "pipe.py")
    for link, to in (("loop.py", "loop.py"), ("lost.py", "nowhere"), ("piped.py", "pipe.py")):
        (repo / link).symlink_to(to)
    assert list(sources(repo)) == [repo / "tasks.py"]


@pytest.mark.slow
def test_the_report_of_a_conversion_says_so(tmp_path: Path) -> None:
    repo = write_repo(tmp_path / "repo", {"pipeline.py": "import luigi\n" + DRAWN})
    project = convert(repo, "pipeline", "Root", tmp_path / "out")
    report = json.loads((project / "report.json").read_text())
    told = [f["message"] for f in report["findings"] if f["code"] == "LK084"]
    assert len(told) == 2
