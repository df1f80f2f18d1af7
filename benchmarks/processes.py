"""Starts a contender's process, watches its memory, and looks at what it wrote."""

from __future__ import annotations

import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyarrow.parquet as pq

HERE: Final = Path(__file__).parent
#: Seconds between two looks at the memory.
_LOOK: Final = 0.02
_HEADER, _FOOTER = 12, 4


class NotRun(Exception):
    """A contender that cannot run here, and why."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one conversion took; ``peak_rss`` is the largest sum over its processes, in bytes.

    Pages that processes share count once for each.
    """

    rows: int
    bytes: int
    cpu: float
    wall: float
    import_cpu: float
    warm_cpu: float
    warm_wall: float
    peak_rss: int

    @property
    def rows_per_cpu_second(self) -> float:
        return self.rows / self.cpu

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.wall


@dataclass(frozen=True, slots=True)
class Job:
    """A module of ``peers``, its options, the two tables it converts, and what runs it."""

    module: str
    options: Mapping[str, Any]
    source: Path
    tiny: Path
    python: Path = Path(sys.executable)


def run(job: Job, environment: Mapping[str, str] | None = None) -> Run:
    """Convert in a process of its own; raise :class:`NotRun` where that cannot be done."""
    with tempfile.TemporaryDirectory(dir=job.tiny.parents[1]) as scratch:
        return _run(job, Path(scratch), _environment() | dict(environment or {}))


def _run(job: Job, scratch: Path, environment: dict[str, str]) -> Run:
    destination, result = scratch / "out", scratch / "result.json"
    told = {
        "module": job.module,
        "options": dict(job.options),
        "source": str(job.source),
        "tiny": str(job.tiny),
        "destination": str(destination),
        "tiny_destination": str(scratch / "tiny"),
        "result": str(result),
    }
    command = [str(job.python), str(HERE / "contender.py"), json.dumps(told)]
    with (scratch / "stderr").open("w+b") as stderr:
        peak, code = _watch(
            subprocess.Popen(command, stdout=stderr, stderr=stderr, env=environment, cwd=scratch)
        )
        stderr.seek(0)
        if code != 0:
            raise NotRun(_last_line(stderr.read()) or f"exit code {code}")
    times = json.loads(result.read_text())
    if "not_run" in times:
        raise NotRun(times["not_run"])
    return Run(rows=rows_in(destination), bytes=_size(destination), peak_rss=peak, **times)


def _environment() -> dict[str, str]:
    path = os.pathsep.join([str(HERE), str(HERE.parent)])
    return dict(os.environ) | {"PYTHONPATH": path, "TF_CPP_MIN_LOG_LEVEL": "2"}


def _watch(process: subprocess.Popen[bytes]) -> tuple[int, int]:
    peak = 0
    while process.poll() is None:
        peak = max(peak, _memory(str(process.pid)))
        time.sleep(_LOOK)
    return peak, process.returncode


def _memory(process: str) -> int:
    """Resident bytes of a process and all that it started; nothing of one that has ended."""
    proc = Path("/proc", process)
    try:
        pages = int((proc / "statm").read_text().split()[1])
        children = [p for task in proc.glob("task/*/children") for p in task.read_text().split()]
    except (OSError, IndexError):
        return 0
    return pages * resource.getpagesize() + sum(map(_memory, children))


def _last_line(text: bytes) -> str:
    lines = text.decode(errors="replace").strip().splitlines()
    return lines[-1].strip() if lines else ""


def _size(destination: Path) -> int:
    return sum(path.stat().st_size for path in destination.rglob("*") if path.is_file())


def rows_in(destination: Path) -> int:
    """How many records the files of a conversion hold, whoever wrote them."""
    tables = (pq.ParquetFile(path).metadata for path in destination.rglob("*.parquet"))
    parquet = sum(int(table.num_rows) for table in tables)
    return parquet + sum(_records(path) for path in destination.rglob("*tfrecord*"))


def _records(path: Path) -> int:
    with path.open("rb") as raw:
        if path.suffix == ".gz":
            with gzip.open(raw) as file:
                return _count(cast(BinaryIO, file))
        return _count(raw)


def _count(file: BinaryIO) -> int:
    count = 0
    while header := file.read(_HEADER):
        file.seek(int.from_bytes(header[:8], "little") + _FOOTER, os.SEEK_CUR)
        count += 1
    return count
