"""Labels in settings: ``label:<url-encoded>`` joined by commas."""

from __future__ import annotations

from bridges.featran.aggregators.labels import Labels
from bridges.featran.jvm import urls

_PREFIX = "label:"


def encode_labels(labels: Labels) -> str:
    """Write labels in the order of their columns."""
    return ",".join(_PREFIX + urls.encode(label) for label in labels.labels)


def decode_labels(text: str) -> Labels:
    """Read labels: empty parts are dropped, one leading ``label:`` is stripped from each.

    Files from before Featran 0.1.5 have no prefix and read as well.
    """
    parts = [part for part in text.split(",") if part]
    return Labels(tuple(urls.decode(part.removeprefix(_PREFIX)) for part in parts))
