r"""Java's POSIX classes in patterns, which are of ASCII, written out: ``\p{Alnum}``."""

from __future__ import annotations

import re
from collections.abc import Mapping

CLASSES = {
    "Lower": "a-z",
    "Upper": "A-Z",
    "Alpha": "a-zA-Z",
    "Digit": "0-9",
    "Alnum": "a-zA-Z0-9",
    "Punct": r"!-/:-@\[-`{-~",
    "XDigit": "0-9a-fA-F",
    "Blank": r" \t",
    "Space": r" \t\n\x0b\f\r",
}
PLAIN = dict.fromkeys(CLASSES, "a")
"""A letter for every class: what a pattern is without them."""
_PART = re.compile(r"\\p\{(\w+)\}|\\.|\[|\]", re.DOTALL)


def without_posix(pattern: str, known: Mapping[str, str] = CLASSES) -> str:
    r"""The pattern with ``\p{Name}`` as a range, in brackets of its own where it has none."""
    inside = False

    def part(found: re.Match[str]) -> str:
        nonlocal inside
        if found[0] in "[]":
            inside = found[0] == "["
        letters = known.get(found[1] or "")
        if letters is None:
            return found[0]
        return letters if inside else f"[{letters}]"

    return _PART.sub(part, pattern)


_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\$", re.DOTALL)
_END = r"(?=(?:\r\n|(?<!\r)\n|[\r\x85\u2028\u2029])?\Z)"


def without_dollars(pattern: str, end: str = _END) -> str:
    """The pattern with ``$`` as Java has it: at the end, or before the last line end."""
    return _TOKEN.sub(lambda found: end if found[0] == "$" else found[0], pattern)
