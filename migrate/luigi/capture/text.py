"""Text of anything, in Python 2 and 3."""

import re
import sys

PY2 = sys.version_info[0] == 2
UNICODE = type(b"".decode("ascii"))  # str, or unicode in Python 2
TEXT_TYPES = (str, UNICODE)


def text_of(value):
    """The text of a value, whatever its __str__ does."""
    if isinstance(value, bytes) and (PY2 or not isinstance(value, str)):
        return value.decode("utf-8", "replace")
    try:
        return UNICODE("%s") % (value,)
    except Exception:
        try:
            return text_of(repr(value))
        except Exception:
            return "<%s>" % type(value).__name__


def words(text):
    return frozenset(text.split())


def without_addresses(text):
    return re.sub(r" at 0x[0-9a-fA-F]+", "", text)


def dotted(cls):
    """``module.QualName`` of a class, builtins bare."""
    name = getattr(cls, "__qualname__", cls.__name__)
    module = cls.__module__
    return name if module in ("builtins", "__builtin__") else "%s.%s" % (module, name)
