"""The one way in: runs a compiled pipeline on this machine."""

from __future__ import annotations

import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any, Final

from bridges.kfp.engine import Engine
from bridges.kfp.errors import ArgumentInvalid, RunFolderInvalid
from bridges.kfp.journal import Journal
from bridges.kfp.load import load_pipeline
from bridges.kfp.model import Event, RunOptions, RunResult, RunState, StepState, Values
from bridges.kfp.process import Canceller, Command, Exit, run_command
from bridges.kfp.spec import Component, Pipeline
from bridges.kfp.step import Bench
from bridges.kfp.values import from_text, typed
from bridges.kfp.warm_client import warm_runner

Launch = Callable[[Command, Canceller], Exit]
_STATES: Final = {StepState.CANCELED: RunState.CANCELED, StepState.FAILED: RunState.FAILED}


def run_pipeline(
    spec: Path,
    arguments: Mapping[str, object],
    options: RunOptions,
    listener: Callable[[Event], None] | None = None,
    canceller: Canceller | None = None,
) -> RunResult:
    """The pipeline has run as a cluster would run it; failures of steps are in the result.

    Raises SpecInvalid, ArgumentInvalid or RunFolderInvalid before anything has started.
    In the main thread SIGINT and SIGTERM cancel the run; elsewhere pass a ``canceller``.
    """
    pipeline = load_pipeline(spec)
    inputs = pipeline_inputs(pipeline.root, arguments)
    run_dir = _run_folder(options)
    journal = Journal(pipeline.name, run_dir, listener)
    switch = canceller or Canceller()
    journal.begin()
    try:
        with _cancelled_by_signals(switch), _launcher(options) as launch:
            bench = _bench(options, run_dir, journal, switch, launch)
            outcome = Engine(pipeline, bench, _job(pipeline, run_dir)).run(inputs)
    except BaseException:
        journal.end(RunState.FAILED, Values())  # no run.json may say RUNNING for ever
        raise
    state = RunState.CANCELED if switch.on else _STATES.get(outcome.state, RunState.SUCCEEDED)
    journal.end(state, outcome.values)
    return RunResult(pipeline.name, state, journal.steps, outcome.values, run_dir)


def pipeline_inputs(root: Component, arguments: Mapping[str, object]) -> Values:
    """The arguments checked against the pipeline's parameters; None stands for "not given"."""
    known = root.parameters
    if unknown := sorted(arguments.keys() - known.keys()):
        names = ", ".join(sorted(known)) or "none"
        raise ArgumentInvalid(f"the pipeline has no parameter {unknown[0]!r}; it has {names}")
    given = {name: value for name, value in arguments.items() if value is not None}
    values: dict[str, Any] = {}
    for name, definition in known.items():
        if name in given:
            values[name] = _argument(name, given[name], definition.type)
        elif definition.has_default:
            values[name] = _argument(name, definition.default, definition.type)
        elif not definition.optional:
            raise ArgumentInvalid(f"parameter {name!r} ({definition.type}) has no value")
    return Values(values)


def arguments_from_text(root: Component, texts: Mapping[str, str]) -> dict[str, Any]:
    """The arguments that ``name=text`` pairs stand for; unknown names stay for the next check."""
    arguments: dict[str, Any] = {}
    for name, text in texts.items():
        definition = root.parameters.get(name)
        try:
            arguments[name] = from_text(text, definition.type) if definition else text
        except ValueError as error:
            raise ArgumentInvalid(f"parameter {name!r}: {error}") from None
    return arguments


def _argument(name: str, value: object, parameter_type: str) -> Any:
    try:
        return typed(value, parameter_type)
    except ValueError as error:
        raise ArgumentInvalid(f"parameter {name!r}: {error}") from None


def _run_folder(options: RunOptions) -> Path:
    if options.resume is not None:
        folder = options.resume.absolute()
        if not (folder / "run.json").is_file():
            raise RunFolderInvalid(f"{folder}: there is no run to resume (no run.json)")
        return folder
    if options.run_dir is None:
        raise RunFolderInvalid("either run_dir or resume must be given")
    folder = options.run_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = next(folder.iterdir(), None)
    except OSError as error:
        raise RunFolderInvalid(f"{folder}: cannot use it: {error.strerror}") from None
    if taken is not None:
        raise RunFolderInvalid(f"{folder}: is not empty (it holds {taken.name})")
    return folder


@contextmanager
def _launcher(options: RunOptions) -> Iterator[Launch]:
    if not options.preload:
        yield run_command
        return
    with warm_runner(options.preload) as warm:
        yield warm.run


def _bench(
    options: RunOptions, run_dir: Path, journal: Journal, canceller: Canceller, launch: Launch
) -> Bench:
    return Bench(
        options=options,
        run_dir=run_dir,
        workspace=(options.workspace or run_dir / "workspace").absolute(),
        cache_dir=(options.cache_dir or run_dir.parent / ".step-cache").absolute(),
        journal=journal,
        canceller=canceller,
        slots=threading.Semaphore(max(1, options.workers)),
        digests={},
        launch=launch,
    )


def _job(pipeline: Pipeline, run_dir: Path) -> dict[str, str]:
    """The placeholders that mean the same in every task of the run."""
    now = datetime.fromtimestamp(time.time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "{{$.pipeline_job_name}}": f"{pipeline.name}-{run_dir.name}",
        "{{$.pipeline_job_resource_name}}": f"local/{pipeline.name}-{run_dir.name}",
        "{{$.pipeline_job_uuid}}": str(uuid.uuid4()),
        "{{$.pipeline_job_create_time_utc}}": now,
        "{{$.pipeline_job_schedule_time_utc}}": now,
        "{{$.pipeline_root}}": str(run_dir / "steps"),
    }


@contextmanager
def _cancelled_by_signals(canceller: Canceller) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def cancel(number: int, _frame: FrameType | None) -> None:
        canceller.by_signal = canceller.by_signal or number
        canceller.cancel()

    before = {number: signal.signal(number, cancel) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
