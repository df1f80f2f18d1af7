"""Ctrl-C and SIGTERM end the steps and everything they started."""

import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from kfp import dsl

from bridges.kfp import Canceller, EventKind, RunState
from tests.runner.conftest import states
from tests.runner.parts import component, echo, sleep


@component
def parent_of_sleeper(pids: str):
    import os
    import subprocess
    import time

    child = subprocess.Popen(["sleep", "60"])
    with open(pids + ".new", "w") as stream:
        stream.write(f"{os.getpid()} {child.pid}")
    os.rename(pids + ".new", pids)
    time.sleep(60)


@dsl.pipeline
def endless(pids: str):
    sleeper = parent_of_sleeper(pids=pids)
    echo(text="never").after(sleeper)


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except OSError:
        return False


def _wait_for(condition, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


SCRIPT = """
import sys
from pathlib import Path
from bridges.kfp import RunOptions, run_pipeline
spec, run_dir, pids = sys.argv[1:]
run_pipeline(Path(spec), {"pids": pids}, RunOptions(run_dir=Path(run_dir)))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_cancels_the_run(compiled, tmp_path, number):
    spec, run_dir, pids = compiled(endless), tmp_path / "run", tmp_path / "pids"
    runner = subprocess.Popen([sys.executable, "-c", SCRIPT, spec, run_dir, pids])
    assert _wait_for(pids.exists)
    runner.send_signal(number)
    assert runner.wait(timeout=20) == 0
    data = json.loads((run_dir / "run.json").read_text())
    assert data["state"] == "CANCELED"
    assert {row["name"]: row["state"] for row in data["steps"]} == {
        "echo": "CANCELED",
        "parent-of-sleeper": "CANCELED",
    }
    assert all(_wait_for(lambda pid=pid: not _alive(int(pid))) for pid in pids.read_text().split())


@component
def deaf(seconds: float):
    import signal
    import time

    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(seconds)


def test_a_step_that_ignores_the_signal_is_killed(run):
    @dsl.pipeline
    def stubborn():
        deaf(seconds=60.0)
        sleep(seconds=60.0, tag="x")

    canceller = Canceller()

    def listener(event):
        if event.kind is EventKind.STEP_STARTED:
            threading.Timer(1.0, canceller.cancel).start()

    begin = time.monotonic()
    result = run(stubborn, canceller=canceller, listener=listener)
    assert result.state is RunState.CANCELED
    assert states(result) == {"deaf": "CANCELED", "sleep": "CANCELED"}
    assert time.monotonic() - begin < 15


def test_what_a_step_leaves_behind_ends_with_it(run, tmp_path):
    pids = tmp_path / "pids"

    @component
    def careless(pids: str):
        import subprocess

        child = subprocess.Popen(["sleep", "60"])
        with open(pids, "w") as stream:
            stream.write(str(child.pid))

    result = run(careless, {"pids": str(pids)})
    assert result.state is RunState.SUCCEEDED
    assert _wait_for(lambda: not _alive(int(pids.read_text())))
