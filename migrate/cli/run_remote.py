"""``migrate run --host``: on a KFP API."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from migrate.errors import ExitCode
from migrate.kfp.submit import Api, Endpoint, RemoteRun, follow


@dataclass(frozen=True, slots=True)
class RemoteRequest:
    """What the command line asks for."""

    spec: Path
    arguments: Mapping[str, Any]
    host: str
    namespace: str | None = None
    experiment: str | None = None
    cache: bool = True
    follow: bool = True
    timeout: float | None = None
    interval: float = 2.0


def run_there(request: RemoteRequest, *, as_json: bool, quiet: bool) -> ExitCode:
    """The run is submitted and, unless told otherwise, has ended; its state is shown."""
    api = Api(Endpoint(request.host, request.namespace, request.experiment))
    cache = None if request.cache else False
    run = api.submit(request.spec, request.arguments, cache=cache)
    say = _quiet if quiet else _say
    say(f"submitted {run.url}")
    if request.follow:
        run = _followed(api, run, request, say)
    if as_json:
        sys.stdout.write(json.dumps({"host": request.host, **asdict(run)}, indent=2) + "\n")
    elif not quiet:
        sys.stdout.write(f"{run.run_id}: {run.state}{run.error and ': ' + run.error}\n")
    return ExitCode.CLEAN if run.good or not request.follow else ExitCode.RUN_FAILED


def _followed(
    api: Api, run: RemoteRun, request: RemoteRequest, say: Callable[[str], None]
) -> RemoteRun:
    seen: dict[str, str] = {}

    def on_change(now: RemoteRun) -> None:
        for name, state in {"run": now.state, **now.tasks}.items():
            if seen.get(name) != state:
                say(f"{state:<9} {name}")
        seen.update({"run": now.state, **now.tasks})

    try:
        return follow(api, run, on_change, timeout=request.timeout, interval=request.interval)
    except KeyboardInterrupt:
        say(f"no longer following; the run goes on: {run.url}")
        raise


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


def _quiet(_text: str) -> None:
    return None
