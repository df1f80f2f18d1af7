"""Start the capture script in the interpreter of a legacy repository and take back its graph."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bridges.luigi.single_file import joined_script
from migrate.errors import BadInput, CaptureFailed
from migrate.luigi.failure import failure_of, without_luigi
from migrate.luigi.graph import TaskGraph
from migrate.luigi.process import command_of, run_command
from migrate.luigi.read_graph import graph_from_json
from migrate.luigi.request import CaptureFiles, CaptureRequest


def capture_script() -> str:
    """The one file that captures a graph; its source is :mod:`migrate.luigi.capture`."""
    return joined_script("migrate.luigi.capture")


def capture_graph(request: CaptureRequest) -> TaskGraph:
    """The whole graph; a walk that was cut short raises CaptureFailed."""
    data = run_capture(request)
    if data["truncated"]:
        family, count = Counter(node["family"] for node in data["nodes"]).most_common(1)[0]
        raise CaptureFailed(
            f"the graph has more than {len(data['nodes'])} tasks, or they take too long; "
            f"{count} of them are {family}",
            where=request.task,
            next_step="raise --max-nodes or --time-limit, or give narrower parameters; a family "
            "that requires itself until one of its tasks is complete has no end in a capture",
        )
    return graph_from_json(data, where=str(request.repo))


def run_capture(request: CaptureRequest) -> dict[str, Any]:
    """What the script wrote, as parsed JSON; ``truncated`` says that the walk was cut short."""
    _check_repository(request.repo)
    _check_paths(request.paths)
    python = _interpreter(request.python)
    with tempfile.TemporaryDirectory(prefix="migrate-capture-") as scratch:
        files = CaptureFiles(Path(scratch))
        files.script.write_text(capture_script(), encoding="utf-8")
        code, log = run_command(command_of(request, python, files), request)
        if code == 0 and files.out.exists():
            graph: dict[str, Any] = json.loads(files.out.read_bytes())
            return graph
        raise without_luigi(request.repo, failure_of(files, code, log, request, python))


def _check_repository(repo: Path) -> None:
    if not repo.is_dir():
        raise BadInput("not a directory", where=str(repo), next_step="give the repository's root")


def _check_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        if not path.is_dir():
            raise BadInput(
                "not a directory", where=f"--path {path}", next_step="name an import directory"
            )


def _interpreter(chosen: Path | None) -> str:
    if chosen is None:
        return sys.executable
    path = chosen.expanduser()
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BadInput(
            "not an interpreter that can be started",
            where=str(chosen),
            next_step="give --python the path of the Python that runs the repository",
        )
    return str(path.absolute())
