"""Submits a compiled pipeline to a KFP v2beta1 API and follows the run to its end.

The SDK's own ``wait_for_run_completion`` never returns for a cancelled run and does not fail for
a failed one, so the state is polled here. A bearer token is taken from ``KFP_TOKEN``.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import time
import urllib.error
import urllib.request
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from migrate.errors import BadInput, MigrateError, RunFailed

TOKEN_VARIABLE: Final = "KFP_TOKEN"  # noqa: S105  the name of the variable, not a token
FINAL_STATES: Final = frozenset({"SUCCEEDED", "SKIPPED", "FAILED", "CANCELED"})
_CONNECT_SECONDS: Final = 10.0
_TOLERATED_FAILURES: Final = 5


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to submit; ``namespace`` is needed on multi-user deployments only."""

    host: str
    namespace: str | None = None
    experiment: str | None = None

    @property
    def url(self) -> str:
        return (self.host if "://" in self.host else f"https://{self.host}").rstrip("/")


@dataclass(frozen=True, slots=True)
class RemoteRun:
    """A run on the server as last seen; ``tasks`` are the states that the server reports."""

    run_id: str
    url: str
    state: str
    error: str = ""
    tasks: Mapping[str, str] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def good(self) -> bool:
        return self.state in {"SUCCEEDED", "SKIPPED"}


class Api:
    """A connected client; every failure is a MigrateError with a next step."""

    def __init__(self, endpoint: Endpoint) -> None:
        _check_reachable(endpoint)
        from kfp import Client

        self._endpoint = endpoint
        with _sdk_silent(), _explained(endpoint, "connecting"):
            self._client = Client(
                host=endpoint.url,
                namespace=endpoint.namespace or "kubeflow",
                existing_token=os.environ.get(TOKEN_VARIABLE),
            )

    def submit(
        self, spec: Path, arguments: Mapping[str, Any], *, cache: bool | None = None
    ) -> RemoteRun:
        """The run exists on the server."""
        with _sdk_silent(), _explained(self._endpoint, f"submitting {spec.name}"):
            run = self._client.create_run_from_pipeline_package(
                str(spec.absolute()),
                arguments=dict(arguments),
                experiment_name=self._endpoint.experiment,
                namespace=self._endpoint.namespace,
                enable_caching=cache,
            )
        return self._seen(run.run_info)

    def get(self, run_id: str) -> RemoteRun:
        """The run as it is now."""
        with _sdk_silent(), _explained(self._endpoint, f"asking for run {run_id}"):
            return self._seen(self._client.get_run(run_id))

    def _seen(self, run: Any) -> RemoteRun:
        details = getattr(run, "run_details", None)
        return RemoteRun(
            run_id=run.run_id,
            url=f"{self._endpoint.url}/#/runs/details/{run.run_id}",
            state=run.state or "PENDING",
            error=getattr(run.error, "message", None) or "",
            tasks={
                task.display_name or task.task_id: task.state or "PENDING"
                for task in getattr(details, "task_details", None) or ()
            },
        )


def follow(
    api: Api,
    run: RemoteRun,
    on_change: Callable[[RemoteRun], None],
    *,
    timeout: float | None = None,
    interval: float = 2.0,
) -> RemoteRun:
    """The run in its final state; raises RunFailed when it has none after ``timeout`` seconds."""
    end = None if timeout is None else time.monotonic() + timeout
    failures = 0
    while not run.ended:
        if end is not None and time.monotonic() >= end:
            raise RunFailed(
                f"run {run.run_id} is still {run.state} after {timeout:g} s",
                where=run.url,
                next_step="look at it there; it goes on running on the server",
            )
        time.sleep(interval)
        try:
            seen, failures = api.get(run.run_id), 0
        except MigrateError:
            failures += 1
            if failures > _TOLERATED_FAILURES:
                raise
            continue
        if seen != run:
            on_change(seen)
        run = seen
    return run


def _check_reachable(endpoint: Endpoint) -> None:
    """The SDK itself retries for half a minute and then hides the reason."""
    token = os.environ.get(TOKEN_VARIABLE)
    request = urllib.request.Request(  # noqa: S310  the user's own --host
        f"{endpoint.url}/apis/v2beta1/healthz"
    )
    if token:  # not for the login page of another host that a gateway redirects to
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.urlopen(request, timeout=_CONNECT_SECONDS) as answer:  # noqa: S310
            json.load(answer)
    except urllib.error.HTTPError as error:
        raise _refused(endpoint, error.code, error.reason, "asking for its health") from None
    except (OSError, urllib.error.URLError) as error:
        raise BadInput(
            f"cannot connect: {getattr(error, 'reason', error)}",
            where=endpoint.url,
            next_step="check --host; a port-forward needs http://localhost:PORT",
        ) from None
    except ValueError:
        raise _no_api(endpoint) from None


def _no_api(endpoint: Endpoint) -> BadInput:
    return BadInput(
        "something answers, but not a KFP v2beta1 API",
        where=endpoint.url,
        next_step="give the address of the KFP API server or UI",
    )


def _refused(endpoint: Endpoint, status: int, reason: str, doing: str) -> BadInput:
    if status in (401, 403):
        return BadInput(
            f"the server refused access while {doing}: {status} {reason}",
            where=endpoint.url,
            next_step=f"put a valid token in {TOKEN_VARIABLE} or choose another --namespace",
        )
    if status == 404 and doing == "asking for its health":
        return _no_api(endpoint)
    return BadInput(
        f"the server answered {status} while {doing}: {reason}",
        where=endpoint.url,
        next_step="mend what the message names, or look into the API server's log",
    )


@contextlib.contextmanager
def _explained(endpoint: Endpoint, doing: str) -> Iterator[None]:
    """Whatever the SDK raises comes out as a MigrateError."""
    from kfp_server_api import ApiException
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ApiException as error:
        message = _message(error.body) or error.reason
        raise _refused(endpoint, error.status, message, doing) from None
    except (HTTPError, OSError) as error:
        raise BadInput(
            f"the connection failed while {doing}: {error}",
            where=endpoint.url,
            next_step="check the network and run the command again",
        ) from None
    except ValueError as error:
        raise BadInput(f"{doing} failed: {error}", where=endpoint.url) from None


def _message(body: Any) -> str:
    try:
        data = json.loads(body)
    except (TypeError, ValueError):
        return ""
    return str(data.get("message") or data.get("error") or "") if isinstance(data, dict) else ""


@contextlib.contextmanager
def _sdk_silent() -> Iterator[None]:
    """The SDK prints links and warnings where our own output, perhaps JSON, goes."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        yield
