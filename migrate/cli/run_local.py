"""``migrate run`` on this machine."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from bridges.kfp import (
    Canceller,
    KfpRunError,
    RunOptions,
    RunResult,
    RunState,
    load_pipeline,
    run_pipeline,
)
from migrate.cli.run_views import progress, show_result
from migrate.errors import BadInput, ExitCode
from migrate.kfp.local import read_local_settings

RUNS = "runs"
CACHE = ".step-cache"
WIDE = 200


@dataclass(frozen=True, slots=True)
class LocalRequest:
    """What the command line asks for."""

    spec: Path
    arguments: Mapping[str, Any]
    run_dir: Path | None = None
    resume: Path | None = None
    workers: int | None = None
    cache: bool = True
    workspace: Path | None = None
    preload: tuple[str, ...] = ()
    timeout: float | None = None


def run_here(request: LocalRequest, *, as_json: bool, quiet: bool) -> ExitCode:
    """The pipeline has run and its result is shown."""
    switch = Canceller()
    try:
        options = options_of(request)
        console = Console(stderr=True, highlight=False)
        with progress(console, quiet=quiet) as listener, _time_limit(request.timeout, switch):
            result = run_pipeline(request.spec, request.arguments, options, listener, switch)
    except KfpRunError as error:
        raise BadInput(str(error)) from None
    if as_json:
        run = json.loads((result.run_dir / "run.json").read_text("utf-8"))
        sys.stdout.write(json.dumps({"run_dir": str(result.run_dir), **run}, indent=2) + "\n")
    elif not quiet:
        show_result(_result_console(), result)
    return _exit_code(result, switch)


def options_of(request: LocalRequest) -> RunOptions:
    """The runner's options: the command line's, and what migration.toml says about images."""
    settings = read_local_settings(request.spec.parent)
    options = RunOptions(
        run_dir=None if request.resume else request.run_dir or next_run_dir(request.spec),
        resume=request.resume,
        images=settings.images,
        secrets=settings.secrets,
        workspace=request.workspace,
        cache=request.cache,
        cache_dir=request.spec.parent / RUNS / CACHE,
        preload=request.preload or settings.preload,
    )
    return options if request.workers is None else replace(options, workers=request.workers)


def next_run_dir(spec: Path) -> Path:
    """``runs/<pipeline>-<n>`` beside the pipeline, with the next free number."""
    runs, name = spec.parent / RUNS, load_pipeline(spec).name
    numbers = [
        int(match[1])
        for path in (runs.iterdir() if runs.is_dir() else ())
        if (match := re.fullmatch(re.escape(name) + r"-(\d+)", path.name))
    ]
    return runs / f"{name}-{max(numbers, default=0) + 1}"


def _result_console() -> Console:
    """Names and paths are not wrapped when somebody else reads the output."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


@contextmanager
def _time_limit(seconds: float | None, switch: Canceller) -> Iterator[None]:
    if seconds is None:
        yield
        return
    timer = threading.Timer(seconds, switch.cancel)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _exit_code(result: RunResult, switch: Canceller) -> ExitCode:
    if result.state is RunState.SUCCEEDED:
        return ExitCode.CLEAN
    if switch.by_signal == signal.SIGINT:
        return ExitCode.INTERRUPTED
    return ExitCode.RUN_FAILED
