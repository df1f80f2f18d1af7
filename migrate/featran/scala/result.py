"""What reading Scala files gives: specs, findings, and a ledger that adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bridges.featran.getters.types import RecordOf, Type
from bridges.featran.model import FeatureSpec, MultiFeatureSpec
from migrate.errors import BadInput, UsageError
from migrate.findings import Finding, Location, Severity
from migrate.ledger import Ledger


@dataclass(frozen=True, slots=True)
class ReadSpec:
    """One spec: its dotted name, the model, its record type, and whether nothing is missing.

    ``sites`` leads from a feature's name, or a crossing's ``left x right``, to the name of the
    ledger's entry for the call that made it.
    """

    name: str
    spec: FeatureSpec | MultiFeatureSpec
    record: Type
    location: Location
    complete: bool
    refused: tuple[str, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpecReading:
    """What reading gave. A spec with a refused feature is here, and not ``complete``."""

    specs: Mapping[str, ReadSpec]
    records: Mapping[str, RecordOf]
    findings: tuple[Finding, ...]
    ledger: Ledger
    unread: Mapping[str, Location] = field(default_factory=dict)

    def choose(self, name: str = "") -> ReadSpec:
        """The spec called ``name`` (the end of its dotted name does), or the only one.

        Raises UsageError naming the specs that there are, or BadInput saying why it was not read.
        """
        found = [s for n, s in self.specs.items() if n == name or n.endswith(f".{name}")]
        if not name:
            found = list(self.specs.values())
        if len(found) == 1:
            return found[0]
        if not found:
            self._refuse_unread(name)
        what = f"no spec is called {name}" if name and not found else "there are several specs"
        raise UsageError(what, next_step=f"choose one with --spec: {', '.join(self.specs)}")

    def _refuse_unread(self, name: str) -> None:
        """Raise BadInput where nothing was read, or not the spec called ``name``."""
        unread = [n for n in self.unread if n == name or n.endswith(f".{name}")]
        reasons = [f for f in self.findings if f.subject in unread]
        if not self.specs:
            reasons = [f for f in self.findings if f.severity is not Severity.NOTE]
        if reasons:
            # Where the grammar stops, the rest is what it made of the pieces.
            first = min(reasons, key=lambda f: f.code != "FT001")
            what = f"no spec could be read here: {first.message}"
            raise BadInput(what, where=str(first.location), next_step=first.next_step)
        if not self.specs:
            step = "give the files that hold FeatureSpec.of[…]"
            raise UsageError("no spec could be read", next_step=step)
