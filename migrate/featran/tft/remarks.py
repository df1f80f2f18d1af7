"""What a person should know about features that do convert."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from bridges.featran.getters.ast import Field, Getter, Op, walk
from bridges.featran.getters.types import OptionOf, SeqOf
from bridges.featran.model import Feature
from bridges.featran.tf.getters.numbers import INEXACT
from bridges.featran.transformers.normalizer import Normalizer
from migrate.codes import finding
from migrate.findings import Finding, Location

#: Whose summaries depend on the order in which rows meet: Featran's too, on every parallel engine.
ORDER_DEPENDENT: Mapping[str, str] = {
    "StandardScaler": "mean and deviation differ in the last bits (1e-12 relative)",
    "QuantileDiscretizer": "quantiles are within n/2^k ranks",
    "QuantileOutlierRejector": "quantiles are within n/2^k ranks",
    "IQROutlierRejector": "quantiles are within n/2^k ranks",
    "HeavyHitters": "the list depends on the order of rows",
    "TopNOneHotEncoder": "the list depends on the order of rows",
    "MDL": "the sample and its order depend on the order of rows",
}


def about(feature: Feature, summary: Any, refit: bool) -> Iterator[Finding]:
    """Notes on one feature."""
    place = Location(feature.source.file, feature.source.line) if feature.source else Location()
    for code, what in _notes(feature, summary, refit):
        yield finding(code, what, location=place, subject=feature.name)


def _notes(feature: Feature, summary: Any, refit: bool) -> Iterator[tuple[str, str]]:
    name = type(feature.transformer).__name__
    if not refit and summary is None:
        yield "FT208", "no row had a value in training: one column, never added"
    if refit and name in ORDER_DEPENDENT:
        yield "FT209", f"{name} is learnt in no fixed order: {ORDER_DEPENDENT[name]}"
    functions = _inexact(feature)
    if functions:
        yield "FT210", f"{', '.join(functions)}: equal within 1e-12 relative, not bit for bit"
    expression = getattr(feature.getter, "getter", None)
    if isinstance(expression, Getter) and _reads_optional_list(expression):
        yield "FT211", "an empty list and a missing one are the same in an example"


def _inexact(feature: Feature) -> list[str]:
    found = []
    transformer = feature.transformer
    if type(transformer).__name__ == "VonMisesEvaluator":
        found.append("cos and exp of VonMisesEvaluator")
    if isinstance(transformer, Normalizer) and not _exact_norm(transformer.p):
        found.append("pow of Normalizer")
    expression = getattr(feature.getter, "getter", None)
    if isinstance(expression, Getter):
        ops = {n.name for n in walk(expression.body) if isinstance(n, Op)}
        found += sorted(ops & INEXACT)
    return found


def _exact_norm(p: float) -> bool:
    return p in (1.0, 2.0) or math.isinf(p)


def _reads_optional_list(getter: Getter) -> bool:
    return any(
        isinstance(node, Field)
        and isinstance(node.type, OptionOf)
        and isinstance(node.type.item, SeqOf)
        for node in walk(getter.body)
    )
