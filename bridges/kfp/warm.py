"""A warm interpreter: imports the heavy modules once, then forks a child per step.

Started as ``python -m bridges.kfp.warm MODULE…``. Requests come as JSON lines on stdin
(``id``, ``argv``, ``env``, ``cwd``, ``log``); each gets two replies on stdout, ``{id, pid}`` and
``{id, code}``. The server has one thread only, so that forking is safe; it ends with its stdin.
"""

from __future__ import annotations

import importlib
import json
import os
import runpy
import selectors
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

from bridges.kfp.lightweight.command import main


def serve(modules: list[str]) -> None:
    """Returns when stdin is closed."""
    os.environ["_KFP_RUNTIME"] = "true"
    for name in [*modules, "kfp.dsl.executor_main"]:
        importlib.import_module(name)
    replies = os.dup(1)
    os.dup2(2, 1)  # whatever the modules print must not look like a reply
    children: dict[int, int] = {}
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(_child_ended_pipe(), selectors.EVENT_READ)
    _reply(replies, {"ready": True})
    waiting = b""
    while True:
        for key, _events in selector.select():
            received = os.read(key.fd, 1 << 16)
            if key.fd != 0:
                _reap(children, replies)
                continue
            if not received:
                return
            *lines, waiting = (waiting + received).split(b"\n")
            for line in lines:
                _start(json.loads(line), children, replies)


def _child_ended_pipe() -> int:
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return reader


def _start(request: dict[str, Any], children: dict[int, int], replies: int) -> None:
    pid = os.fork()
    if pid == 0:
        _be_the_step(request)
    children[pid] = request["id"]
    _reply(replies, {"id": request["id"], "pid": pid})


def _reap(children: dict[int, int], replies: int) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == 0:
            return
        code = os.waitstatus_to_exitcode(status)
        _reply(replies, {"id": children.pop(pid), "code": code})


def _reply(replies: int, data: dict[str, Any]) -> None:
    os.write(replies, json.dumps(data).encode() + b"\n")


def _run(argv: list[str]) -> None:
    """A lightweight component's words, or ``-m``, a module and its words."""
    if argv[0] != "-m":
        main(argv[1:])
        return
    sys.argv = argv[1:]
    runpy.run_module(argv[1], run_name="__main__", alter_sys=True)


def _be_the_step(request: dict[str, Any]) -> None:
    """Never returns: the child runs the component and ends."""
    code = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for descriptor in (1, 2):
            os.dup2(log, descriptor)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.chdir(request["cwd"])
        os.environ.clear()
        os.environ.update(request["env"])
        sys.path[0] = str(Path.cwd())
        own = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        sys.path[1:1] = [folder for folder in own if folder and folder not in sys.path]
        _run(request["argv"])
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001  the parent's loop must not go on in the child
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1:])
