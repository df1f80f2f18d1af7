"""Luigi in a pipeline step: the runtime file that legacy images carry, and its fingerprint.

Nothing here imports Luigi: the file, whose source is the package :mod:`bridges.luigi.step`, does in
the legacy interpreter.
"""

from __future__ import annotations

import hashlib

from bridges.luigi.single_file import joined_script

STEP_FILE = "paved_road_step.py"


def step_source() -> bytes:
    """The step runtime, byte for byte as it must lie next to a pipeline."""
    return joined_script("bridges.luigi.step").encode()


def step_sha256() -> str:
    """The fingerprint by which a copy of the step runtime is known to be unchanged."""
    return hashlib.sha256(step_source()).hexdigest()


__all__ = ["STEP_FILE", "step_sha256", "step_source"]
