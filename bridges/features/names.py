"""Feature names: source names joined by dots, with companions after an at sign."""

from __future__ import annotations

#: An empty name; no escaped name is a lone percent sign.
_EMPTY = "%"
_ESCAPES = (("%", "%25"), (".", "%2E"), ("@", "%40"))


def escape(name: str) -> str:
    """Return ``name`` with the three characters that feature names use written as %XX."""
    if not name:
        return _EMPTY
    for character, written in _ESCAPES:
        name = name.replace(character, written)
    return name


def unescape(name: str) -> str:
    """Return the source name that :func:`escape` was given."""
    if name == _EMPTY:
        return ""
    for character, written in reversed(_ESCAPES):
        name = name.replace(written, character)
    return name


def child(path: str, name: str) -> str:
    """Return the path of a member."""
    return f"{path}.{escape(name)}" if path else escape(name)


def lengths(path: str, level: int) -> str:
    """Return the name of the row lengths of a nested list, the outermost at level 1."""
    return f"{path}@len" if level == 1 else f"{path}@len{level}"
