"""The report as one HTML page that needs nothing else: no network, no script to be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from migrate.codes import Code, catalogue
from migrate.findings import Finding
from migrate.ledger import Ledger, Outcome
from migrate.report.model import Report, Verdict
from migrate.report.page import asset, environment, policy, safe_href
from migrate.report.svg import draw

__all__ = ["FindingGroup", "LedgerRow", "render", "safe_href"]

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
    style, script = asset("style.css"), asset("script.js")
    return (
        environment()
        .get_template("report.html.j2")
        .render(
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
            policy=policy(style, script),
        )
    )


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
