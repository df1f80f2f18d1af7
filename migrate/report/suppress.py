"""Comments in the source that suppress findings: ``# migrate: ignore[LK012] reason``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from migrate.findings import Finding

_COMMENT = re.compile(r"#\s*migrate:\s*ignore\[(?P<codes>[A-Z0-9,\s]+)\]\s*(?P<reason>\S.*)")
# As Python counts lines: a form feed, which splitlines() takes for an end, is none.
_LINE_END = re.compile(r"\r\n?|\n")
_ABOVE = ("#", "@")


def apply(findings: Iterable[Finding], root: Path) -> tuple[Finding, ...]:
    """All findings, in the same order; those with a comment that names them are suppressed.

    The comment stands on the finding's line, or above it with nothing but comments and
    decorators between. It needs a reason; a file that cannot be read suppresses nothing.
    """

    @cache
    def lines(path: str) -> tuple[str, ...]:
        try:
            text = (root / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ()
        return tuple(_LINE_END.split(text))

    return tuple(
        replace(f, suppressed=f.suppressed or _reason(f, lines(f.location.path)))
        if f.location.path and f.location.line
        else f
        for f in findings
    )


def _reason(finding: Finding, lines: tuple[str, ...]) -> str:
    for line in _candidates(lines, finding.location.line):
        comment = _COMMENT.search(line)
        if comment and finding.code in re.split(r"[,\s]+", comment["codes"]):
            return comment["reason"].strip()
    return ""


def _candidates(lines: tuple[str, ...], number: int) -> Iterator[str]:
    if number > len(lines):
        return
    yield lines[number - 1]
    for line in reversed(lines[: number - 1]):
        if not line.lstrip().startswith(_ABOVE):
            return
        yield line
