"""Features that a module computes beside its spec, in stock code, and that learn nothing.

A refit module keeps them here, for Featran's settings and the names of columns are those of all
features.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bridges.featran.columns import Column, Kind
from bridges.featran.errors import FeatranError
from bridges.featran.flavour import DEFAULT, Flavour
from bridges.featran.model import Feature, FeatureSpec, MultiFeatureSpec
from bridges.featran.settings.document import Setting, read, write
from bridges.featran.transformers.unit import Learnless


@dataclass(frozen=True)
class Beside:
    """A feature in stock code: its output's key, and its place among all features of its spec.

    ``spec`` counts the specs of a MultiFeatureSpec from 0.
    """

    key: str
    place: int
    transformer: Learnless
    spec: int = 0


@dataclass(frozen=True)
class _InStockCode:
    """The getter of a feature that is not computed here."""

    kind: Kind

    def evaluate(self, batch: Any) -> Column:  # noqa: ARG002
        """Refuse."""
        raise FeatranError("the feature is computed in stock code", next_step="call stock(inputs)")


def completed(
    spec: FeatureSpec | MultiFeatureSpec, beside: Sequence[Beside]
) -> tuple[FeatureSpec, ...]:
    """The specs with all their features, in Featran's order."""
    specs = spec.specs if isinstance(spec, MultiFeatureSpec) else (spec,)
    return tuple(
        _with(one, [b for b in beside if b.spec == place]) for place, one in enumerate(specs)
    )


def _with(spec: FeatureSpec, beside: Sequence[Beside]) -> FeatureSpec:
    features = list(spec.features)
    for one in sorted(beside, key=lambda b: b.place):
        features.insert(one.place, Feature(_InStockCode(one.transformer.kind), one.transformer))
    return replace(spec, features=tuple(features))


def completed_settings(
    spec: FeatureSpec | MultiFeatureSpec,
    learnt: str,
    beside: Sequence[Beside],
    flavour: Flavour = DEFAULT,
) -> str:
    """Settings with the entries of all features, in Featran's order."""
    known = {setting.name: setting for setting in read(learnt)}
    for one in beside:
        known[one.transformer.name] = Setting.of_transformer(one.transformer, (), flavour)
    return write(known[f.name] for one in completed(spec, beside) for f in one.features)
