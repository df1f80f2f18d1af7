"""Literals of Scala source as typed constants."""

from __future__ import annotations

import re

from bridges.featran.getters.ast import Lit
from bridges.featran.getters.numbers import to_float, wrap
from bridges.featran.getters.text import join_pairs
from bridges.featran.getters.types import CHAR, DOUBLE, FLOAT, INT, LONG, STRING

_ESCAPES = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE = re.compile(r"\\(u+[0-9a-fA-F]{4}|[0-7]{1,3}|.)", re.DOTALL)


def integer(source: str) -> Lit:
    """``1_000``, ``0xFFL``, ``-1``, ``0b1``: an ``Int``, or a ``Long`` by its suffix.

    Raises ValueError where the number does not fit its type.
    """
    bare = source.replace("_", "")
    bits = 64 if bare[-1] in "lL" else 32
    bare = bare.rstrip("lL")
    negative = bare.startswith("-")
    digits = bare.lstrip("-").strip()
    based = digits[:2].lower() in ("0x", "0b")
    value = int(digits, 0) if based else int(digits)
    value = -value if negative else value
    if based and -(1 << bits) < value < 1 << bits:
        value = wrap(value, bits)
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise ValueError(f"{source} does not fit {bits} bits")
    return Lit(value, LONG if bits == 64 else INT)


def floating(source: str) -> Lit:
    """``1.5``, ``.5``, ``1e-3``, ``2d``: a ``Double``; ``1f``: a ``Float``."""
    bare = source.replace("_", "").replace(" ", "")
    if bare[-1] in "fF":
        return Lit(to_float(float(bare[:-1])), FLOAT)
    return Lit(float(bare.rstrip("dD")), DOUBLE)


def string(source: str) -> Lit:
    """``"…"`` with its escapes, or ``\"\"\"…\"\"\"`` as it stands."""
    if source.startswith('"""'):
        return Lit(source[3:-3], STRING)
    return Lit(unescape(source[1:-1]), STRING)


def character(source: str) -> Lit:
    """``'c'``, ``'\\n'``, ``'\\u0041'``: the UTF-16 code."""
    return Lit(ord(unescape(source[1:-1])), CHAR)


def unescape(source: str) -> str:
    """The text of escaped source; raises ValueError for an unknown escape."""

    def expand(found: re.Match[str]) -> str:
        mark = found[1]
        if mark[0] == "u":
            return chr(int(mark.lstrip("u"), 16))
        if mark[0] in "01234567":
            return chr(int(mark, 8))
        if mark not in _ESCAPES:
            raise ValueError(f"unknown escape \\{mark}")
        return _ESCAPES[mark]

    return join_pairs(_ESCAPE.sub(expand, source))
