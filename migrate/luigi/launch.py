"""Start the capture script in the interpreter of a legacy repository and take back its graph."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridges.luigi.single_file import joined_script
from migrate.errors import BadInput, CaptureFailed, MigrateError
from migrate.luigi.graph import TaskGraph
from migrate.luigi.inventory.bases import FRAMEWORKS
from migrate.luigi.read_graph import graph_from_json

MAX_NODES = 20_000
TIME_LIMIT = 300.0
GRACE = 15.0
"""Seconds the script gets to write what it has after its own time limit."""

CONFIG_PARSER = "LUIGI_CONFIG_PARSER"
SKIPPED_DIRECTORIES = frozenset({".git", ".hg", ".tox", ".venv", "venv", "node_modules"})


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """Which graph to take from which repository, and with which interpreter."""

    repo: Path
    modules: tuple[str, ...]
    task: str
    params: Mapping[str, str] = field(default_factory=dict)
    python: Path | None = None
    config: Path | None = None
    stub_missing: bool = False
    max_nodes: int = MAX_NODES
    time_limit: float = TIME_LIMIT
    paths: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class _Files:
    """The script and what it writes, in a directory of their own."""

    scratch: Path

    @property
    def script(self) -> Path:
        return self.scratch / "capture.py"

    @property
    def out(self) -> Path:
        return self.scratch / "graph.json"

    @property
    def error(self) -> Path:
        return self.scratch / "error.json"


def capture_script() -> str:
    """The one file that captures a graph; its source is :mod:`migrate.luigi.capture`."""
    return joined_script("migrate.luigi.capture")


def capture_graph(request: CaptureRequest) -> TaskGraph:
    """The whole graph; a walk that was cut short raises CaptureFailed."""
    data = run_capture(request)
    if data["truncated"]:
        family, count = Counter(node["family"] for node in data["nodes"]).most_common(1)[0]
        raise CaptureFailed(
            f"the graph has more than {len(data['nodes'])} tasks, or they take too long; "
            f"{count} of them are {family}",
            where=request.task,
            next_step="raise --max-nodes or --time-limit, or give narrower parameters; a family "
            "that requires itself until one of its tasks is complete has no end in a capture",
        )
    return graph_from_json(data, where=str(request.repo))


def run_capture(request: CaptureRequest) -> dict[str, Any]:
    """What the script wrote, as parsed JSON; ``truncated`` says that the walk was cut short."""
    _check_repository(request.repo)
    _check_paths(request.paths)
    python = _interpreter(request.python)
    with tempfile.TemporaryDirectory(prefix="migrate-capture-") as scratch:
        files = _Files(Path(scratch))
        files.script.write_text(capture_script(), encoding="utf-8")
        code, log = _run(_command(request, python, files), request)
        if code == 0 and files.out.exists():
            graph: dict[str, Any] = json.loads(files.out.read_bytes())
            return graph
        raise _without_luigi(request.repo, _failure(files, code, log, request, python))


def _check_repository(repo: Path) -> None:
    if not repo.is_dir():
        raise BadInput("not a directory", where=str(repo), next_step="give the repository's root")


def _without_luigi(repo: Path, said: CaptureFailed) -> MigrateError:
    """A failed capture of what may be no Luigi repository: that is said first.

    Not asked before the capture: a framework that nobody here knows may import Luigi for the tasks.
    """
    names = tuple(name.encode() for name in ("luigi", *FRAMEWORKS))
    texts = (source.read_bytes() for source in sources(repo))
    if any(name in text for text in texts for name in names):
        return said
    return BadInput(
        f"no file of it imports luigi, or a framework on it that is known\n  | {said.what}",
        where=str(repo),
        next_step="give the root of a repository with Luigi tasks",
    )


def _check_paths(paths: Iterable[Path]) -> None:
    for path in paths:
        if not path.is_dir():
            raise BadInput(
                "not a directory", where=f"--path {path}", next_step="name an import directory"
            )


def sources(repo: Path) -> Iterator[Path]:
    """The Python files of a repository, without those of environments in it."""
    for directory, names, files in os.walk(repo):
        names[:] = [name for name in names if name not in SKIPPED_DIRECTORIES]
        yield from (Path(directory, name) for name in files if name.endswith(".py"))


def _interpreter(chosen: Path | None) -> str:
    if chosen is None:
        return sys.executable
    path = chosen.expanduser()
    if not path.is_file() or not os.access(path, os.X_OK):
        raise BadInput(
            "not an interpreter that can be started",
            where=str(chosen),
            next_step="give --python the path of the Python that runs the repository",
        )
    return str(path.absolute())


def _command(request: CaptureRequest, python: str, files: _Files) -> list[str]:
    command = [python, str(files.script), "--task", request.task, "--out", str(files.out)]
    command += ["--error-file", str(files.error), "--max-nodes", str(request.max_nodes)]
    command += ["--time-limit", str(request.time_limit)]
    for module in request.modules:
        command += ["--module", module]
    for name, text in request.params.items():
        command.append(f"--param={name}={text}")
    for path in request.paths:
        command += ["--path", str(path.absolute())]
    if request.config is not None:
        command += ["--config", str(request.config.absolute())]
    return [*command, "--stub-missing"] if request.stub_missing else command


def _environment() -> dict[str, str]:
    """This process's environment, made safe: nothing is written beside the repository's sources."""
    ours = ("VIRTUAL_ENV", "PYTHONHOME", "__PYVENV_LAUNCHER__")
    kept = {name: text for name, text in os.environ.items() if name not in ours}
    return kept | {
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # the same file every time
        "PYTHONIOENCODING": "utf-8",
    }


def _config_parser(request: CaptureRequest) -> dict[str, str]:
    """Luigi reads TOML only where this variable says so; a repository that has it alone means it.

    What the user's own environment says comes first.
    """
    if request.config is not None:
        uses_toml = request.config.suffix == ".toml"
    else:
        cfg = any((request.repo / name).is_file() for name in ("luigi.cfg", "client.cfg"))
        uses_toml = (request.repo / "luigi.toml").is_file() and not cfg
    return {CONFIG_PARSER: "toml"} if uses_toml and CONFIG_PARSER not in os.environ else {}


def _run(command: list[str], request: CaptureRequest) -> tuple[int, str]:
    """Exit code and what was printed; at the time limit the whole process group ends."""
    with tempfile.TemporaryFile() as log:
        with subprocess.Popen(
            command,
            cwd=request.repo,
            env=_environment() | _config_parser(request),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            try:
                code = process.wait(request.time_limit + GRACE)
            except subprocess.TimeoutExpired:
                code = -signal.SIGKILL
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        log.seek(0)
        return code, log.read().decode("utf-8", "replace")


def _failure(
    files: _Files, code: int, log: str, request: CaptureRequest, python: str
) -> CaptureFailed:
    """What the script said about its failure, or what its end says where it could not."""
    if files.error.exists():
        facts = json.loads(files.error.read_bytes())
        trace = foreign_frames(facts.get("trace") or [], files.script)
        message = facts["message"] + "".join(f"\n  | {line}" for line in trace[-6:])
        where = _where(facts, request, python)
        return CaptureFailed(message, where=where, next_step=facts["next_step"])
    tail = "".join(f"\n  | {line}" for line in log.strip().splitlines()[-6:])
    if code == -signal.SIGKILL:
        return CaptureFailed(
            f"not done after {request.time_limit:g} seconds, and ended{tail}",
            where=request.task,
            next_step="raise --time-limit, or see what its import waits for",
        )
    is_config = "luigi/configuration" in log
    return CaptureFailed(
        f"{python} ended with code {code} and wrote no graph{tail}",
        where=request.task,
        next_step="mend the configuration file: Luigi cannot read it"
        if is_config
        else "give --python a Python 2.7 or 3.6 to 3.13 that runs the repository",
    )


def foreign_frames(trace: Sequence[str], script: Path) -> list[str]:
    """The lines of a traceback about other files than the script; none if that leaves no file."""
    kept: list[str] = []
    is_ours = False
    for line in trace:
        if line.startswith("  File "):
            is_ours = f'"{script}"' in line
        elif not line.startswith("    "):
            is_ours = line.startswith("Traceback ")
        if not is_ours:
            kept.append(line)
    return kept if any(line.startswith("  File ") for line in kept) else []


def _where(facts: Mapping[str, Any], request: CaptureRequest, python: str) -> str:
    if facts["error"] in {"no_luigi", "no_config_parser"}:
        return python
    return f"{request.repo}: {facts['where']}" if facts["where"] else str(request.repo)
