"""What a rendered module says, before it is text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bridges.featran.getters.types import Type
from bridges.featran.model import Feature, FeatureSpec
from bridges.featran.tf.input_features import Input


@dataclass(frozen=True, slots=True)
class Stock:
    """A feature in stock code: an expression of ``inputs`` and of ``x``, and why it is equal."""

    feature: Feature
    code: str
    x: str
    reason: str


@dataclass(frozen=True, slots=True)
class Module:
    """Everything that a rendered module says."""

    title: str
    specs: tuple[FeatureSpec, ...]
    record: Type | None
    keys: Mapping[str, str]
    names: Sequence[str]
    inputs: tuple[Input, ...]
    settings: tuple[str, ...]
    settings_file: str = ""
    refit: bool = False
    scala: str = "2.13"
    vector: str = ""
    added: bool = False
    rejected: bool = False
    stock: tuple[Stock, ...] = ()

    @property
    def exact(self) -> tuple[FeatureSpec, ...]:
        """The specs without what stock code computes; one that is left empty is gone."""
        return tuple(spec for spec in self.rest if spec.features)

    @property
    def rest(self) -> tuple[FeatureSpec, ...]:
        """The same, with those that are left empty."""
        names = {one.feature.name for one in self.stock}
        return tuple(
            FeatureSpec(tuple(f for f in s.features if f.name not in names), s.crossings)
            for s in self.specs
        )

    @property
    def tells(self) -> bool:
        """Whether the module tells what tf.Transform learnt, also of features in stock code."""
        return self.refit and bool(self.stock)
