"""``migrate bridge``: plan, convert here or on Beam, and say what became of it."""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console

from bridges.convert import ConversionPlan, Options, convert, plan
from migrate.bridge.failures import told
from migrate.bridge.progress import watched
from migrate.bridge.summary import show
from migrate.errors import ExitCode


@dataclass(frozen=True, slots=True)
class Request:
    """The command line, checked."""

    source: str
    destination: str
    options: Options
    workers: int | None = None
    runner: str | None = None
    pipeline_options: tuple[str, ...] = ()
    as_json: bool = False
    quiet: bool = False


def run(request: Request) -> ExitCode:
    """Convert; a summary is on stdout, or the manifest with ``--json``."""
    begun = time.monotonic()
    with told():
        made = plan(request.source, request.destination, request.options)
        manifest = _convert(made, request)
    if request.as_json:
        sys.stdout.write(json.dumps({"destination": request.destination, **manifest}) + "\n")
    elif not request.quiet:
        show(manifest, request.destination, time.monotonic() - begun)
    return ExitCode.CLEAN


def _convert(made: ConversionPlan, request: Request) -> dict[str, Any]:
    if request.runner is not None:
        return _beam()(request.runner, made, request.pipeline_options)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    quiet = request.quiet or request.as_json
    with watched(made.dataset.size, console, quiet=quiet) as progress:
        return convert(made, request.workers or len(os.sched_getaffinity(0)), progress)


def _beam() -> Callable[[str, ConversionPlan, Sequence[str]], dict[str, Any]]:
    with warnings.catch_warnings():  # Beam's own, about packages nobody here asked for
        warnings.simplefilter("ignore")
        from bridges.beam import run_on
    return run_on
