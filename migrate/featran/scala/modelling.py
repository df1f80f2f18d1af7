"""From what the reader found to Featran's model, as the engines take it."""

from __future__ import annotations

from bridges.featran.getters.feature import ScalaCross, ScalaGetter
from bridges.featran.getters.types import Type
from bridges.featran.model import (
    Crossing,
    Feature,
    FeatureSpec,
    MultiFeatureSpec,
    Source,
    crossing_name,
    sorted_crossings,
)
from migrate.featran.scala.values import CrossRead, FeatureRead, MultiValue, SpecValue
from migrate.findings import Location


def to_spec(
    value: SpecValue | MultiValue,
) -> tuple[FeatureSpec | MultiFeatureSpec, Type, bool, tuple[str, ...]]:
    """The model, the record type, whether it is complete, and the names of what is missing."""
    if isinstance(value, SpecValue):
        return _spec(value), value.record, value.complete, _lost(value)
    specs = tuple(_spec(s) for s in value.specs)
    lost = tuple(name for s in value.specs for name in _lost(s))
    complete = all(s.complete for s in value.specs)
    return MultiFeatureSpec(specs), value.specs[0].record, complete, lost


def sites_of(value: SpecValue | MultiValue) -> dict[str, str]:
    """Where the call stands that made a feature, or a crossing ``left x right``."""
    specs = value.specs if isinstance(value, MultiValue) else (value,)
    found: dict[str, Location] = {}
    for spec in specs:
        found |= {f.name: f.location for f in spec.features if isinstance(f, FeatureRead)}
        found |= {crossing_name(c.left, c.right): c.location for c in spec.crossings}
    return {name: str(location) for name, location in found.items()}


def _spec(value: SpecValue) -> FeatureSpec:
    features = tuple(_feature(f) for f in value.features if isinstance(f, FeatureRead))
    crossings = sorted_crossings(tuple(map(_crossing, value.crossings)))
    return FeatureSpec(features, crossings)


def _lost(value: SpecValue) -> tuple[str, ...]:
    return tuple(
        f.name or str(f.location) for f in value.features if not isinstance(f, FeatureRead)
    )


def _feature(read: FeatureRead) -> Feature:
    transformer = read.transformer.transformer
    return Feature(
        getter=ScalaGetter(transformer.kind, read.getter, transformer.name),
        transformer=transformer,
        default=read.default,
        required=read.required,
        source=_source(read.location),
        contramapped=bool(read.transformer.before),
    )


def _crossing(read: CrossRead) -> Crossing:
    return Crossing(read.left, read.right, ScalaCross(read.function), _source(read.location))


def _source(location: Location) -> Source:
    return Source(location.path, location.line)
