"""Which features and crossings of a spec go into the module, and why others do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridges.errors import BridgeError
from bridges.featran.flavour import Flavour
from bridges.featran.model import Crossing, Feature, FeatureSpec, crossing_name
from bridges.featran.settings.document import Setting
from migrate.codes import finding
from migrate.featran.tft import remarks, trace
from migrate.findings import Finding, Location
from migrate.ledger import Entry, Outcome


@dataclass(slots=True)
class Admission:
    """Admits features and crossings one by one, and keeps what is said of each."""

    settings: Mapping[str, Setting]
    flavour: Flavour
    refit: bool
    findings: list[Finding] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    summaries: dict[str, Any] = field(default_factory=dict)

    def feature(self, feature: Feature) -> bool:
        """Whether a feature goes in; says why if it does not."""
        refused = self._refused(feature)
        if refused is not None:
            self.findings.append(refused)
            self.entries.append(Entry("feature", feature.name, Outcome.REFUSED, refused.code))
            return False
        notes = list(remarks.about(feature, self.summaries[feature.name], self.refit))
        self.findings += notes
        outcome = Outcome.NOTED if notes else Outcome.CONVERTED
        self.entries.append(Entry("feature", feature.name, outcome))
        return True

    def _refused(self, feature: Feature) -> Finding | None:
        try:
            self.summaries[feature.name] = self._summary(feature)
        except BridgeError as error:
            return _finding("FT202", error, feature)
        if self.refit:
            return self._unlearnable(feature)
        found = trace.obstacle(feature, self.summaries[feature.name], self.flavour)
        return _finding("FT201", found, feature) if found is not None else None

    def _summary(self, feature: Feature) -> Any:
        if self.refit:
            return None
        setting = self.settings.get(feature.name)
        if setting is None:
            raise BridgeError("the settings have no entry of this name")
        return setting.decode(feature.transformer)

    def _unlearnable(self, feature: Feature) -> Finding | None:
        try:
            feature.transformer.aggregator(self.flavour)
        except BridgeError as error:
            return _finding("FT204", error, feature)
        found = trace.learning_obstacle(feature)
        return _finding("FT201", found, feature) if found is not None else None

    def crossing(self, crossing: Crossing, spec: FeatureSpec) -> bool:
        """Whether a crossing goes in: both its sides must, and its function."""
        name = crossing_name(crossing.left, crossing.right)
        refused = self._crossing_refused(crossing, spec)
        if refused is not None:
            self.findings.append(refused)
        outcome = Outcome.REFUSED if refused else Outcome.CONVERTED
        self.entries.append(Entry("crossing", name, outcome, refused.code if refused else ""))
        return refused is None

    def _crossing_refused(self, crossing: Crossing, spec: FeatureSpec) -> Finding | None:
        sides = {f.name: f for f in spec.features if f.name in crossing.key}
        place = _place(crossing)
        missing = [name for name in crossing.key if name not in sides]
        if missing:
            what = f"its side {missing[0]!r} was refused"
            subject = crossing_name(*crossing.key)
            return finding("FT205", what, location=place, subject=subject)
        features = tuple(sides.values())
        summaries = tuple(self.summaries[name] for name in sides)
        error = trace.crossing_obstacle(crossing, features, summaries, self.flavour)
        if error is None:
            return None
        subject = crossing_name(*crossing.key)
        return finding("FT205", error.what, location=place, subject=subject)


def _place(owner: Feature | Crossing) -> Location:
    return Location(owner.source.file, owner.source.line) if owner.source else Location()


def _finding(code: str, error: BridgeError, feature: Feature) -> Finding:
    return finding(code, error.what, location=_place(feature), subject=feature.name)
