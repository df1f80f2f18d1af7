"""Whether NEW may replace OLD, and what a reader should know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One threshold of the policy. ``name`` is its place there, such as ``rows.different``."""

    name: str
    passed: bool
    limit: float
    measured: float
    field: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Passed exactly when every check did."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether NEW may replace OLD under the policy."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader should know: ``code`` is a finding code (PA…), see docs/findings."""

    code: str
    message: str
    subject: str = ""
