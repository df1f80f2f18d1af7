"""Converts the example repository, runs Luigi and the converted pipeline, compares what they did.

Ends with 0 only when both ran the same tasks and wrote the same bytes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sides import Row, compare_files, files_below, luigi_tasks, pipeline_files, pipeline_tasks

PROJECT = Path(__file__).resolve().parents[1]
REPO = PROJECT / "examples/legacy_company"
OUT = PROJECT / "demo-out"
SCRATCH = PROJECT / "build/demo"
MODULE, TASK, WEEK = "company.reports", "WeeklyReports", "2012-W23"
MIGRATE = str(Path(sys.executable).with_name("migrate"))


class DemoError(Exception):
    """A part of the demo did not do its work; the message has its last words."""


def main() -> int:
    """Runs the demo; 0 when nothing differs."""
    console = Console(width=None if sys.stdout.isatty() else 120)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    try:
        legacy, run = SCRATCH / "luigi", SCRATCH / "run"
        with_time(console, "migrate luigi-to-kfp", convert)
        with_time(console, "luigi --local-scheduler", lambda: run_luigi(legacy))
        with_time(console, "migrate run", lambda: run_pipeline(run))
        same_tasks = compare_tasks(console, luigi_tasks(legacy, WEEK), set(pipeline_tasks(run)))
        rows = compare_files(files_below(legacy, "out"), pipeline_files(run))
    except DemoError as failure:
        console.print(str(failure), markup=False, style="red")
        return 1
    console.print(as_table(rows))
    proved = show_proofs(console)
    equal = sum(row.equal for row in rows)
    console.print(f"{equal} of {len(rows)} outputs are equal, byte for byte.")
    console.print(f"Report: {OUT.relative_to(PROJECT)}/report.html", highlight=False)
    return 0 if same_tasks and proved and equal == len(rows) > 0 else 1


def with_time(console: Console, title: str, action: Callable[[], object]) -> None:
    begin = time.perf_counter()
    action()
    console.print(f"{title:<24} {time.perf_counter() - begin:5.1f} s", highlight=False)


def convert() -> None:
    """demo-out holds the converted pipeline; findings (exit code 1) are for the report."""
    root = ["--module", MODULE, "--task", TASK, "--param", f"week={WEEK}"]
    call([MIGRATE, "luigi-to-kfp", str(REPO), *root, "--out", str(OUT)], PROJECT, accept=(0, 1))


def run_luigi(legacy: Path) -> None:
    """Luigi has run in a copy of the repository."""
    ignore = shutil.ignore_patterns("out", "__pycache__")
    shutil.copytree(REPO, legacy, ignore=ignore)
    task = ["--module", MODULE, TASK, "--week", WEEK, "--local-scheduler", "--no-lock"]
    said = call([sys.executable, "-m", "luigi", *task], legacy)
    if ":)" not in said:  # Luigi's exit code is 0 even for failed tasks
        raise DemoError(f"Luigi did not finish:\n{said[-2000:]}")


def run_pipeline(run: Path) -> None:
    """The converted pipeline has run on this machine."""
    call([MIGRATE, "run", str(OUT), "--run-dir", str(run)], PROJECT)


def call(command: list[str], where: Path, accept: tuple[int, ...] = (0,)) -> str:
    """What the command printed; raises DemoError for another exit code than accepted."""
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=where, env=environment, text=True, capture_output=True, check=False
    )
    said = done.stdout + done.stderr
    if done.returncode not in accept:
        raise DemoError(f"exit code {done.returncode} of {' '.join(command)}\n{said[-4000:]}")
    return said


def compare_tasks(console: Console, luigi: set[str], pipeline: set[str]) -> bool:
    for task_id in sorted(luigi - pipeline):
        console.print(f"not run by the pipeline: {task_id}", style="red")
    for task_id in sorted(pipeline - luigi):
        console.print(f"not a task of Luigi's: {task_id}", style="red")
    console.print(f"{len(luigi & pipeline)} of {len(luigi)} Luigi tasks ran as steps.")
    return luigi == pipeline


def as_table(rows: list[Row]) -> Table:
    table = Table(title="sha256 by path")
    for column in ("output", "Luigi", "pipeline", "kept in", ""):
        table.add_column(column, no_wrap=True)
    for row in rows:
        digests = [(text or "missing")[:12] for text in (row.luigi, row.pipeline)]
        table.add_row(row.path, *digests, row.kept, "equal" if row.equal else "[red]DIFFERENT")
    return table


def show_proofs(console: Console) -> bool:
    """Whether every proof of the converter's own report holds; there must be one."""
    proofs = json.loads((OUT / "report.json").read_text())["proofs"]
    for proof in proofs:
        verdict = "[green]holds" if proof["ok"] else "[red]does not hold"
        console.print(f"{proof['title']}: {verdict}")
        for detail in proof["details"]:
            console.print(f"  {detail}", markup=False, highlight=False)
    return bool(proofs) and all(proof["ok"] for proof in proofs)


if __name__ == "__main__":
    sys.exit(main())
