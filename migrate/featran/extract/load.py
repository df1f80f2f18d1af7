"""The spec of an extraction: from Scala, from ``spec.json``, or from settings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bridges.featran.as_json import from_json
from bridges.featran.columnar import columnar
from bridges.featran.flavour import Flavour
from bridges.featran.getters.feature import ScalaCross, ScalaGetter
from bridges.featran.model import (
    Crossing,
    Feature,
    FeatureSpec,
    MultiFeatureSpec,
    crossing_name,
)
from bridges.featran.settings.document import Setting
from migrate.codes import finding
from migrate.errors import BadInput, UsageError
from migrate.featran import origin
from migrate.featran.foreign import about_settings
from migrate.featran.origin import Origin
from migrate.featran.scala.seeds import settled
from migrate.findings import Finding, Location
from migrate.ledger import Entry, Ledger, Outcome, close


@dataclass(frozen=True, slots=True)
class Loaded:
    """Specs to extract side by side, what could not be read of them, and the ledger of both."""

    title: str
    specs: tuple[FeatureSpec, ...]
    ledger: Ledger
    findings: tuple[Finding, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features of all specs."""
        return tuple(feature for spec in self.specs for feature in spec.features)


@dataclass(frozen=True, slots=True)
class SpecSource:
    """Where the spec is and how to read it; ``record``, ``params`` and ``avro`` are for Scala.

    Without ``paths`` the settings say what there is.
    """

    paths: tuple[Path, ...]
    name: str = ""
    record: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    avro: Path | None = None

    def __str__(self) -> str:
        return ", ".join(map(str, self.paths)) or "settings alone"


def load(source: SpecSource, settings: Path | None, flavour: Flavour) -> Loaded:
    """Return the spec.

    Raises
    ------
    BadInput
        If a file cannot be read, or nothing can be extracted.
    UsageError
        If it holds several specs and none is chosen.
    """
    entries = () if settings is None else origin.read_settings(settings)
    if not source.paths:
        if settings is None:
            raise UsageError("nothing to extract", next_step="give SPEC, --settings, or both")
        read = origin.from_settings(settings, entries)
    elif source.paths[0].suffix == ".json":
        read = _from_json(source, flavour)
    else:
        read = origin.from_scala(
            source.paths,
            spec=source.name,
            record=source.record,
            params=source.params,
            avro_schema=source.avro,
        )
    loaded = _loaded(read, flavour, {entry.name: entry for entry in entries})
    if not loaded.features:
        raise BadInput("no feature can be extracted", where=str(source), next_step=_why(loaded))
    return loaded


def _why(loaded: Loaded) -> str:
    return loaded.findings[0].message if loaded.findings else "the spec has no features"


def _from_json(source: SpecSource, flavour: Flavour) -> Origin:
    if len(source.paths) > 1:
        raise UsageError("one spec.json, or Scala files", where=str(source.paths[1]))
    (path,) = source.paths
    model = from_json(text_of(path), str(path), flavour)
    specs = model.specs if isinstance(model, MultiFeatureSpec) else (model,)
    return Origin(path.name, specs, None)


def text_of(path: Path) -> str:
    """Return a file's text.

    Raises
    ------
    BadInput
        If it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"this file cannot be read: {error}", where=str(path), next_step="check the path"
        ) from error


def _loaded(read: Origin, flavour: Flavour, settings: Mapping[str, Setting]) -> Loaded:
    specs = tuple(on_flavour(spec, flavour) for spec in read.specs)
    whole = tuple(map(_without_halves, specs))
    lost = [c for before, after in zip(specs, whole, strict=True) for c in _lost(before, after)]
    rows = [_feature_row(f) for spec in specs for f in spec.features]
    rows += [_crossing_row(c, lost) for spec in specs for c in spec.crossings]
    entries = [*origin.followed(read, rows), *rows]
    return Loaded(
        read.title,
        tuple(map(columnar, whole)),
        close([(e.kind, e.name) for e in entries], entries),
        (
            *settled(read.findings, set(settings)),
            *map(_said, lost),
            *about_settings(settings, tuple(f for spec in whole for f in spec.features)),
        ),
        read.lost,
    )


def _feature_row(feature: Feature) -> Entry:
    return Entry("feature", feature.name, Outcome.CONVERTED)


def _crossing_row(crossing: Crossing, lost: list[Crossing]) -> Entry:
    name = crossing_name(*crossing.key)
    if crossing in lost:
        return Entry("crossing", name, Outcome.REFUSED, "FT101")
    return Entry("crossing", name, Outcome.CONVERTED)


def on_flavour(spec: FeatureSpec, flavour: Flavour) -> FeatureSpec:
    """Return the spec with getters that behave as on a flavour."""
    features = tuple(
        replace(f, getter=replace(f.getter, flavour=flavour))
        if isinstance(f.getter, ScalaGetter)
        else f
        for f in spec.features
    )
    crossings = tuple(_cross_on(c, flavour) for c in spec.crossings)
    return FeatureSpec(features, crossings)


def _cross_on(crossing: Crossing, flavour: Flavour) -> Crossing:
    function = crossing.function
    if isinstance(function, ScalaCross):
        return replace(crossing, function=replace(function, flavour=flavour))
    return crossing


def _without_halves(spec: FeatureSpec) -> FeatureSpec:
    """Return the spec without the crossings of a refused feature."""
    names = set(spec.names)
    return replace(spec, crossings=tuple(c for c in spec.crossings if names.issuperset(c.key)))


def _lost(before: FeatureSpec, after: FeatureSpec) -> list[Crossing]:
    return [c for c in before.crossings if c not in after.crossings]


def _said(crossing: Crossing) -> Finding:
    source = crossing.source
    return finding(
        "FT101",
        f"the crossing ({crossing.left}, {crossing.right}) lost a side, which was refused",
        location=Location(source.file, source.line) if source else Location(),
        subject=f"{crossing.left} × {crossing.right}",
    )
