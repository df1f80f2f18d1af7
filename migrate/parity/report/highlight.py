"""What differs inside two values, for the eye: stretches that both have, and those that one has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

#: Longer texts are cut; the JSON and the Parquet tables have them whole.
LONGEST: Final = 400
#: Beyond this only the common start and end are found: difflib is quadratic.
_THOROUGH: Final = 160
_INVISIBLE: Final = str.maketrans({" ": "·", "\t": "⟨tab⟩", "\n": "↵", "\xa0": "⟨nbsp⟩"})
_NUMBER: Final = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a value; ``changed``: it is not in the other value."""

    text: str
    changed: bool = False


Pieces = tuple[Piece, ...]


def highlighted(old: str | None, new: str | None) -> tuple[Pieces, Pieces]:
    """The pieces of both values; a null has none, and all of the other one is changed."""
    if old is None or new is None:
        return _whole(old), _whole(new)
    if old == new:
        return (Piece(cut(old)),), (Piece(cut(new)),)
    a, b = cut(old), cut(new)
    if a == b:  # what differs was cut off
        return (Piece(a, True),), (Piece(b, True),)
    blocks = _blocks(a, b)
    return _pieces(a, [(i, n) for i, _, n in blocks]), _pieces(b, [(j, n) for _, j, n in blocks])


def _blocks(a: str, b: str) -> list[tuple[int, int, int]]:
    """Digits that happen to agree behind a difference mean nothing: numbers agree up to there."""
    if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b):
        return _ends(a, b)[:1]
    return _thorough(a, b) if max(len(a), len(b)) <= _THOROUGH else _ends(a, b)


def cut(text: str) -> str:
    """At most LONGEST characters, the end of a longer text left out."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _whole(text: str | None) -> Pieces:
    return () if text is None else (Piece(cut(text), True),)


def _thorough(a: str, b: str) -> list[tuple[int, int, int]]:
    """Common stretches; single characters amid changes are noise, unless at an end."""
    found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    return [
        (i, j, n)
        for i, j, n in found
        if n > 1 or (n and ((i == 0 and j == 0) or (i + n == len(a) and j + n == len(b))))
    ]


def _ends(a: str, b: str) -> list[tuple[int, int, int]]:
    shortest = min(len(a), len(b))
    start = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    rest = shortest - start
    end = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    return [(0, 0, start), (len(a) - end, len(b) - end, end)]


def _pieces(text: str, kept: list[tuple[int, int]]) -> Pieces:
    pieces, at = [], 0
    for start, length in [*kept, (len(text), 0)]:
        if start > at:
            changed = text[at:start]
            shown = changed.translate(_INVISIBLE) if changed.isspace() else changed
            pieces.append(Piece(shown, True))
        if length:
            pieces.append(Piece(text[start : start + length]))
        at = start + length
    return tuple(pieces)
