"""Strings as code points, bytes and lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bridges.featran.getters.numbers import wrap
from bridges.featran.getters.raised import JvmException
from bridges.featran.getters.text import join_pairs, length, split_pairs


def code_point_count(text: str, begin: int, end: int) -> int:
    """``String.codePointCount``: half a pair counts as one; raises IndexOutOfBoundsException."""
    if not 0 <= begin <= end <= length(text):
        raise JvmException("java.lang.IndexOutOfBoundsException", f"{begin} to {end}")
    return len(join_pairs(split_pairs(text)[begin:end]))


def utf8(text: str) -> tuple[int, ...]:
    """``getBytes("UTF-8")``: signed bytes, half a pair as a question mark."""
    whole = "".join("?" if "\ud800" <= c <= "\udfff" else c for c in text)
    return tuple(wrap(byte, 8) for byte in whole.encode("utf-8"))


_ENDS = {"2.12": re.compile(r"\r?\n|\f"), "2.13": re.compile(r"\r\n|\r|\n")}
"""What ends a line, by Scala version."""


def lines(text: str, scala: str) -> tuple[str, ...]:
    """``linesIterator``: an end of line at the end begins no other line."""
    found = _ENDS[scala].split(text)
    return tuple(found[:-1] if not found[-1] else found)


def method(name: str, scala: str) -> Callable[..., Any] | None:
    """``String.name`` for a receiver that is not null; None for what is not of this module."""
    methods: dict[str, Callable[..., Any]] = {
        "codePointCount": code_point_count,
        "utf8": utf8,
        "lines": lambda text: lines(text, scala),
    }
    return methods.get(name)
