"""What an exception becomes for the user: one message on stderr and an exit code."""

from __future__ import annotations

import os
import sys
import traceback

from migrate.errors import ExitCode, MigrateError

PIPE_CLOSED = 141
"""What a shell reports for a program that SIGPIPE ended."""


def explain(error: BaseException, *, debug: bool) -> int:
    """The exit code for ``error``; its message, with the traceback if asked, is on stderr."""
    if debug and isinstance(error, Exception):
        traceback.print_exception(error, file=sys.stderr)
    match error:
        case MigrateError():
            _say(str(error))
            return error.exit_code
        case KeyboardInterrupt():
            _say("interrupted")
            return ExitCode.INTERRUPTED
        case BrokenPipeError():
            return abandon_stdout()
        case _:
            _say(_unexpected(error, debug))
            return ExitCode.BAD_INPUT


def _unexpected(error: BaseException, debug: bool) -> str:
    text = " ".join(str(error).split())
    hint = "" if debug else "; run again with --debug to see where"
    return f"internal error: {type(error).__name__}: {text}{hint}"


def _say(message: str) -> None:
    sys.stderr.write(f"migrate: {message}\n")


def abandon_stdout() -> int:
    """Nobody reads stdout any more: what is still buffered goes nowhere, without a message."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
    return PIPE_CLOSED


def flush(code: int) -> int:
    """``code``, unless the reader of stdout went away before the last of it was written."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return abandon_stdout()
    return code
