"""The script that ``migrate capture --print-script`` prints is the one that captures."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.main import run
from migrate.errors import ExitCode
from tests.legacy import legacy_python
from tests.luigi.capturing import MODULE, captured

CODE = """
class Leaf(luigi.ExternalTask):
    number = luigi.IntParameter()
    def output(self):
        return luigi.LocalTarget("leaf-%d" % self.number)
class Root(luigi.Task):
    def requires(self):
        return [Leaf(number=n) for n in range(3)]
    def output(self):
        return luigi.LocalTarget("root")
    def run(self):
        with open("/elsewhere") as inside, self.output().open("w") as out:
            out.write(inside.read())
"""


def graph_of_printed(root: Path, python: str, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert run(["capture", "--print-script"]) == ExitCode.CLEAN
    (root / "there").mkdir()
    script, out = root / "there/capture.py", root / "there/graph.json"
    script.write_text(capsys.readouterr().out, encoding="utf-8")
    words = [python, str(script), "--module", MODULE, "--task", "Root", "--out", str(out)]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"4 tasks, 3 edges -> {out}\n"), done.stderr
    graph: dict[str, Any] = json.loads(out.read_text())
    return graph


def test_gives_the_same_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    graph = captured(tmp_path, CODE)
    assert graph_of_printed(tmp_path, sys.executable, capsys) == graph


@pytest.mark.legacy
@pytest.mark.network
def test_under_python_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    python = legacy_python("2.7", "luigi==2.8.13")
    graph = captured(tmp_path, CODE, python=python)
    assert graph_of_printed(tmp_path, str(python), capsys) == graph
