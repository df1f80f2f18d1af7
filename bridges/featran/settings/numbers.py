"""Numbers between commas, as the summaries of several transformers are written."""

from __future__ import annotations

from collections.abc import Iterable

from bridges.featran.errors import IndexOutOfBounds
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
