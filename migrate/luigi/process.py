"""One run of the capture script in the interpreter of a legacy repository."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile

from migrate.luigi.request import CaptureFiles, CaptureRequest

GRACE = 15.0
"""Seconds the script gets to write what it has after its own time limit."""
CONFIG_PARSER = "LUIGI_CONFIG_PARSER"


def command_of(request: CaptureRequest, python: str, files: CaptureFiles) -> list[str]:
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


def run_command(command: list[str], request: CaptureRequest) -> tuple[int, str]:
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
