"""The example company under its own old interpreter: capture, convert, run, equal bytes."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from scripts.sides import steps
from tests.e2e.pipelines import (
    check_proofs,
    convert,
    files_below,
    migrate,
    run_files,
    run_here,
    tasks_done,
)
from tests.legacy import legacy_python

pytestmark = [pytest.mark.legacy, pytest.mark.network]

PROJECT = Path(__file__).parents[2]
GOLDEN = PROJECT / "tests/examples/legacy_company.sha256"
MODULE, TASK = "company.reports", "WeeklyReports"
ROOT = ("--module", MODULE, "--task", TASK, "--param", "week=2012-W23")
STACKS = [
    ("2.7", "luigi==2.8.13"),
    pytest.param("3.9", "luigi==3.5.0", marks=pytest.mark.slow),
    pytest.param("3.13", "luigi==3.8.1", marks=pytest.mark.slow),
]


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    ignore = shutil.ignore_patterns("out", "__pycache__")
    copy = shutil.copytree(PROJECT / "examples/legacy_company", tmp_path / "repo", ignore=ignore)
    return Path(copy)


def golden() -> dict[str, str]:
    rows = (line.split() for line in GOLDEN.read_text().splitlines())
    return {path: digest for digest, path in rows}


def sums(run: Path) -> dict[str, str]:
    """Digests of what the run has on the volume and in artifacts, by legacy path."""
    workspace = {f"out/{p}": data for p, data in files_below(run / "workspace/out").items()}
    found = {**workspace, **run_files(run)}
    return {
        path: hashlib.sha256(data).hexdigest()
        for path, data in found.items()
        if path.startswith("out/")
    }


@pytest.mark.parametrize(("version", "luigi"), STACKS)
def test_runs_under_its_own_interpreter(
    version: str, luigi: str, repo: Path, tmp_path: Path
) -> None:
    python = legacy_python(version, luigi)
    project = convert(repo, MODULE, TASK, tmp_path / "out", *ROOT[4:], "--python", python)
    is_lightweight = "@dsl.component" in (project / "pipeline.py").read_text()
    assert is_lightweight == (version != "2.7")
    run = run_here(project, tmp_path / "run")
    assert sums(run) == golden()
    assert len(tasks_done(run)) == 30
    assert not (repo / "out").exists()


@pytest.mark.slow
def test_python_2_steps_are_containers_that_run_python_2(repo: Path, tmp_path: Path) -> None:
    """A step that prints its interpreter says 2.7: nothing of it ran here."""
    python = legacy_python("2.7", "luigi==2.8.13")
    module = repo / "company/reports.py"
    module.write_text(
        module.read_text() + "\nimport sys\nsys.stderr.write('on %d.%d;' % sys.version_info[:2])\n"
    )
    project = convert(repo, MODULE, TASK, tmp_path / "out", *ROOT[4:], "--python", python)
    assert "@dsl.component" not in (project / "pipeline.py").read_text()
    run = run_here(project, tmp_path / "run")
    logs = {
        s["name"]: (run / s["log"]).read_text()
        for s in steps(run)
        if s["name"] not in {"prepare-workspace", "plan-run"}
    }
    assert len(logs) == 30
    assert [name for name, log in logs.items() if "on 2.7;" not in log] == []


@pytest.mark.slow
def test_a_graph_captured_elsewhere_converts_without_an_import(repo: Path, tmp_path: Path) -> None:
    """Only the repository's text is read: a module that ends the interpreter does no harm."""
    python = legacy_python("2.7", "luigi==2.8.13")
    graph = tmp_path / "graph.json"
    assert migrate("capture", repo, *ROOT, "--python", python, "-o", graph).code == 0
    for source in repo.rglob("*.py"):
        source.write_text("raise SystemExit('imported')\n" + source.read_text())
    done = migrate("luigi-to-kfp", repo, "--graph", graph, "--out", tmp_path / "out")
    assert done.code in (0, 1), done.err
    check_proofs(tmp_path / "out")
    assert "30 tasks, 54 edges" in done.out
