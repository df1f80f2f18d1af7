"""A KFP v2beta1 API on localhost: the REST paths the SDK uses; submitted pipelines really run."""

from __future__ import annotations

import json
import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml

from bridges.kfp import Canceller, KfpRunError, RunOptions, RunState, run_pipeline

PREFIX = "/apis/v2beta1"


@dataclass
class KfpServer:
    """The state of the server; ``refuse`` makes every request fail with that status."""

    folder: Path
    url: str = ""
    token: str = ""
    refuse: int = 0
    experiments: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    cancellers: dict[str, Canceller] = field(default_factory=dict)

    def terminate(self, run_id: str) -> None:
        """The run is being cancelled, as from the UI."""
        self.runs[run_id]["state"] = "CANCELING"
        self.cancellers[run_id].cancel()

    def execute(self, run: dict[str, Any]) -> None:
        """Runs the submitted pipeline with our own runner and keeps the account in ``run``."""
        run_id = run["run_id"]
        spec = self.folder / f"{run_id}.yaml"
        documents = run["pipeline_spec"]
        parts = [documents.get("pipeline_spec", documents), documents.get("platform_spec")]
        spec.write_text(yaml.safe_dump_all([part for part in parts if part]))
        run["state"] = "RUNNING"
        arguments = (run.get("runtime_config") or {}).get("parameters") or {}
        options = RunOptions(run_dir=self.folder / run_id)
        try:
            result = run_pipeline(spec, arguments, options, canceller=self.cancellers[run_id])
        except KfpRunError as error:
            run.update(state="FAILED", error={"code": 3, "message": str(error)})
            return
        run["run_details"] = {
            "task_details": [
                {"task_id": s.name, "display_name": s.name, "state": s.state.value}
                for s in result.steps
            ]
        }
        if result.state is RunState.FAILED:
            failed = [s.name for s in result.steps if s.state.value == "FAILED"]
            run["error"] = {"code": 2, "message": f"failed: {', '.join(failed)}"}
        run["state"] = result.state.value


class Handler(BaseHTTPRequestHandler):
    """Routes by method and path to the functions below."""

    protocol_version = "HTTP/1.1"
    kfp: KfpServer

    def log_message(self, *args: Any) -> None:
        """Keeps the test output clean."""

    def do_GET(self) -> None:
        self._answer("GET")

    def do_POST(self) -> None:
        self._answer("POST")

    def _answer(self, method: str) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.kfp.refuse:
            self._send(self.kfp.refuse, {"message": "go away"})
            return
        if self.kfp.token and self.headers.get("Authorization") != f"Bearer {self.kfp.token}":
            self._send(401, {"message": "who are you?"})
            return
        address = urlsplit(self.path)
        for wanted, pattern, handle in ROUTES:
            match = re.fullmatch(PREFIX + pattern, address.path)
            if wanted == method and match:
                query = dict(parse_qsl(address.query))
                self._send(*handle(self.kfp, json.loads(body or b"{}"), query, *match.groups()))
                return
        self._send(404, {"message": f"no route {method} {self.path}"})

    def _send(self, status: int, data: Any) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Answer = tuple[int, Any]


def health(kfp: KfpServer, body: Any, query: dict[str, str]) -> Answer:
    return 200, {"multi_user": False}


def list_experiments(kfp: KfpServer, body: Any, query: dict[str, str]) -> Answer:
    found = list(kfp.experiments.values())
    if "filter" in query:
        (predicate,) = json.loads(query["filter"])["predicates"]
        wanted = predicate.get("string_value") or predicate.get("stringValue")
        found = [e for e in found if e["display_name"] == wanted]
    return 200, {"experiments": found, "total_size": len(found)} if found else {}


def create_experiment(kfp: KfpServer, body: Any, query: dict[str, str]) -> Answer:
    experiment = {**body, "experiment_id": str(uuid.uuid4())}
    kfp.experiments[experiment["experiment_id"]] = experiment
    return 200, experiment


def create_run(kfp: KfpServer, body: Any, query: dict[str, str]) -> Answer:
    spec = body["pipeline_spec"].get("pipeline_spec", body["pipeline_spec"])
    if spec.get("schemaVersion") != "2.1.0":
        return 400, {"message": f"unsupported schemaVersion {spec.get('schemaVersion')}"}
    run = {**body, "run_id": str(uuid.uuid4()), "state": "PENDING"}
    kfp.runs[run["run_id"]] = run
    kfp.cancellers[run["run_id"]] = Canceller()
    threading.Thread(target=kfp.execute, args=(run,), daemon=True).start()
    return 200, run


def get_run(kfp: KfpServer, body: Any, query: dict[str, str], run_id: str) -> Answer:
    if run_id not in kfp.runs:
        return 404, {"message": f"run {run_id} not found"}
    return 200, kfp.runs[run_id]


def terminate_run(kfp: KfpServer, body: Any, query: dict[str, str], run_id: str) -> Answer:
    kfp.terminate(run_id)
    return 200, {}


ROUTES: list[tuple[str, str, Callable[..., Answer]]] = [
    ("GET", "/healthz", health),
    ("GET", "/experiments", list_experiments),
    ("POST", "/experiments", create_experiment),
    ("POST", "/runs", create_run),
    ("GET", r"/runs/([^/:]+)", get_run),
    ("POST", r"/runs/([^/:]+):terminate", terminate_run),
]


@contextmanager
def serving(folder: Path) -> Iterator[KfpServer]:
    """A server on a free port; the runs still going when the block ends are cancelled."""
    kfp = KfpServer(folder)
    handler = type("BoundHandler", (Handler,), {"kfp": kfp})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    kfp.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield kfp
    finally:
        server.shutdown()
        server.server_close()
        for canceller in kfp.cancellers.values():
            canceller.cancel()


@contextmanager
def redirecting_to(url: str) -> Iterator[str]:
    """The address of a gateway that sends every request on to the same path of ``url``."""

    class Gateway(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            """Keeps the test output clean."""

        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", f"{url}{self.path}")
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
