"""The run as others see it: ``run.json`` and the listener's events, always in step.

``run.json`` is replaced at most twice a second while steps change and once at the end;
``docs/run.md`` documents its fields.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from bridges.kfp.model import Event, EventKind, RunState, SkipReason, StepResult, StepState, Values
from bridges.kfp.store import write_json

FORMAT = "paved-road/run"
VERSION = 1
_INTERVAL = 0.5
Listener = Callable[[Event], None]


class Journal:
    """Keeps the account of one run; every method may be called from any thread."""

    def __init__(self, pipeline: str, run_dir: Path, listener: Listener | None) -> None:
        self._pipeline = pipeline
        self._path = run_dir / "run.json"
        self._listener = listener
        self._lock = threading.RLock()
        self._steps: dict[str, StepResult] = {}
        self._state = RunState.RUNNING
        self._started = time.time()
        self._outputs = Values()
        self._last_write = 0.0

    @property
    def steps(self) -> tuple[StepResult, ...]:
        with self._lock:
            return tuple(self._steps[name] for name in sorted(self._steps))

    def begin(self) -> None:
        """The run is visible."""
        with self._lock:
            self._write()
            self._tell(Event(EventKind.RUN_STARTED))

    def started(self, step: StepResult) -> StepResult:
        """The step counts as running from now on."""
        begun = replace(step, started=time.time())
        self._change(EventKind.STEP_STARTED, begun)
        return begun

    def retried(self, step: StepResult) -> None:
        self._change(EventKind.STEP_RETRIED, step)

    def ended(self, step: StepResult) -> StepResult:
        """The step has its final state."""
        final = replace(step, ended=time.time()) if step.started is not None else step
        self._change(EventKind.STEP_ENDED, final)
        return final

    def skipped(
        self, step: StepResult, state: StepState, reason: SkipReason | None, detail: str
    ) -> None:
        """The step will not run."""
        self.ended(replace(step, state=state, reason=reason, detail=detail))

    def end(self, state: RunState, outputs: Values) -> None:
        """The run has its final state, on disk too."""
        with self._lock:
            self._state = state
            self._outputs = outputs
            self._write()
            self._tell(Event(EventKind.RUN_ENDED))

    def _change(self, kind: EventKind, step: StepResult) -> None:
        with self._lock:
            self._steps[step.name] = step
            if time.time() - self._last_write >= _INTERVAL:
                self._write()
            self._tell(Event(kind, step))

    def _tell(self, event: Event) -> None:
        if self._listener is not None:
            self._listener(event)

    def _write(self) -> None:
        self._last_write = time.time()
        write_json(
            self._path,
            {
                "format": FORMAT,
                "version": VERSION,
                "pipeline": self._pipeline,
                "state": self._state.value,
                "started": self._started,
                "ended": None if self._state is RunState.RUNNING else time.time(),
                "outputs": self._outputs.as_dict(),
                "steps": [step_as_dict(step, self._path.parent) for step in self.steps],
            },
        )


def step_as_dict(step: StepResult, run_dir: Path) -> dict[str, Any]:
    """One row of ``steps`` in run.json; the log's path is relative to the run folder."""
    return {
        "name": step.name,
        "component": step.component,
        "display_name": step.display_name,
        "state": step.state.value,
        "reason": step.reason.value if step.reason else None,
        "detail": step.detail,
        "started": step.started,
        "ended": step.ended,
        "attempts": step.attempts,
        "log": str(step.log.relative_to(run_dir)) if step.log else None,
        "outputs": step.outputs.as_dict(),
    }
