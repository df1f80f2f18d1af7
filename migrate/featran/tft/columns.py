"""The columns that come out of the module, in Featran's order, and where each comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridges.featran.extract import Extractor
from bridges.featran.flavour import Flavour
from bridges.featran.model import FeatureSpec, crossing_name


@dataclass(frozen=True, slots=True)
class Column:
    """One column that comes out: for the manifest."""

    name: str
    transformer: str
    kind: str
    source: str
    key: str
    place: int


def dimensions(spec: FeatureSpec, summaries: tuple[Any, ...]) -> dict[str, int]:
    """How many columns each feature and crossing has; 1 for a feature not learnt yet."""
    pairs = zip(spec.features, summaries, strict=True)
    own = {f.name: 1 if c is None else f.transformer.dimension(c) for f, c in pairs}
    crossed = {crossing_name(*c.key): own[c.left] * own[c.right] for c in spec.crossings}
    return {**own, **crossed}


def columns_of(
    spec: FeatureSpec, summaries: tuple[Any, ...], flavour: Flavour, keys: Mapping[str, str]
) -> list[Column]:
    """Every column of a spec whose settings are known."""
    names = iter(Extractor(spec, summaries, flavour).names)
    widths = dimensions(spec, summaries)
    owners = [
        *((f.name, type(f.transformer).__name__, f.source) for f in spec.features),
        *((crossing_name(*c.key), "crossing", c.source) for c in spec.crossings),
    ]
    return [
        Column(next(names), name, kind, str(source or ""), keys.get(name, ""), place)
        for name, kind, source in owners
        for place in range(widths[name])
    ]
