"""Runs one conversion in this process and writes what it took: see ``processes`` for the caller.

Three times are told apart: what importing takes, what the first conversion of a tiny table takes
(kernels are loaded or compiled, lazy imports done), and the conversion that counts.
"""

from __future__ import annotations

import importlib
import json
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds so far; ``cpu`` is of this process and the children that it waited for."""

    cpu: float
    wall: float

    @classmethod
    def now(cls) -> Clock:
        """What the clocks say."""
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return cls(sum(use.ru_utime + use.ru_stime for use in used), time.perf_counter())


def main() -> None:
    """Read the job from the arguments, convert, write the times as JSON."""
    job: dict[str, Any] = json.loads(sys.argv[1])
    begun = Clock.now()
    try:
        run = importlib.import_module(f"peers.{job['module']}").prepare(**job["options"])
    except ImportError as error:
        _tell(job, {"not_run": str(error).splitlines()[0]})
        return
    imported = Clock.now()
    run(Path(job["tiny"]), Path(job["tiny_destination"]))
    warm = Clock.now()
    run(Path(job["source"]), Path(job["destination"]))
    done = Clock.now()
    times = {
        "import_cpu": imported.cpu - begun.cpu,
        "warm_cpu": warm.cpu - imported.cpu,
        "warm_wall": warm.wall - imported.wall,
        "cpu": done.cpu - warm.cpu,
        "wall": done.wall - warm.wall,
    }
    _tell(job, times)


def _tell(job: dict[str, Any], value: dict[str, Any]) -> None:
    Path(job["result"]).write_text(json.dumps(value))


if __name__ == "__main__":
    main()
