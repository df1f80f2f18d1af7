"""Text in Python 2 and 3, and what the step says in its log."""

from __future__ import absolute_import, print_function

import json
import logging
import sys

PY2 = sys.version_info[0] == 2
TEXT = type(b"".decode("ascii"))  # unicode in Python 2
logger = logging.getLogger("paved-road")


def text_of(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    return value if isinstance(value, TEXT) else TEXT(value)


def native(value):
    """In Python 2 text is ``str`` where legacy code would have got ``str``."""
    if not PY2:
        return value
    if isinstance(value, TEXT):
        return value.encode("utf-8")
    if isinstance(value, list):
        return [native(item) for item in value]
    if isinstance(value, dict):
        return {native(k): native(v) for k, v in value.items()}
    return value


def is_text(value):
    return isinstance(value, (str, bytes, TEXT))


def from_json(value):
    return native(json.loads(value)) if is_text(value) else value


def one_line(error):
    try:
        return " ".join(text_of(str(error)).split())
    except UnicodeError:
        return repr(error)


def say(line):
    sys.stdout.flush()
    sys.stderr.flush()
    print("paved-road: %s" % line, file=sys.stderr)
    sys.stderr.flush()
