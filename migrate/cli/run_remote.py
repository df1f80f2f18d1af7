"""``migrate run --host``: on a KFP API."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from migrate.errors import ExitCode
from migrate.kfp.submit import Api, Endpoint, RemoteRun, follow


@dataclass(frozen=True, slots=True)
class RemoteRequest:
    """What the command line asks for; several specs are parts, run one after the other."""

    specs: tuple[Path, ...]
    arguments: Mapping[str, Any]
    host: str
    namespace: str | None = None
    experiment: str | None = None
    cache: bool = True
    follow: bool = True
    timeout: float | None = None
    interval: float = 2.0


def run_there(request: RemoteRequest, *, as_json: bool, quiet: bool) -> ExitCode:
    """The run is submitted and, unless told otherwise, has ended; its state is shown.

    The next part is submitted when the one before has ended well.
    """
    api = Api(Endpoint(request.host, request.namespace, request.experiment))
    cache = None if request.cache else False
    say = _quiet if quiet else _say
    runs: list[RemoteRun] = []
    for spec in request.specs:
        run = api.submit(spec, request.arguments, cache=cache)
        say(f"submitted {run.url}")
        runs.append(_followed(api, run, request, say) if request.follow else run)
        if request.follow and not runs[-1].good:
            break
    _show(runs, request, as_json=as_json, quiet=quiet)
    return ExitCode.CLEAN if runs[-1].good or not request.follow else ExitCode.RUN_FAILED


def _show(runs: Sequence[RemoteRun], request: RemoteRequest, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        told = [asdict(run) for run in runs]
        one = told[0] if len(request.specs) == 1 else {"parts": told}
        sys.stdout.write(json.dumps({"host": request.host, **one}, indent=2) + "\n")
        return
    for run in () if quiet else runs:
        sys.stdout.write(f"{run.run_id}: {run.state}{run.error and ': ' + run.error}\n")


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
