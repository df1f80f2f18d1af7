"""Strings as Java sees them: sequences of UTF-16 code units."""

from __future__ import annotations

from collections.abc import Iterable


def key(text: str) -> str | bytes:
    """Return a sort key that orders as ``String.compareTo``.

    Code units order as code points do, except that supplementary characters (their surrogates are
    D800–DFFF) come before U+E000–U+FFFF. Keys of one sort must come from ``sort``.
    """
    return text.encode("utf-16-be", "surrogatepass")


def sort(labels: Iterable[str]) -> list[str]:
    """Return the strings in the order of ``String.compareTo``."""
    labels = list(labels)
    if all(label.isascii() for label in labels) or max(map(max, filter(None, labels))) < "\ud800":
        return sorted(labels)
    return sorted(labels, key=key)


def units(text: str) -> list[int]:
    """Return the UTF-16 code units."""
    raw = text.encode("utf-16-le", "surrogatepass")
    return list(memoryview(raw).cast("H"))
