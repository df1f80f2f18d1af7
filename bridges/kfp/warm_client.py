"""The runner's side of the warm interpreter: the same ``Command → Exit`` as a plain subprocess."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, Any

from bridges.kfp.commands import RUNNER
from bridges.kfp.process import Canceller, Command, Ending, Exit, run_command, signal_group

_ROOT = str(Path(__file__).resolve().parents[2])


class _Job:
    """One step in the warm interpreter: its process id first, then its exit code."""

    def __init__(self) -> None:
        self.pid: Future[int] = Future()
        self.code: Future[int] = Future()

    def lost(self) -> None:
        for future in (self.pid, self.code):
            if not future.done():
                future.set_exception(ConnectionError("the warm interpreter ended"))


# Seconds; a process that a step left behind may keep the pipe open.
_LAST_WORDS = 2.0


class WarmRunner:
    """Runs lightweight components and modules of this interpreter warm, all else as usual."""

    def __init__(self, process: subprocess.Popen[bytes], modules: Sequence[str] = ()) -> None:
        self._modules = modules
        assert process.stdin is not None and process.stdout is not None
        self._requests: IO[bytes] = process.stdin
        self._replies: IO[bytes] = process.stdout
        self._lock = threading.Lock()
        self._ids = count()
        self._jobs: dict[int, _Job] = {}
        self._alive = True
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def close(self) -> None:
        """No more requests; the answers are heard to their end before their pipe is closed."""
        self._requests.close()
        self._listener.join(_LAST_WORDS)

    def run(self, command: Command, canceller: Canceller) -> Exit:
        """As :func:`run_command`; falls back to it when the warm interpreter cannot serve."""
        if not _can_serve(command.argv):
            return run_command(command, canceller)
        if _shadows(command.env.get("PYTHONPATH", ""), self._modules):
            return run_command(command, canceller)
        try:
            job = self._send(command)
            pid = job.pid.result()
        except ConnectionError:
            return run_command(command, canceller)
        canceller.add(pid)
        try:
            return _wait(job, pid, command.timeout, canceller)
        finally:
            canceller.remove(pid)

    def _send(self, command: Command) -> _Job:
        job = _Job()
        with self._lock:
            if not self._alive:
                raise ConnectionError("the warm interpreter ended")
            number = next(self._ids)
            self._jobs[number] = job
            request = {
                "id": number,
                "argv": list(command.argv[1:]),
                "env": dict(command.env),
                "cwd": str(command.cwd),
                "log": str(command.log),
            }
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
        return job

    def _listen(self) -> None:
        for line in self._replies:
            self._hear(json.loads(line))
        with self._lock:
            self._alive = False
        for job in self._jobs.values():
            job.lost()

    def _hear(self, reply: dict[str, Any]) -> None:
        if "pid" in reply:
            self._jobs[reply["id"]].pid.set_result(reply["pid"])
        elif "code" in reply:
            self._jobs[reply["id"]].code.set_result(reply["code"])


def _wait(job: _Job, pid: int, timeout: float | None, canceller: Canceller) -> Exit:
    try:
        code = job.code.result(timeout)
    except FutureTimeoutError:
        signal_group(pid, signal.SIGKILL)
        return Exit(Ending.TIMED_OUT, job.code.result())
    except ConnectionError:
        return Exit(Ending.EXITED, 1)
    signal_group(pid, signal.SIGKILL)
    return Exit(Ending.CANCELED if canceller.on and code else Ending.EXITED, code)


def _can_serve(argv: Sequence[str]) -> bool:
    """A lightweight component, or ``python -m MODULE``."""
    is_known = bool(argv[1:]) and (argv[1] == "-m" or Path(argv[1]).name == RUNNER)
    return argv[:1] == [sys.executable] and is_known


def _shadows(pythonpath: str, modules: Sequence[str]) -> bool:
    """A directory of the step's own path holds a module that the warm interpreter has already."""
    folders = [Path(folder) for folder in pythonpath.split(os.pathsep) if folder]
    tops = {name.partition(".")[0] for name in modules}
    return any(
        (folder / top).is_dir() or (folder / f"{top}.py").is_file()
        for folder in folders
        for top in tops
    )


@contextmanager
def warm_runner(modules: Sequence[str]) -> Iterator[WarmRunner]:
    """A warm interpreter with ``modules`` imported; it ends with the block."""
    path = os.pathsep.join(filter(None, [_ROOT, os.environ.get("PYTHONPATH", "")]))
    with subprocess.Popen(
        [sys.executable, "-m", "bridges.kfp.warm", *modules],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    ) as process:
        runner = WarmRunner(process, modules)
        try:
            yield runner
        finally:
            runner.close()
