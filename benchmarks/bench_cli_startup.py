"""How long a person waits for the command line to answer at all."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from measurement import Measurement, median_seconds

from migrate.cli.main import COMMANDS

MIGRATE = Path(sys.executable).with_name("migrate")


def measure() -> Iterator[Measurement]:
    """Start-up of the command, beside that of the bare interpreter."""
    yield Measurement("python -c pass", _median([sys.executable, "-c", "pass"]), "s")
    yield Measurement("migrate --help", _median([str(MIGRATE), "--help"]), "s", limit=0.5)
    for name in COMMANDS:
        seconds = _median([str(MIGRATE), name, "--help"])
        yield Measurement(f"migrate {name} --help", seconds, "s", limit=0.5)


def _median(command: list[str]) -> float:
    return median_seconds(lambda: subprocess.run(command, check=True, capture_output=True))
