"""Compiles pipeline.py the way its users will: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from migrate.errors import MigrateError

TIME_LIMIT = 600


def compile_pipeline(source: str) -> dict[str, str]:
    """The YAML files that ``source`` compiles to; raises MigrateError with kfp's last line."""
    with tempfile.TemporaryDirectory(prefix="paved-road-") as name:
        directory = Path(name)
        (directory / "pipeline.py").write_text(source, "utf-8")
        _run(directory)
        return {path.name: path.read_text("utf-8") for path in sorted(directory.glob("*.yaml"))}


def _run(directory: Path) -> None:
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(
        [sys.executable, "pipeline.py"],
        cwd=directory,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT,
        check=False,
    )
    if done.returncode != 0:
        lines = [line for line in done.stderr.splitlines() if line.strip()] or ["no message"]
        raise MigrateError(
            f"kfp could not compile the generated pipeline: {lines[-1]}",
            where="pipeline.py",
            next_step="this is a defect of the converter: report it with the graph.json",
        )
