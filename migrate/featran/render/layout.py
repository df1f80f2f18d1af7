"""Lines of rendered code, broken where they are too long as `ruff format` breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

#: What ruff and Black allow unless told otherwise is 88; this project's own sources have 100.
WIDTH = 88
_INDENT = "    "
_OPERATOR = re.compile(r" (?=(?:\+|-|\*|/|%|\||&|<=?|>=?|==) )")
_STRING = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"")


@dataclass(frozen=True, slots=True)
class _Split:
    """A line around the brackets at which it breaks."""

    head: str
    body: str
    tail: str


def fitted(line: str, depth: int = 0, width: int = WIDTH) -> str:
    """One statement, expression or argument in as many lines as it needs, without a line break.

    ``depth`` is how far it is indented. A line without brackets stays as it is.
    """
    return "\n".join(_INDENT * depth + text for text in _fitted(line, width - 4 * depth))


def _fitted(line: str, width: int) -> list[str]:
    split = _split(line) if len(line) > width else None
    if split is None:
        return [line]
    inner = width - len(_INDENT)
    parts, comma = _parts(split.body)
    if len(split.body) <= inner:
        body = [split.body]
    elif len(parts) == 1 and not comma:
        body = _by_operator(split.body, inner)
    else:
        body = [row for part in parts for row in _fitted(f"{part},", inner)]
    return [split.head, *(_INDENT + row for row in body), split.tail]


def _by_operator(body: str, width: int) -> list[str]:
    """An expression with a line for each operand, the operator first; or a lone argument."""
    operands = _top_level(body, _OPERATOR)
    if len(operands) > 1:
        return [row for operand in operands for row in _fitted(operand.strip(), width)]
    return _fitted(body, width)


def _parts(body: str) -> tuple[list[str], str]:
    """The items between top-level commas, and whether there is a comma at all."""
    found = [part.strip() for part in _top_level(body, re.compile(","))]
    parts = [part.lstrip(",").strip() for part in found]
    kept = [part for part in parts if part]
    return kept, "," if len(parts) > 1 else ""


def _top_level(text: str, where: re.Pattern[str]) -> list[str]:
    """The text cut before each match that is in no bracket and no string."""
    cuts = [place for place, level in _levels(text) if level == 0 and where.match(text, place)]
    ends = [*cuts, len(text)]
    starts = [0, *cuts]
    return [text[a:b] for a, b in zip(starts, ends, strict=True)]


def _levels(text: str) -> Iterator[tuple[int, int]]:
    """Each character outside strings, with the number of brackets it is in."""
    level, place = 0, 0
    while place < len(text):
        string = _STRING.match(text, place)
        if string:
            place = string.end()
            continue
        level -= text[place] in ")]}"
        yield place, level
        level += text[place] in "([{"
        place += 1


def _split(line: str) -> _Split | None:
    """Break at the last brackets that hold anything; a subscript behind a call stays with it."""
    full = [pair for pair in pairs(line) if pair[1] > pair[0] + 1]
    if not full:
        return None
    calls = [pair for pair in full if not _subscript(line, pair[0])]
    start, end = (calls or full)[-1]
    return _Split(line[: start + 1], line[start + 1 : end], line[end:])


def pairs(line: str) -> list[tuple[int, int]]:
    """Opening and closing place of each pair of brackets that is in no other."""
    opening, found = 0, []
    for place, level in _levels(line):
        if level == 0 and line[place] in "([{":
            opening = place
        elif level == 0 and line[place] in ")]}":
            found.append((opening, place))
    return found


def _subscript(line: str, start: int) -> bool:
    """Whether brackets pick out of what stands before them."""
    return (
        line[start] == "[" and start > 0 and (line[start - 1].isalnum() or line[start - 1] in ")]_")
    )
