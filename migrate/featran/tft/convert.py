"""From a spec and settings to a module: which features and crossings go in, and what is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bridges.errors import BridgeError
from bridges.featran.extract import Extractor
from bridges.featran.flavour import Flavour
from bridges.featran.model import Crossing, Feature, FeatureSpec, crossing_name, refuse_duplicates
from bridges.featran.settings.document import Setting
from bridges.featran.tf.input_features import Input
from bridges.featran.tf.needs import needed
from migrate.codes import finding
from migrate.errors import BadInput
from migrate.featran.foreign import about_settings
from migrate.featran.idiomatic.decide import Decision, Mode, decide
from migrate.featran.idiomatic.verdicts import verdicts
from migrate.featran.origin import Origin, followed
from migrate.featran.tft import remarks, trace
from migrate.featran.tft.names import output_keys
from migrate.findings import Finding, Location
from migrate.ledger import Entry, Ledger, Outcome, close


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line chose about the module."""

    flavour: Flavour
    refit: bool = False
    vector: str = ""
    added: bool = False
    rejected: bool = False
    idiomatic: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column that comes out: for the manifest."""

    name: str
    transformer: str
    kind: str
    source: str
    key: str
    place: int


@dataclass(frozen=True, slots=True)
class Conversion:
    """What goes into the files, and what the report says."""

    origin: Origin
    options: Options
    specs: tuple[FeatureSpec, ...]
    summaries: tuple[tuple[Any, ...], ...]
    settings: tuple[Setting, ...]
    keys: Mapping[str, str]
    columns: tuple[Column, ...]
    inputs: tuple[Input, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    decisions: tuple[Decision, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in Featran's order."""
        return tuple(column.name for column in self.columns)


@dataclass(slots=True)
class _Work:
    """The state of one conversion."""

    origin: Origin
    options: Options
    settings: Mapping[str, Setting]
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
        notes = list(remarks.about(feature, self.summaries[feature.name], self.options.refit))
        self.findings += notes
        outcome = Outcome.NOTED if notes else Outcome.CONVERTED
        self.entries.append(Entry("feature", feature.name, outcome))
        return True

    def _refused(self, feature: Feature) -> Finding | None:
        try:
            self.summaries[feature.name] = self._summary(feature)
        except BridgeError as error:
            return _finding("FT202", error, feature)
        if self.options.refit:
            return self._unlearnable(feature)
        found = trace.obstacle(feature, self.summaries[feature.name], self.options.flavour)
        return _finding("FT201", found, feature) if found is not None else None

    def _summary(self, feature: Feature) -> Any:
        if self.options.refit:
            return None
        setting = self.settings.get(feature.name)
        if setting is None:
            raise BridgeError("the settings have no entry of this name")
        return setting.decode(feature.transformer)

    def _unlearnable(self, feature: Feature) -> Finding | None:
        try:
            feature.transformer.aggregator(self.options.flavour)
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
        error = trace.crossing_obstacle(crossing, features, summaries, self.options.flavour)
        if error is None:
            return None
        subject = crossing_name(*crossing.key)
        return finding("FT205", error.what, location=place, subject=subject)


def convert(origin: Origin, settings: Iterable[Setting], options: Options) -> Conversion:
    """Decide feature by feature what goes into the module.

    Raises BadInput where nothing is left to convert, or two features have one name.
    """
    known = {setting.name: setting for setting in settings}
    work = _Work(origin, options, known, list(origin.findings))
    features = tuple(f for spec in origin.specs for f in spec.features)
    _refuse_doubles(features)
    specs = tuple(_kept(spec, work) for spec in origin.specs)
    kept = tuple(f for spec in specs for f in spec.features)
    if not kept:
        raise BadInput("no feature can be converted", next_step=_first_reason(work.findings))
    if not options.refit:
        work.findings += about_settings(known, features)
    summaries = tuple(tuple(work.summaries[f.name] for f in spec.features) for spec in specs)
    keys = _keys(specs, summaries, options, work)
    columns = () if options.refit else _columns(specs, summaries, options, keys)
    decisions = _decisions(specs, work) if options.idiomatic else ()
    work.findings += verdicts(decisions)
    entries = [*followed(origin, work.entries), *work.entries]
    return Conversion(
        origin=origin,
        options=options,
        specs=specs,
        summaries=summaries,
        settings=() if options.refit else tuple(known[f.name] for f in kept),
        keys=keys,
        columns=columns,
        inputs=needed(kept),
        findings=tuple(work.findings),
        ledger=close([(e.kind, e.name) for e in entries], entries),
        decisions=decisions,
    )


