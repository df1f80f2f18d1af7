"""Seeds that settings supply: with them a transformer without a seed is exact."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from migrate.findings import Finding, Severity

_CODE = "FT007"


def settled(findings: Iterable[Finding], names: Collection[str]) -> tuple[Finding, ...]:
    """The findings, with a missing seed as a note where settings of that feature are given."""
    return tuple(
        replace(f, severity=Severity.NOTE, next_step="Nothing: the settings hold it.")
        if f.code == _CODE and f.subject in names
        else f
        for f in findings
    )
