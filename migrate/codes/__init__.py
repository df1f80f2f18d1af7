"""The catalogue of finding codes: data in the TOML files beside this module.

Adding a code is adding one table to a file; its documentation page is generated from it
by ``python -m migrate.report.docs``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from migrate.findings import Finding, Location, Severity

ORIGINS: Mapping[str, str] = MappingProxyType(
    {"FT": "Featran", "LK": "Luigi", "PA": "parity", "PY": "Python"}
)
"""What the two letters of a code say: where the construct comes from."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: what it is called, how grave it is, why it matters, what to do."""

    code: str
    title: str
    severity: Severity
    why: str
    next_step: str
    example: str
    language: str = "python"

    @property
    def page(self) -> str:
        """The documentation page, relative to the repository."""
        return f"docs/findings/{self.code}.md"


class UnknownCodeError(LookupError):
    """Somebody used a code that is not in the catalogue: a mistake in this program."""


def _read(file: str) -> list[Code]:
    text = resources.files(__name__).joinpath(file).read_text(encoding="utf-8")
    return [
        Code(
            code=code,
            title=entry["title"],
            severity=Severity(entry["severity"]),
            why=entry["why"].strip(),
            next_step=entry["next_step"].strip(),
            example=entry["example"].strip("\n"),
            language=entry.get("language", "python"),
        )
        for code, entry in tomllib.loads(text).items()
    ]


@cache
def catalogue() -> Mapping[str, Code]:
    """Every code, in order."""
    codes = [code for origin in ORIGINS.values() for code in _read(f"{origin.lower()}.toml")]
    return MappingProxyType({code.code: code for code in sorted(codes, key=lambda c: c.code)})


def get(code: str) -> Code:
    """The entry of ``code``; raises UnknownCodeError."""
    try:
        return catalogue()[code]
    except KeyError:
        raise UnknownCodeError(code) from None


def finding(
    code: str,
    message: str,
    *,
    location: Location | None = None,
    subject: str = "",
    next_step: str = "",
    severity: Severity | None = None,
) -> Finding:
    """A finding with the severity and next step of its code, unless told otherwise."""
    entry = get(code)
    return Finding(
        code=code,
        severity=severity or entry.severity,
        message=message,
        next_step=next_step or " ".join(entry.next_step.split()),
        location=location or Location(),
        subject=subject,
    )
