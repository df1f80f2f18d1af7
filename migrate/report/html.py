"""The report as one HTML page that needs nothing else: no network, no script to be read.

Everything foreign goes through Jinja's autoescape, links through :func:`safe_href`, and a
Content-Security-Policy allows exactly the page's own style and script, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from migrate.codes import Code, catalogue
from migrate.findings import Finding
from migrate.ledger import Ledger, Outcome
from migrate.report.model import Report, Verdict
from migrate.report.svg import draw

if TYPE_CHECKING:
    from jinja2 import Environment

_SCHEME = re.compile(r"^[^/?#]*:")
_ALLOWED = ("http:", "https:")
_TONE = {
    Verdict.PROOF_FAILED: "bad",
    Verdict.ERRORS: "bad",
    Verdict.NEEDS_PERSON: "warning",
    Verdict.CLEAN: "good",
}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one code, gravest first, with what the catalogue says about the code."""

    code: str
    severity: str
    title: str
    entry: Code | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A kind of construct and how many ended how."""

    kind: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def render(report: Report) -> str:
    """The whole page; equal reports give equal bytes."""
    environment = _environment()
    style, script = _asset("style.css"), _asset("script.js")
    return environment.get_template("report.html.j2").render(
        report=report,
        tone=_TONE[report.verdict],
        drawing=draw(report.graph) if report.graph and report.graph.nodes else None,
        groups=_groups(report.active),
        suppressed=report.suppressed,
        hidden=sorted({f.code for f in report.suppressed} - {f.code for f in report.active}),
        counts={severity.value: n for severity, n in report.counts().items()},
        anchors=_anchors(report),
        ledger=_ledger(report.ledger),
        outcomes=[outcome.value for outcome in Outcome],
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'",
    )


def safe_href(href: str) -> str:
    """``href`` if it is relative, a fragment or http(s); empty for javascript: and its kin."""
    plain = "".join(c for c in href if c.isprintable()).strip()
    scheme = _SCHEME.match(plain)
    return plain if not scheme or scheme[0].lower() in _ALLOWED else ""


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("migrate.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["href"] = safe_href
    environment.filters["prose"] = _prose
    return environment


def _prose(text: str) -> Any:
    """The catalogue's Markdown, which uses nothing but paragraphs and `code`."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704  escaped


def _asset(name: str) -> Any:
    """A file of our own that goes into the page as it is."""
    from importlib import resources

    from markupsafe import Markup

    return Markup(resources.files("migrate.report").joinpath("templates", name).read_text("utf-8"))  # noqa: S704  ours


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _groups(findings: tuple[Finding, ...]) -> list[FindingGroup]:
    """One group per code, as grave as its gravest finding, gravest first."""
    table: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        table[finding.code].append(finding)
    return [_group(code, found) for code, found in table.items()]


def _group(code: str, found: list[Finding]) -> FindingGroup:
    entry = catalogue().get(code)
    title = entry.title if entry else ""
    return FindingGroup(code, found[0].severity.value, title, entry, tuple(found))


def _anchors(report: Report) -> Mapping[str, str]:
    """Where the subject of a finding is described: the row of its graph node."""
    return {node.id: node.href for node in report.graph.nodes} if report.graph else {}


def _ledger(ledger: Ledger | None) -> list[LedgerRow]:
    if ledger is None:
        return []
    return [LedgerRow(kind, tuple(row.values())) for kind, row in ledger.counts().items()]
