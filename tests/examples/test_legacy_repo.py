"""Luigi runs the example repository, in old and new interpreters, to the same bytes."""

from __future__ import annotations

import hashlib
import json
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.legacy import legacy_python

PROJECT = Path(__file__).parents[2]
REPO = PROJECT / "examples/legacy_company"
GOLDEN = Path(__file__).with_name("legacy_company.sha256")
LUIGI = ["-m", "luigi", "--module", "company.reports", "WeeklyReports", "--week", "2012-W23"]
LOCALLY = ["--local-scheduler", "--no-lock"]

WALK = """
import json, luigi
from company.reports import WeeklyReports
week = luigi.DateIntervalParameter().parse("2012-W23")
nodes, queue = {}, [WeeklyReports(week=week)]
while queue:
    task = queue.pop()
    if task.task_id not in nodes:
        nodes[task.task_id] = task.task_family
        queue.extend(task.deps())
print(json.dumps(sorted(nodes.values())))
"""

INTERPRETERS = [
    pytest.param(lambda: Path(sys.executable), id="this-python"),
    pytest.param(lambda: legacy_python("2.7", "luigi==2.8.13"), id="2.7", marks=pytest.mark.legacy),
]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("out", "__pycache__")
    return Path(shutil.copytree(REPO, tmp_path / "repo", ignore=ignore))


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which Luigi has run; tests that change it take their own copy."""
    ignore = shutil.ignore_patterns("out", "__pycache__")
    copy = shutil.copytree(REPO, tmp_path_factory.mktemp("finished") / "repo", ignore=ignore)
    run(Path(sys.executable), copy, *LUIGI, *LOCALLY)
    return copy


def run(python: Path, repo: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), *arguments], cwd=repo, text=True, capture_output=True, check=False
    )


def sums(repo: Path) -> dict[str, str]:
    files = sorted(path for path in (repo / "out").rglob("*") if path.is_file())
    return {
        str(path.relative_to(repo)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def golden() -> dict[str, str]:
    rows = (line.split() for line in GOLDEN.read_text().splitlines())
    return {path: digest for digest, path in rows}


@pytest.mark.parametrize("interpreter", INTERPRETERS)
def test_outputs_are_the_golden_bytes(interpreter, repo: Path) -> None:
    done = run(interpreter(), repo, *LUIGI, *LOCALLY)
    assert "This progress looks :)" in done.stderr, done.stderr[-2000:]
    assert sums(repo) == golden()


def test_graph_has_every_kind_of_task(repo: Path) -> None:
    done = run(Path(sys.executable), repo, "-c", WALK)
    families = json.loads(done.stdout)
    assert len(families) == 31
    assert {family: families.count(family) for family in set(families)} == {
        **dict.fromkeys(("RawPlays", "CleanPlays", "DailyCounts"), 7),
        **dict.fromkeys(("Catalog", "WeekOfPlays", "ArtistTotals", "ListenerFeatures"), 1),
        **dict.fromkeys(("TrainRecommender", "TopArtists", "Playlists", "RoyaltyStatement"), 1),
        **dict.fromkeys(("QualityGate", "WeeklyReports"), 1),
    }


def test_second_run_changes_nothing(finished: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (finished / "out").rglob("*")}
    run(Path(sys.executable), finished, *LUIGI, *LOCALLY)
    assert before
    assert {path: path.stat().st_mtime_ns for path in (finished / "out").rglob("*")} == before


def test_stricter_gate_is_judged_again(finished: Path, tmp_path: Path) -> None:
    repo = shutil.copytree(finished, tmp_path / "repo")
    settings = repo / "luigi.cfg"
    settings.write_text(settings.read_text().replace("min_artists = 5", "min_artists = 9"))
    gate = [*LUIGI[:3], "company.reports", "QualityGate", *LUIGI[5:]]
    run(Path(sys.executable), repo, *gate, *LOCALLY)
    verdict = json.loads((repo / "out/quality/2012-W23.json").read_text())
    assert verdict == {"artists": 6, "min_artists": 9, "passed": False}


def test_data_is_what_the_seed_says(tmp_path: Path) -> None:
    script = tmp_path / "scripts/make_example_data.py"
    script.parent.mkdir()
    shutil.copy(PROJECT / "scripts/make_example_data.py", script)
    runpy.run_path(str(script), run_name="__main__")
    made = tmp_path / "examples/legacy_company/data"
    assert {path.relative_to(made): path.read_bytes() for path in made.rglob("*.*")} == {
        path.relative_to(REPO / "data"): path.read_bytes() for path in (REPO / "data").rglob("*.*")
    }
