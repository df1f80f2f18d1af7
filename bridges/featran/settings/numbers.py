"""Numbers between commas, as the summaries of several transformers are written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bridges.featran.errors import IndexOutOfBounds, NumberFormat
from bridges.featran.flavour import Flavour
from bridges.featran.jvm import doubles


def join_doubles(values: Iterable[float], flavour: Flavour) -> str:
    """Write numbers as Java prints them."""
    return ",".join(doubles.to_string(float(value), flavour.jdk) for value in values)


def split_doubles(text: str, count: int) -> list[float]:
    """Read the first ``count`` numbers.

    Raises
    ------
    IndexOutOfBounds
        If there are fewer.
    NumberFormat
        If one is no number.
    """
    parts = java_split(text, ",")
    if len(parts) < count:
        raise IndexOutOfBounds(
            f"Index {len(parts)} out of bounds for length {len(parts)}",
            next_step=f"the text needs {count} numbers, and is {text!r}",
        )
    return [doubles.parse(part) for part in parts[:count]]


def java_split(text: str, separator: str) -> list[str]:
    """Split as ``String.split`` does: empty parts at the end are dropped, "" gives [""]."""
    if not text:
        return [""]
    parts = text.split(separator)
    while parts and not parts[-1]:
        parts.pop()
    return parts


def parse_int(text: str) -> int:
    """Read a whole number as ``Integer.parseInt`` does.

    Raises
    ------
    NumberFormat
        If it is none, or needs more than 32 bits.
    """
    if re.fullmatch(r"[+-]?\d+", text, re.ASCII) and -(2**31) <= int(text) < 2**31:
        return int(text)
    raise NumberFormat(f'For input string: "{text}"')


def split_pairs(parts: Iterable[str]) -> list[tuple[float, int]]:
    """Read pairs ``number:column``.

    Raises
    ------
    IndexOutOfBounds
        If one lacks its column.
    NumberFormat
        If one is no number.
    """
    return [_pair(part) for part in parts]


def _pair(text: str) -> tuple[float, int]:
    parts = java_split(text, ":")
    if len(parts) < 2:
        raise IndexOutOfBounds(
            "Index 1 out of bounds for length 1",
            next_step=f"a bound is written number:column, and there is {text!r}",
        )
    return doubles.parse(parts[0]), parse_int(parts[1])
