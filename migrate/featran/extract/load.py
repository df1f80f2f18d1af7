"""The spec of an extraction: from Scala, from ``spec.json``, or from settings alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bridges.featran.as_json import from_json
from bridges.featran.columnar import columnar
from bridges.featran.flavour import Flavour
from bridges.featran.getters.feature import ScalaCross, ScalaGetter
from bridges.featran.model import Crossing, Feature, FeatureSpec, MultiFeatureSpec
from migrate.codes import finding
from migrate.errors import BadInput
from migrate.featran import read_scala
from migrate.findings import Finding, Location


@dataclass(frozen=True, slots=True)
class Loaded:
    """Specs to extract side by side, and what could not be read of them."""

    specs: tuple[FeatureSpec, ...]
    findings: tuple[Finding, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features of all specs."""
        return tuple(feature for spec in self.specs for feature in spec.features)


@dataclass(frozen=True, slots=True)
class SpecSource:
    """Where the spec is and how to read it; ``record``, ``params`` and ``avro`` are for Scala."""

    path: Path
    name: str = ""
    record: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    avro: Path | None = None


def load(source: SpecSource, flavour: Flavour) -> Loaded:
    """Return the spec.

    Raises
    ------
    BadInput
        If the file cannot be read.
    UsageError
        If it holds several specs and none is chosen.
    """
    if source.path.suffix == ".json":
        loaded = _parted(from_json(text_of(source.path), str(source.path), flavour))
        return Loaded(tuple(map(columnar, loaded.specs)))
    reading = read_scala(
        [source.path], record=source.record, params=source.params, avro_schema=source.avro
    )
    chosen = reading.choose(source.name)
    loaded = _parted(chosen.spec)
    specs = tuple(_on(spec, flavour) for spec in loaded.specs)
    whole = tuple(map(_without_halves, specs))
    lost = [f for before, after in zip(specs, whole, strict=True) for f in _lost(before, after)]
    quick = tuple(map(columnar, whole))
    return Loaded(quick, (*reading.findings, *lost), chosen.refused)


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


def _parted(spec: FeatureSpec | MultiFeatureSpec) -> Loaded:
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    return Loaded(specs)


def _on(spec: FeatureSpec, flavour: Flavour) -> FeatureSpec:
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


def _lost(before: FeatureSpec, after: FeatureSpec) -> list[Finding]:
    return [
        finding(
            "FT101",
            f"the crossing ({c.left}, {c.right}) lost a side, which was refused",
            location=Location(c.source.file, c.source.line) if c.source else Location(),
            subject=f"{c.left} × {c.right}",
        )
        for c in before.crossings
        if c not in after.crossings
    ]
