"""Scaling whole numbers of a small range: every value can be computed in every way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from bridges.featran.getters.types import BOOLEAN, BYTE, SHORT
from migrate.featran.idiomatic.source import Source

#: How many values are computed one by one; more are not tried.
MOST = 1 << 20
_BITS = {BYTE: 8, SHORT: 16}

F64 = np.ndarray[Any, np.dtype[np.float64]]


def reach(source: Source, least: float, greatest: float) -> F64 | None:
    """Every value of a whole-numbered field once it is clipped; None where they are too many.

    A bound that is not whole is a value too: clipping gives it.
    """
    if not source.whole or not np.isfinite([least, greatest]).all() or least > greatest:
        return None
    low, high = least, greatest
    if source.type == BOOLEAN:
        low, high = max(low, 0.0), min(high, 1.0)
    elif source.type in _BITS:
        half = 2.0 ** (_BITS[source.type] - 1)
        low, high = max(low, -half), min(high, half - 1)
    if high - low >= MOST or max(abs(low), abs(high)) > 2.0**52:
        return None
    between = np.arange(np.ceil(low), np.floor(high) + 1.0)
    found: F64 = np.unique(np.concatenate([[least, greatest], between]))
    return found


@dataclass(frozen=True, slots=True)
class Scaling:
    """``(v - shift) / divisor * factor + offset``."""

    shift: float
    divisor: float
    factor: float
    offset: float


def same_however_written(values: F64, scaling: Scaling) -> bool:
    """Whether a scaling is one float32 for every value in every form that TensorFlow gives it.

    The forms are as written, by the reciprocal, and with constants merged.
    """
    with np.errstate(all="ignore"):
        moved = values - np.float64(scaling.shift)
        divisor, factor = np.float64(scaling.divisor), np.float64(scaling.factor)
        inverse = 1.0 / divisor
        forms = (
            moved / divisor * factor,
            moved * inverse * factor,
            moved * (inverse * factor),
            moved * (factor / divisor),
            moved / (divisor / factor),
        )
        written, *others = ((form + scaling.offset).astype(np.float32) for form in forms)
    return all(np.array_equal(written, other) for other in others)
