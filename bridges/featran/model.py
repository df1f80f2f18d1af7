"""The spec: features in order, crossings by key. Every builder returns a new spec.

The builders mirror Featran's DSL and refuse what it refuses at the moment it does: a crossing of an
unknown feature at once, duplicate names only when features are extracted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pyarrow as pa

from bridges.featran.block import F64
from bridges.featran.columns import Column, Kind, Value, with_default
from bridges.featran.errors import IllegalArgument, NullValue, Unsupported, require
from bridges.featran.jvm import utf16
from bridges.featran.rows import RowError
from bridges.featran.transformers.base import Transformer


class Getter(Protocol):
    """Takes one value per record out of a batch of records."""

    @property
    def kind(self) -> Kind:
        """The type of its values."""

    def evaluate(self, batch: pa.RecordBatch) -> Column:
        """Return a column of ``kind`` with as many rows as the batch."""


class CrossFunction(Protocol):
    """``(Double, Double) => Double``, elementwise over equally shaped float64 arrays."""

    def __call__(self, left: F64, right: F64, /) -> F64:
        """Return the results, of the same shape."""


@dataclass(frozen=True)
class Source:
    """Where a feature was declared."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Feature:
    """A getter, what replaces its missing values, and a transformer.

    ``default`` of None means no default. The default takes part in training too. A ``required``
    getter must not give null: numbers have no null in Scala, and other nulls make every transformer
    throw, but for HeavyHitters and for one that learnt nothing. A transformer changed by
    ``contramap`` (its function is part of the getter here) has no settings.
    """

    getter: Getter
    transformer: Transformer[Any]
    default: Value | None = None
    required: bool = False
    source: Source | None = None
    contramapped: bool = False

    @property
    def name(self) -> str:
        """The transformer's name, by which settings and crossings know the feature."""
        return self.transformer.name

    def column(self, batch: pa.RecordBatch) -> Column:
        """Return the values of a batch, defaults filled in.

        Raises
        ------
        NullValue
            If a required value is missing.
        """
        column = with_default(self.getter.evaluate(batch), self.default)
        if self.required and not column.present.all():
            raise MissingValue(
                f"required feature {self.name!r} has no value",
                int(column.present.argmin()),
                where=str(self.source or ""),
                next_step="declare it optional, or mend the data",
            )
        return column


class MissingValue(RowError, NullValue):
    """A required feature has no value."""


@dataclass(frozen=True)
class Crossing:
    """The features of one transformer with those of another, pair by pair."""

    left: str
    right: str
    function: CrossFunction
    source: Source | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The transformers' names, left one first."""
        return (self.left, self.right)


@dataclass(frozen=True)
class FeatureSpec:
    """Features in order, and crossings, which are put out in the order of their keys."""

    features: tuple[Feature, ...] = ()
    crossings: tuple[Crossing, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The transformers' names in order."""
        return tuple(feature.name for feature in self.features)

    def required(
        self, getter: Getter, transformer: Transformer[Any], source: Source | None = None
    ) -> FeatureSpec:
        """Append a feature that every record has."""
        return self.plus(Feature(getter, transformer, required=True, source=source))

    def optional(
        self,
        getter: Getter,
        transformer: Transformer[Any],
        default: Value | None = None,
        source: Source | None = None,
    ) -> FeatureSpec:
        """Append a feature that records may lack."""
        return self.plus(Feature(getter, transformer, default, source=source))

    def plus(self, feature: Feature) -> FeatureSpec:
        """Append a feature."""
        return replace(self, features=(*self.features, feature))

    def cross(
        self, left: str, right: str, function: CrossFunction, source: Source | None = None
    ) -> FeatureSpec:
        """Add a crossing.

        Raises
        ------
        IllegalArgument
            If a feature is unknown or the pair is crossed already.
        """
        crossing = Crossing(left, right, function, source)
        known = {old.key for old in self.crossings}
        require(crossing.key not in known, f"Crossing ({left},{right}) already defined")
        for name in crossing.key:
            require(name in self.names, f"Feature {name} not found")
        return replace(self, crossings=sorted_crossings((*self.crossings, crossing)))

    def compose(self, other: FeatureSpec, before: Callable[[Getter], Getter]) -> FeatureSpec:
        """Append another spec's features; ``before`` puts ``T => S`` in front of its getters."""
        moved = tuple(replace(f, getter=before(f.getter)) for f in other.features)
        return _joined(self, replace(other, features=moved))

    def filter(self, predicate: Callable[[Feature], bool]) -> FeatureSpec:
        """Keep some features, and the crossings of which at least one side stays."""
        kept = tuple(feature for feature in self.features if predicate(feature))
        names = {feature.name for feature in kept}
        crossings = tuple(c for c in self.crossings if not names.isdisjoint(c.key))
        return FeatureSpec(kept, crossings)

    @staticmethod
    def combine(*specs: FeatureSpec) -> FeatureSpec:
        """Append specs of one record type.

        Raises
        ------
        IllegalArgument
            If there is no spec, or two cross the same pair.
        """
        require(bool(specs), "Empty specs")
        joined = specs[0]
        for spec in specs[1:]:
            joined = _joined(joined, spec)
        return joined


def _joined(left: FeatureSpec, right: FeatureSpec) -> FeatureSpec:
    known = {crossing.key for crossing in left.crossings}
    for crossing in right.crossings:
        if crossing.key in known:
            raise IllegalArgument(f"Duplicate crossing ({crossing.left},{crossing.right})")
    crossings = sorted_crossings((*left.crossings, *right.crossings))
    return FeatureSpec((*left.features, *right.features), crossings)


def sorted_crossings(crossings: tuple[Crossing, ...]) -> tuple[Crossing, ...]:
    """Return crossings in the order of their keys, as Java orders strings."""
    ordered = sorted(crossings, key=lambda c: (utf16.key(c.left), utf16.key(c.right)))
    return tuple(ordered)


def crossing_name(left: str, right: str) -> str:
    """How a crossing is called where one name is needed: in reports, and as a key of outputs."""
    return f"{left} x {right}"


def refuse_duplicates(features: tuple[Feature, ...]) -> None:
    """Refuse features of one name, as Featran does when features are extracted.

    Raises
    ------
    IllegalArgument
        Naming the names that occur twice.
    """
    names = [feature.name for feature in features]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    require(not twice, f"duplicate transformer names: {', '.join(twice)}")


@dataclass(frozen=True)
class MultiFeatureSpec:
    """Several specs of one record type, learnt together and put out side by side."""

    specs: tuple[FeatureSpec, ...]

    def __post_init__(self) -> None:
        if not self.specs:
            raise Unsupported("empty.reduceLeft", next_step="give at least one FeatureSpec")

    @property
    def features(self) -> tuple[Feature, ...]:
        """The features of all specs, in order."""
        return tuple(feature for spec in self.specs for feature in spec.features)

    def filter(self, predicate: Callable[[Feature], bool]) -> MultiFeatureSpec:
        """Filter each spec."""
        return MultiFeatureSpec(tuple(spec.filter(predicate) for spec in self.specs))
