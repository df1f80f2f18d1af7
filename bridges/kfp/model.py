"""What a run is asked for and what it gives back: options, states, results, events."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from bridges.kfp.artifacts import Artifact


@dataclass(frozen=True, slots=True)
class ImageMap:
    """What stands in for an image on this machine.

    ``files`` maps absolute paths in the image to local files, for commands that name them.
    """

    python: str | None = None
    pythonpath: tuple[Path, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    files: Mapping[str, Path] = field(default_factory=dict)

    def absolute(self) -> ImageMap:
        """The same map for a process with another working directory."""
        is_path = self.python is not None and os.sep in self.python
        return ImageMap(
            python=str(Path(self.python or "").absolute()) if is_path else self.python,
            pythonpath=tuple(path.absolute() for path in self.pythonpath),
            env=self.env,
            cwd=self.cwd and self.cwd.absolute(),
            files={name: path.absolute() for name, path in self.files.items()},
        )


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run. ``run_dir`` is made new; ``resume`` is an earlier run folder to go on in.

    A secret's value is a ``Path`` to read it from, or the text itself. ``longest_backoff``
    caps the wait between attempts, in seconds. ``preload`` names modules that a warm worker
    imports once for all steps that run under this interpreter. ``env`` are variables
    of every step. With ``past_failures`` steps after a failed one run too, where only files of
    it are missing: for steps that need no data.
    """

    run_dir: Path | None = None
    workers: int = os.cpu_count() or 2
    images: Mapping[str, ImageMap] = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, Path | str]] = field(default_factory=dict)
    workspace: Path | None = None
    resume: Path | None = None
    cache: bool = True
    cache_dir: Path | None = None
    longest_backoff: float = 5.0
    preload: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    past_failures: bool = False


class StepState(Enum):
    """How a step stands."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    CACHED = "CACHED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"
    CANCELED = "CANCELED"


class SkipReason(Enum):
    """Why a step was skipped."""

    CONDITION = "condition"
    UPSTREAM = "upstream"


class RunState(Enum):
    """How a run ended."""

    RUNNING = "RUNNING"
    SUCCEEDED = "SUCCEEDED"
    FAILED = "FAILED"
    CANCELED = "CANCELED"


@dataclass(frozen=True, slots=True)
class Values:
    """Parameters and artifacts by name; an artifact input or output is always a tuple here."""

    parameters: Mapping[str, Any] = field(default_factory=dict)
    artifacts: Mapping[str, tuple[Artifact, ...]] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        return {
            "parameters": dict(self.parameters),
            "artifacts": {k: [a.as_dict() for a in v] for k, v in self.artifacts.items()},
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Values:
        return cls(
            data["parameters"],
            {k: tuple(map(Artifact.from_dict, v)) for k, v in data["artifacts"].items()},
        )


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step: its unique name (the path of task names and iteration numbers) and its end.

    ``detail`` says why it failed or was skipped, in words; times are seconds since the epoch.
    """

    name: str
    component: str
    display_name: str
    state: StepState
    reason: SkipReason | None = None
    detail: str = ""
    started: float | None = None
    ended: float | None = None
    attempts: int = 0
    log: Path | None = None
    outputs: Values = field(default_factory=Values)

    @property
    def seconds(self) -> float | None:
        return None if self.started is None or self.ended is None else self.ended - self.started


@dataclass(frozen=True, slots=True)
class RunResult:
    """A finished run; ``outputs`` are the pipeline's own."""

    pipeline: str
    state: RunState
    steps: tuple[StepResult, ...]
    outputs: Values
    run_dir: Path

    def step(self, name: str) -> StepResult:
        """The step of that name; KeyError lists the names there are."""
        found = next((s for s in self.steps if s.name == name), None)
        if found is None:
            raise KeyError(f"no step {name!r}; there are {[s.name for s in self.steps]}")
        return found


class EventKind(Enum):
    """What a listener is told."""

    RUN_STARTED = "run started"
    STEP_STARTED = "step started"
    STEP_RETRIED = "step retried"
    STEP_ENDED = "step ended"
    RUN_ENDED = "run ended"


@dataclass(frozen=True, slots=True)
class Event:
    """One change; ``step`` is set for the step events. Listeners are called one at a time."""

    kind: EventKind
    step: StepResult | None = None
