"""``migrate run`` on this machine."""

from __future__ import annotations

import json
import re
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
    """What the command line asks for; several specs are parts, run one after the other.

    ``preload`` is None where migration.toml says what to import once for all steps.
    """

    specs: tuple[Path, ...]
    arguments: Mapping[str, Any]
    run_dir: Path | None = None
    resume: Path | None = None
    workers: int | None = None
    cache: bool = True
    workspace: Path | None = None
    preload: tuple[str, ...] | None = None
    timeout: float | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    past_failures: bool = False


def run_here(request: LocalRequest, *, as_json: bool, quiet: bool) -> ExitCode:
    """The pipeline has run and its result is shown; a part that fails is the last one."""
    switch = Canceller()
    results: list[RunResult] = []
    folder = folder_of(request)
    for result in run_parts(request, folder, switch, quiet=quiet):
        results.append(result)
        if not as_json and not quiet:
            show_result(result_console(), result)
    if as_json:
        sys.stdout.write(json.dumps(_as_json(results, folder), indent=2) + "\n")
    return exit_code(results[-1], switch)


def run_parts(
    request: LocalRequest, folder: Path, switch: Canceller, *, quiet: bool
) -> Iterator[RunResult]:
    """The result of each part when it has ended; one that fails is the last, but in dry runs."""
    console = Console(stderr=True, highlight=False)
    try:
        with _time_limit(request.timeout, switch):
            for number, spec in enumerate(request.specs, 1):
                options = options_of(request, spec, folder, number)
                with progress(console, quiet=quiet) as listener:
                    result = run_pipeline(spec, request.arguments, options, listener, switch)
                yield result
                if result.state is not RunState.SUCCEEDED and not _goes_on(request, switch):
                    return
    except KfpRunError as error:
        raise BadInput(str(error)) from None


def _goes_on(request: LocalRequest, switch: Canceller) -> bool:
    return request.past_failures and not switch.on


def _as_json(results: Sequence[RunResult], folder: Path) -> dict[str, Any]:
    """The run.json of the run; of one in parts, a list of them."""
    runs = [
        {
            "run_dir": str(result.run_dir),
            **json.loads((result.run_dir / "run.json").read_text("utf-8")),
        }
        for result in results
    ]
    return runs[0] if results[0].run_dir == folder else {"run_dir": str(folder), "parts": runs}


def folder_of(request: LocalRequest) -> Path:
    """The run folder; parts have folders of their own in it."""
    if request.resume is not None:
        return request.resume.absolute()
    return (request.run_dir or next_run_dir(request.specs[0])).absolute()


def options_of(request: LocalRequest, spec: Path, folder: Path, number: int) -> RunOptions:
    """The runner's options: the command line's, and what migration.toml says about images.

    All parts have one volume. A part that an earlier run did not reach starts anew.
    """
    settings = read_local_settings(spec.parent)
    workspace = request.workspace
    if len(request.specs) > 1:
        workspace = workspace or folder / "workspace"
        folder = folder / f"part-{number}"
    resumed = request.resume is not None and (number == 1 or (folder / "run.json").is_file())
    options = RunOptions(
        run_dir=None if resumed else folder,
        resume=folder if resumed else None,
        images=settings.images,
        secrets=settings.secrets,
        workspace=workspace,
        cache=request.cache,
        cache_dir=spec.parent / RUNS / CACHE,
        preload=settings.preload if request.preload is None else request.preload,
        env=request.env,
        past_failures=request.past_failures,
    )
    return options if request.workers is None else replace(options, workers=request.workers)


def next_run_dir(spec: Path) -> Path:
    """``runs/<pipeline>-<n>`` beside the pipeline, with the next free number."""
    runs, name = spec.parent / RUNS, re.sub(r"-part-1$", "", load_pipeline(spec).name)
    numbers = [
        int(match[1])
        for path in (runs.iterdir() if runs.is_dir() else ())
        if (match := re.fullmatch(re.escape(name) + r"-(\d+)", path.name))
    ]
    return runs / f"{name}-{max(numbers, default=0) + 1}"


def result_console() -> Console:
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


def exit_code(result: RunResult, switch: Canceller) -> ExitCode:
    if result.state is RunState.SUCCEEDED:
        return ExitCode.CLEAN
    if switch.by_signal == signal.SIGINT:
        return ExitCode.INTERRUPTED
    return ExitCode.RUN_FAILED
