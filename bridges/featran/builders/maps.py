"""``Map[String, Double]``: the added values by name."""

from __future__ import annotations

from bridges.featran.features import Features


def maps(features: Features) -> list[dict[str, float]]:
    """Return the added values of each row; of two with one name the later one stays."""
    rows = zip(features.values.tolist(), features.added.tolist(), strict=True)
    return [
        {name: v for name, v, here in zip(features.names, values, added, strict=True) if here}
        for values, added in rows
    ]
