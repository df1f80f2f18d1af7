"""LibSVM text: ``label index:value …`` with indices from 1.

Featran has no such builder; this is its sparse result in the format that XGBoost and LIBLINEAR
read. Numbers are Python's shortest that read back as the same float32 or float64.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bridges.featran.builders.dense import to_float
from bridges.featran.builders.sparse import sparse
from bridges.featran.features import Features


def lines(
    features: Features, labels: Sequence[float] | None = None, single: bool = False
) -> Iterator[str]:
    """Yield a line per row; ``single`` rounds to float32 first."""
    rows = sparse(features)
    for i in range(len(features)):
        indices, values = rows.row(i)
        shown = [str(v) for v in to_float(values)] if single else [repr(float(v)) for v in values]
        pairs = (f"{k + 1}:{v}" for k, v in zip(indices.tolist(), shown, strict=True))
        label = 0 if labels is None else labels[i]
        yield " ".join((f"{label:g}", *pairs))
