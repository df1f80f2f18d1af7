"""Defaults that read the clock are evaluated when the step runs, or frozen with a finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from migrate.kfp.clock import FROZEN, settle
from migrate.kfp.convert import convert
from migrate.kfp.settings import Settings
from migrate.kfp.source import Source
from migrate.luigi.graph import TaskGraph
from migrate.luigi.launch import capture_graph
from migrate.luigi.request import CaptureRequest

SOURCE = """
import datetime
import luigi


class Child(luigi.Task):
    date = luigi.DateParameter()


class Loose(luigi.Task):
    date = luigi.DateParameter(default=datetime.date.today())


class Hands(luigi.Task):
    date = luigi.DateParameter(default=datetime.date.today())

    def requires(self):
        return Child(date=self.date)


class Root(luigi.Task):
    date = luigi.DateParameter(default=datetime.date.today())

    def requires(self):
        return [Child(date=self.date), Loose()]


class OverHands(luigi.Task):
    def requires(self):
        return [Hands(), Loose()]
"""


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clock")
    (path / "clocky.py").write_text(SOURCE)
    return path


def captured(repo: Path, task: str, **params: str) -> TaskGraph:
    return capture_graph(CaptureRequest(repo=repo, modules=("clocky",), task=task, params=params))


def sources(graph: TaskGraph) -> dict[str, str]:
    nodes = settle(graph).nodes.values()
    return {n.family: p.source for n in nodes for p in n.params}


def test_what_can_wait_for_the_run_does(repo: Path) -> None:
    found = sources(captured(repo, "Root"))
    assert found == {"Root": FROZEN, "Child": "computed", "Loose": "default"}
    found = sources(captured(repo, "OverHands"))
    assert found == {"Hands": FROZEN, "Child": "computed", "Loose": "default"}


def test_a_given_date_freezes_nothing(repo: Path) -> None:
    assert sources(captured(repo, "Root", date="2020-01-02"))["Root"] == "given"


def test_frozen_and_waiting_parameters_are_told_and_proved(repo: Path) -> None:
    conversion = convert(Source(repo), [captured(repo, "Root")], Settings())
    told = [f for f in conversion.plan.findings if f.code == "LK007"]
    assert {f.subject: "frozen" in f.message for f in told} == {"Root": True, "Loose": False}
    loose = next(s for s in conversion.plan.steps if s.key.startswith("Loose"))
    assert loose.extras["task_id"] == ""
    assert loose.arguments == ()
    assert "date=<date>" in loose.display_name
    assert all(proof.holds for proof in conversion.verified.proofs)
