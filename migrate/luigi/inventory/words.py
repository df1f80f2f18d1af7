"""Tables of names, written as text."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of ``text``, which are between white space."""
    return tuple(text.split())
