"""The command line in this process, Luigi beside it, and what each of them left on disk."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrate.cli.main import run
from migrate.kfp.compiled import CompiledStep, load_documents, read_compiled
from migrate.kfp.contract import contract
from migrate.kfp.taskid import luigi_task_id
from scripts.sides import recorded, steps

DONE = re.compile(r"^paved-road: (\S+) (done|checked|skipped)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """How a command line ended."""

    code: int
    out: str
    err: str


def migrate(*arguments: object) -> Said:
    """The exit code and the words of ``migrate`` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(argument) for argument in arguments])
    return Said(code, out.getvalue(), err.getvalue())


def convert(repo: Path, module: str, task: str, out: Path, *more: object) -> Path:
    """``out`` holds the converted repository, and every proof of its report holds."""
    root = ["--module", module, "--task", task]
    done = migrate("luigi-to-kfp", repo, *root, "--out", out, *more)
    assert done.code in (0, 1), done.err
    check_proofs(out)
    return out


def check_proofs(project: Path) -> None:
    proofs = json.loads((project / "report.json").read_text())["proofs"]
    assert proofs
    assert [proof for proof in proofs if not proof["ok"]] == []


def run_here(project: Path, run_dir: Path, *more: object) -> Path:
    """``run_dir`` holds a run of the converted project that succeeded."""
    done = migrate("run", project, "--run-dir", run_dir, *more)
    assert done.code == 0, done.out + done.err
    return run_dir


def luigi(
    repo: Path, module: str, *task: str, python: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Luigi itself has run in ``repo``; the execution summary is in ``stderr``."""
    command = [str(python or sys.executable), "-m", "luigi", "--module", module, *task]
    return subprocess.run(
        [*command, "--local-scheduler", "--no-lock"],
        cwd=repo,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ".", **environment},
        text=True,
        capture_output=True,
        check=False,
    )


def write_repo(root: Path, code: str, module: str = "tasks") -> Path:
    """A repository of one module."""
    root.mkdir(parents=True)
    (root / f"{module}.py").write_text(textwrap.dedent(code), encoding="utf-8")
    return root


def files_below(root: Path) -> dict[str, bytes]:
    """Every file of a directory by its path from there."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def run_files(run_dir: Path) -> dict[str, bytes]:
    """The data of every target that a run keeps in artifacts, by its legacy path."""
    return {
        path: file.read_bytes()
        for step in steps(run_dir)
        for artifacts in step["outputs"]["artifacts"].values()
        for artifact in artifacts
        for path, file in recorded(Path(artifact["uri"]))
    }


def states(run_dir: Path) -> dict[str, str]:
    """``{step name: state}`` of a run."""
    return {step["name"]: step["state"] for step in steps(run_dir)}


def tasks_done(run_dir: Path) -> dict[str, str]:
    """``{task id: done, checked or skipped}`` as the steps themselves say at the end."""
    logs = [(run_dir / step["log"]).read_text() for step in steps(run_dir) if step["log"]]
    found = [match for log in logs for match in DONE.findall(log)]
    return {name: how for name, how in found if name not in {"prepare", "bundle"}}


@dataclass(frozen=True, slots=True)
class CompiledGraph:
    """Luigi's graph as the compiled YAML alone tells it."""

    tasks: Mapping[str, tuple[str, Mapping[str, str]]]
    edges: frozenset[tuple[str, str]]


def compiled_graph(project: Path) -> CompiledGraph:
    """Ids by Luigi's formula, families, parameters, and edges without the helper steps."""
    spec, _ = load_documents(project / "pipeline.yaml")
    compiled = read_compiled(spec, {})
    ids = {name: _id_of(step) for name, step in compiled.items() if not step.is_helper}
    helpers = [name for name in compiled if name not in ids]
    edges = contract(
        [(up, name) for name, step in compiled.items() for up in _before(step)], helpers
    )
    tasks = {ids[n]: (str(compiled[n].task["family"]), compiled[n].texts) for n in ids}
    assert len(tasks) == len(ids), "two steps are one task"
    return CompiledGraph(tasks, frozenset((ids[up], ids[down]) for up, down in edges))


def _before(step: CompiledStep) -> set[str]:
    return {*step.after, *(producer for producer, _ in step.artifacts.values())}


def _id_of(step: CompiledStep) -> str:
    return luigi_task_id(str(step.task["family"]), step.texts)


def report_of(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((project / "report.json").read_text())
    return found
