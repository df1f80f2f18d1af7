"""What Luigi did, what the pipeline did: tasks and files, each read from that side's own traces."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RECORD = ".paved-road.json"

# The tasks below the root as Luigi itself sees them; a plain WrapperTask does nothing to compare.
WALK = """
import json, luigi, sys
from company.reports import WeeklyReports
queue, tasks = [WeeklyReports(week=luigi.DateIntervalParameter().parse(sys.argv[1]))], {}
while queue:
    task = queue.pop()
    plain = isinstance(task, luigi.WrapperTask) and type(task).run is luigi.Task.run
    tasks[task.task_id] = not plain
    queue.extend(task.deps())
print(json.dumps([task_id for task_id, works in tasks.items() if works]))
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One output path: its digest on each side (None: not there), and how the pipeline kept it."""

    path: str
    luigi: str | None
    pipeline: str | None
    kept: str

    @property
    def equal(self) -> bool:
        return self.luigi is not None and self.luigi == self.pipeline


def luigi_tasks(legacy: Path, week: str) -> set[str]:
    """Ids of the tasks that do something, asked from Luigi and not from the converter."""
    walk = [sys.executable, "-c", WALK, week]
    done = subprocess.run(walk, cwd=legacy, text=True, capture_output=True, check=True)
    return set(json.loads(done.stdout))


def pipeline_tasks(run: Path) -> Iterator[str]:
    """Ids of the tasks that steps say they did; in a fresh run nothing may have been skipped."""
    done = re.compile(r"^paved-road: (\S+) (?:done|checked)$", re.MULTILINE)
    for step in steps(run):
        found = done.search((run / step["log"]).read_text()) if step["log"] else None
        if found and found[1] not in {"prepare", "bundle"}:
            yield found[1]


def steps(run: Path) -> list[Mapping[str, Any]]:
    """The account of every step, from the run folder."""
    listed: list[Mapping[str, Any]] = json.loads((run / "run.json").read_text())["steps"]
    return listed


def pipeline_files(run: Path) -> dict[str, tuple[Path, str]]:
    """Where the pipeline has each legacy path: on the shared volume, or in an artifact."""
    workspace = run / "workspace"
    found = {path: (file, "workspace") for path, file in files_below(workspace, "out").items()}
    for step in steps(run):
        for artifacts in step["outputs"]["artifacts"].values():
            for artifact in artifacts:
                kept = recorded(Path(artifact["uri"]))
                found.update({p: (f, "artifact") for p, f in kept if p.startswith("out/")})
    return found


def recorded(artifact: Path) -> Iterator[tuple[str, Path]]:
    """Files of targets that moved into the artifact, by their legacy path."""
    record = artifact / RECORD
    if not record.is_file():
        return
    for target in json.loads(record.read_text())["targets"]:
        if target["file"] is not None:
            yield target["path"], artifact / target["file"]


def files_below(root: Path, folder: str) -> dict[str, Path]:
    """Every file of the folder, by its path from the root."""
    paths = (path for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path for path in paths}


def compare_files(luigi: Mapping[str, Path], pipeline: Mapping[str, tuple[Path, str]]) -> list[Row]:
    """One row for every path that either side has."""
    rows = []
    for path in sorted({*luigi, *pipeline}):
        file, kept = pipeline.get(path, (None, "nowhere"))
        rows.append(Row(path, digest(luigi.get(path)), digest(file), kept))
    return rows


def digest(path: Path | None) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None
