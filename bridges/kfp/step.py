"""One step: taken over from an earlier run or executed, with retries."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bridges.kfp.commands import (
    container_argv,
    environment,
    lightweight_argv,
    lightweight_source,
)
from bridges.kfp.errors import StepError
from bridges.kfp.executor_io import executor_input, read_outputs
from bridges.kfp.journal import Journal
from bridges.kfp.model import ImageMap, RunOptions, StepResult, StepState, Values
from bridges.kfp.mounts import mounted
from bridges.kfp.process import Canceller, Command, Ending, Exit, run_command
from bridges.kfp.spec import Component, Container, Retry, Task
from bridges.kfp.store import Record, fingerprint, read_record, sources_digest, write_json

_NO_IMAGE = ImageMap()


@dataclass(frozen=True, slots=True)
class Bench:
    """What all steps of a run share."""

    options: RunOptions
    run_dir: Path
    workspace: Path
    cache_dir: Path
    journal: Journal
    canceller: Canceller
    slots: threading.Semaphore
    digests: dict[str, str]
    launch: Callable[[Command, Canceller], Exit] = run_command

    def folder(self, step: str) -> Path:
        return self.run_dir / "steps" / step

    def image(self, name: str) -> ImageMap:
        return self.options.images.get(name, _NO_IMAGE).absolute()

    def sources(self, image_name: str) -> str:
        """The digest of the code behind an image, computed once per run."""
        if image_name not in self.digests:
            image = self.image(image_name)
            self.digests[image_name] = sources_digest(image, image.python or sys.executable)
        return self.digests[image_name]


@dataclass(frozen=True, slots=True)
class Step:
    """One container step with its resolved inputs."""

    name: str
    task: Task
    component: Component
    container: Container
    inputs: Values

    def run(self, bench: Bench) -> StepResult:
        """The step has its final state, in the journal too."""
        folder = bench.folder(self.name)
        blank = StepResult(
            self.name, self.component.name, self.task.display_name, StepState.RUNNING
        )
        with bench.slots:
            if bench.canceller.on:
                return bench.journal.ended(replace(blank, state=StepState.CANCELED))
            key = fingerprint(self.component, self.inputs, self._surroundings(bench))
            if record := self._earlier(bench, folder, key):
                state = StepState.CACHED
                return bench.journal.ended(replace(blank, state=state, outputs=record.outputs))
            started = bench.journal.started(replace(blank, log=folder / "log.txt"))
            return bench.journal.ended(self._execute(bench, started, folder, key))

    def _surroundings(self, bench: Bench) -> str:
        """What decides the outputs beside component and inputs: code, variables, the volume."""
        volume = str(bench.workspace) if self.component.kubernetes.mounts else ""
        variables = "".join(f"\n{name}={bench.options.env[name]}" for name in bench.options.env)
        return bench.sources(self.container.image) + volume + variables

    def _earlier(self, bench: Bench, folder: Path, key: str) -> Record | None:
        """A record that may stand for running: the resumed run's own, or one from the cache."""
        kept = not self.component.kubernetes.mounts or bench.workspace.is_dir()
        if bench.options.resume and kept and (record := read_record(folder / "step.json", key)):
            return record
        if not self._cacheable(bench):
            return None
        return read_record(bench.cache_dir / f"{key}.json", key)

    def _cacheable(self, bench: Bench) -> bool:
        """Steps on a shared volume do their work beside their outputs: never from the cache."""
        return bench.options.cache and self.task.cached and not self.component.kubernetes.mounts

    def _execute(self, bench: Bench, step: StepResult, folder: Path, key: str) -> StepResult:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        result = self._retried(bench, step, folder)
        if result.state is StepState.SUCCEEDED:
            record = Record.of(key, result.outputs)
            record.write(folder / "step.json")
            if self._cacheable(bench):
                record.write(bench.cache_dir / f"{key}.json")
        return result

    def _retried(self, bench: Bench, step: StepResult, folder: Path) -> StepResult:
        retry = self.task.retry
        result = step
        for attempt in range(1, retry.attempts + 1):
            result = self._attempt(bench, replace(step, attempts=attempt), folder)
            if result.state is not StepState.FAILED or attempt == retry.attempts:
                break
            bench.journal.retried(replace(result, state=StepState.RUNNING))
            if bench.canceller.wait(_pause(retry, attempt, bench.options.longest_backoff)):
                return replace(result, state=StepState.CANCELED)
        return result

    def _attempt(self, bench: Bench, step: StepResult, folder: Path) -> StepResult:
        """The step with the state and the outputs of one attempt."""
        try:
            end = self._process(bench, folder, step.attempts)
            if end.ending is Ending.CANCELED:
                return replace(step, state=StepState.CANCELED, detail="cancelled")
            _check(end, self.component.kubernetes.timeout)
            outputs = read_outputs(self.component, folder / "outputs")
        except (StepError, OSError) as error:
            return replace(step, state=StepState.FAILED, detail=str(error))
        return replace(step, state=StepState.SUCCEEDED, outputs=outputs)

    def _process(self, bench: Bench, folder: Path, attempt: int) -> Exit:
        """The step's process has ended; its outputs folder holds nothing of earlier attempts."""
        outputs = folder / "outputs"
        shutil.rmtree(outputs, ignore_errors=True)
        outputs.mkdir()
        given = executor_input(self.component, self.inputs, outputs)
        write_json(folder / "executor_input.json", given)
        if attempt > 1:
            with (folder / "log.txt").open("a", encoding="utf-8") as log:
                log.write(f"--- attempt {attempt} ---\n")
        image = bench.image(self.container.image)
        kubernetes = self.component.kubernetes
        with mounted(kubernetes, bench.options.secrets, bench.workspace) as extra:
            command = Command(
                argv=self._argv(given, folder, image),
                env=environment(self.container, image, {**bench.options.env, **extra}, given),
                cwd=image.cwd or folder,
                log=folder / "log.txt",
                timeout=kubernetes.timeout,
            )
            return bench.launch(command, bench.canceller)

    def _argv(self, given: dict[str, Any], folder: Path, image: ImageMap) -> list[str]:
        source = lightweight_source(self.container)
        if source is not None:
            return lightweight_argv(source, folder, image.python or sys.executable)
        return container_argv(self.container, given, image)


def _check(end: Exit, timeout: float | None) -> None:
    if end.ending is Ending.TIMED_OUT:
        raise StepError(f"took longer than its limit of {timeout:g} s")
    if end.code < 0:
        raise StepError(f"was ended by signal {-end.code}")
    if end.code:
        raise StepError(f"ended with exit code {end.code}")


def _pause(retry: Retry, attempt: int, longest: float) -> float:
    """Seconds before the next attempt: exponential as on a cluster, but never long here."""
    return min(retry.backoff * retry.factor ** (attempt - 1), retry.longest, longest)