def _decisions(specs: tuple[FeatureSpec, ...], work: _Work) -> tuple[Decision, ...]:
    options = work.options
    mode = Mode(options.flavour, options.refit, options.added or options.rejected)
    return decide(specs, work.summaries, mode)


def _refuse_doubles(features: tuple[Feature, ...]) -> None:
    try:
        refuse_duplicates(features)
    except BridgeError as error:
        raise BadInput(error.what, next_step="give each transformer a name of its own") from error


def _first_reason(findings: list[Finding]) -> str:
    return findings[0].message if findings else "the spec has no features"


def _kept(spec: FeatureSpec, work: _Work) -> FeatureSpec:
    features = tuple(f for f in spec.features if work.feature(f))
    smaller = FeatureSpec(features)
    crossings = tuple(c for c in spec.crossings if work.crossing(c, smaller))
    return replace(smaller, crossings=crossings)


def _keys(
    specs: tuple[FeatureSpec, ...],
    summaries: tuple[tuple[Any, ...], ...],
    options: Options,
    work: _Work,
) -> dict[str, str]:
    """Output keys of everything that has a column; the vector's key is taken first."""
    names: list[str] = []
    for spec, learnt in zip(specs, summaries, strict=True):
        dimensions = {} if options.refit else _dimensions(spec, learnt)
        for name in [f.name for f in spec.features] + [
            crossing_name(*c.key) for c in spec.crossings
        ]:
            if dimensions.get(name, 1):
                names.append(name)
            else:
                work.findings.append(
                    finding("FT206", f"{name!r} has no columns at all", subject=name)
                )
    suffixes = ["_added"] * options.added + ["_rejected"] * options.rejected
    vectors = [f"{options.vector}_{i}" if i else options.vector for i in range(len(specs))]
    taken = vectors if options.vector else []
    keys = output_keys([*taken, *names], suffixes)
    for name in names:
        plain = output_keys([name])[name]
        if keys[name] != plain:
            what = f"the key {plain!r} of {name!r} is taken; it is {keys[name]!r}"
            work.findings.append(finding("FT207", what, subject=name))
    return {name: keys[name] for name in names}


def _dimensions(spec: FeatureSpec, summaries: tuple[Any, ...]) -> dict[str, int]:
    pairs = zip(spec.features, summaries, strict=True)
    own = {f.name: 1 if c is None else f.transformer.dimension(c) for f, c in pairs}
    crossed = {crossing_name(*c.key): own[c.left] * own[c.right] for c in spec.crossings}
    return {**own, **crossed}


def _columns(
    specs: tuple[FeatureSpec, ...],
    summaries: tuple[tuple[Any, ...], ...],
    options: Options,
    keys: Mapping[str, str],
) -> tuple[Column, ...]:
    """Every column in Featran's order, and where it comes from."""
    found: list[Column] = []
    for spec, learnt in zip(specs, summaries, strict=True):
        extractor = Extractor(spec, learnt, options.flavour)
        names = iter(extractor.names)
        dimensions = _dimensions(spec, learnt)
        for feature in spec.features:
            kind = type(feature.transformer).__name__
            found += _block(feature.name, kind, str(feature.source or ""), names, dimensions, keys)
        for crossing in spec.crossings:
            name = crossing_name(*crossing.key)
            source = str(crossing.source or "")
            found += _block(name, "crossing", source, names, dimensions, keys)
    return tuple(found)


def _block(
    name: str,
    kind: str,
    source: str,
    names: Any,
    dimensions: Mapping[str, int],
    keys: Mapping[str, str],
) -> list[Column]:
    key = keys.get(name, "")
    return [Column(next(names), name, kind, source, key, i) for i in range(dimensions[name])]


def _place(owner: Feature | Crossing) -> Location:
    return Location(owner.source.file, owner.source.line) if owner.source else Location()


def _finding(code: str, error: BridgeError, feature: Feature) -> Finding:
    return finding(code, error.what, location=_place(feature), subject=feature.name)
