"""Report: what a command read, did, found and proved, ready to be rendered.

It knows nothing about any one command. Renderers (terminal, JSON, SARIF, HTML) take a Report
and return text; none of them computes anything the others would not show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from migrate.errors import ExitCode
from migrate.findings import Finding, Severity, in_order
from migrate.ledger import Ledger

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell: a value, where it leads, smaller text below it, and ``(label, href)`` links."""

    value: Scalar
    href: str = ""
    detail: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; ``anchor`` makes it a place that a graph node or a link can point to."""

    cells: tuple[Cell, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; ``numeric`` names the columns that hold numbers."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    numeric: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Proof:
    """One claim that was checked: it holds or it does not, and what was compared."""

    title: str
    ok: bool
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the summary; ``tone`` is ``plain``, ``good``, ``warning`` or ``bad``."""

    label: str
    value: Scalar
    detail: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class GraphNode:
    """A node of the picture; ``kind`` picks its colour and shape and is named in the legend."""

    id: str
    label: str
    kind: str = ""
    tooltip: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class GraphPicture:
    """Nodes and ``(upstream id, downstream id)`` edges to draw; kinds in legend order.

    ``marked`` gives a word to edges that are not like the others: at most four words, which the
    legend explains.
    """

    nodes: tuple[GraphNode, ...]
    edges: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...] = ()
    title: str = "Task graph"
    marked: Mapping[tuple[str, str], str] = field(default_factory=dict)


class Verdict(Enum):
    """What the whole report comes to, gravest first."""

    PROOF_FAILED = "a check does not hold"
    ERRORS = "not everything could be converted"
    NEEDS_PERSON = "done; some points need a person"
    CLEAN = "done; nothing needs a person"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one run of one command has to say."""

    command: str
    title: str
    version: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    summary: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()
    ledger: Ledger | None = None
    tables: tuple[Table, ...] = ()
    proofs: tuple[Proof, ...] = ()
    graph: GraphPicture | None = None
    links: tuple[tuple[str, str], ...] = ()

    @property
    def active(self) -> tuple[Finding, ...]:
        """Findings that nobody suppressed, gravest first."""
        return tuple(in_order(f for f in self.findings if not f.suppressed))

    @property
    def suppressed(self) -> tuple[Finding, ...]:
        return tuple(in_order(f for f in self.findings if f.suppressed))

    def counts(self) -> dict[Severity, int]:
        """How many active findings there are of each severity, gravest first."""
        found = [f.severity for f in self.active]
        return {severity: found.count(severity) for severity in reversed(Severity)}

    @property
    def verdict(self) -> Verdict:
        if not all(proof.ok for proof in self.proofs):
            return Verdict.PROOF_FAILED
        if self.counts()[Severity.ERROR]:
            return Verdict.ERRORS
        if any(finding.needs_person for finding in self.findings):
            return Verdict.NEEDS_PERSON
        return Verdict.CLEAN

    @property
    def exit_code(self) -> ExitCode:
        """What the command tells the shell."""
        match self.verdict:
            case Verdict.PROOF_FAILED:
                return ExitCode.PROOF_FAILED
            case Verdict.CLEAN:
                return ExitCode.CLEAN
            case _:
                return ExitCode.FINDINGS
