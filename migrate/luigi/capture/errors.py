"""Errors of the capture, what a task of the repository may raise, and the time limit."""

import signal
import traceback

from migrate.luigi.capture.text import text_of, without_addresses


class CaptureError(Exception):
    """The graph cannot be had; ``facts`` is what the error file says."""

    def __init__(self, error, message, where="", next_step="", **facts):
        super(CaptureError, self).__init__(message)
        self.facts = dict(facts, error=error, message=message, where=where, next_step=next_step)


class TimeUp(BaseException):
    """The time limit passed; no ``except Exception`` of the repository may swallow it."""


# What a task may raise without ending the capture: sys.exit() is an error like any other.
RAISED = (Exception, SystemExit)


def signal_on(seconds):
    def ring(_number, _frame):
        raise TimeUp()

    if hasattr(signal, "SIGALRM") and seconds > 0:
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def signal_off():
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def error_of(where, exception):
    return {
        "where": where,
        "type": type(exception).__name__,
        "message": without_addresses(text_of(exception))[:2000],
    }


def last_lines(count=12):
    return traceback.format_exc().strip().splitlines()[-count:]


def quietly(function, *arguments):
    """What the function returns, or None where the repository's own code in it fails."""
    try:
        return function(*arguments)
    except Exception:
        return None


def quietly_any(function, **values):
    try:
        return function(**values)
    except RAISED:
        return None
