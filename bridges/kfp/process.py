"""Child processes: each in its own group, with a log and a time limit, all ended by one cancel."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from bridges.kfp.errors import StepError

_GRACE = 2.0


class Ending(Enum):
    """Why a process is no more."""

    EXITED = "exited"
    TIMED_OUT = "timed out"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Exit:
    """How a process ended; ``code`` is negative for a signal, as in :mod:`subprocess`."""

    ending: Ending
    code: int

    @property
    def good(self) -> bool:
        return self.ending is Ending.EXITED and self.code == 0


@dataclass(frozen=True, slots=True)
class Command:
    """What to start: argument list, whole environment, working directory, log, time limit."""

    argv: Sequence[str]
    env: Mapping[str, str]
    cwd: Path
    log: Path
    timeout: float | None = None


@dataclass(slots=True)
class Canceller:
    """A switch that stays on, and the process groups to end when it is turned.

    ``by_signal`` is the signal that turned it, if one did.
    """

    by_signal: int | None = None
    _event: threading.Event = field(default_factory=threading.Event)
    _lock: threading.RLock = field(default_factory=threading.RLock)
    _groups: set[int] = field(default_factory=set)

    @property
    def on(self) -> bool:
        return self._event.is_set()

    def cancel(self) -> None:
        """Nothing new starts; every running group gets SIGTERM and, two seconds later, SIGKILL."""
        self._event.set()
        self._signal_all(signal.SIGTERM)
        killer = threading.Timer(_GRACE, self._signal_all, (signal.SIGKILL,))
        killer.daemon = True
        killer.start()

    def _signal_all(self, number: int) -> None:
        with self._lock:
            for group in self._groups:
                signal_group(group, number)

    def wait(self, seconds: float) -> bool:
        """True as soon as the switch is on; False after the time."""
        return self._event.wait(seconds)

    def add(self, group: int) -> None:
        with self._lock:
            self._groups.add(group)
            if self.on:
                signal_group(group, signal.SIGTERM)

    def remove(self, group: int) -> None:
        with self._lock:
            self._groups.discard(group)


def signal_group(group: int, number: int) -> None:
    """The group has the signal, if it still exists."""
    with suppress(ProcessLookupError):
        os.killpg(group, number)


def run_command(command: Command, canceller: Canceller) -> Exit:
    """The command has ended, and everything it left behind in its process group too."""
    with command.log.open("ab") as log:
        try:
            process = subprocess.Popen(
                list(command.argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(command.env),
                cwd=command.cwd,
                start_new_session=True,
            )
        except OSError as error:
            raise StepError(f"cannot start {command.argv[0]}: {error.strerror}") from None
    canceller.add(process.pid)
    try:
        return _wait(process, command.timeout, canceller)
    finally:
        canceller.remove(process.pid)


def _wait(process: subprocess.Popen[bytes], timeout: float | None, canceller: Canceller) -> Exit:
    ending = Ending.EXITED
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        ending = Ending.TIMED_OUT
        signal_group(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_GRACE)
    signal_group(process.pid, signal.SIGKILL)
    code = process.wait()
    return Exit(Ending.CANCELED if canceller.on and code else ending, code)
