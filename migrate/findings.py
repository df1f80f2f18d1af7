"""Findings: what a command saw, with a stable code, a place and a next step.

A finding never changes anything; commands collect findings and reports render them.
The catalogue of codes is data (:mod:`migrate.codes`), one documentation page per code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from functools import total_ordering


@total_ordering
class Severity(Enum):
    """How much attention a finding needs; errors and warnings need a person."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"

    def __lt__(self, other: Severity) -> bool:
        order = list(Severity)
        return order.index(self) < order.index(other)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a source file; lines and columns count from 1, 0 means unknown."""

    path: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}" + (f":{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth saying about one construct."""

    code: str
    severity: Severity
    message: str
    next_step: str = ""
    location: Location = field(default_factory=Location)
    subject: str = ""
    suppressed: str = ""

    @property
    def needs_person(self) -> bool:
        return not self.suppressed and self.severity is not Severity.NOTE


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Gravest first, then by code, place and subject; stable for equal input."""
    return sorted(
        findings,
        key=lambda f: (-list(Severity).index(f.severity), f.code, f.location, f.subject, f.message),
    )
