"""One use of one feature at one place: what rules yield and everything else is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from migrate import codes
from migrate.assess.features import FEATURES
from migrate.assess.inventory import Inventory
from migrate.findings import Finding, Location, Severity
from migrate.ledger import Outcome


@dataclass(frozen=True, slots=True)
class Use:
    """``feature`` is a key of :data:`FEATURES`; ``subject`` is the class, file or section.

    ``seen_from`` is the key of the task that reaches it, where that is another than the subject:
    of the helpers of a base class, each task is charged only with those that it calls.
    """

    feature: str
    location: Location
    subject: str
    detail: str = ""
    kind: str = "feature"
    severity: Severity | None = None
    seen_from: str = ""

    @property
    def outcome(self) -> Outcome:
        return FEATURES[self.feature].outcome

    @property
    def code(self) -> str:
        return FEATURES[self.feature].code

    @property
    def grave(self) -> bool:
        """It says more than a note does."""
        return bool(self.code) and self.finding().severity is not Severity.NOTE

    def finding(self) -> Finding:
        """What is reported; only for features that have a code."""
        entry = FEATURES[self.feature]
        return codes.finding(
            entry.code,
            entry.message.replace("{}", self.detail),
            location=self.location,
            subject="" if self.subject == self.location.path else self.subject,
            severity=self.severity,
        )


Rule = Callable[[Inventory], Iterator[Use]]
