"""``Double.compare``: −0.0 before 0.0, NaN last and equal to itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from bridges.featran.block import F64, I64

_SIGN = np.int64(0x7FFFFFFFFFFFFFFF)


def sort_keys(values: F64) -> I64:
    """Return integers that order as ``Double.compare`` orders the values."""
    bits = np.where(np.isnan(values), np.nan, values).view(np.int64)
    keys: I64 = bits ^ ((bits >> 63) & _SIGN)
    return keys


def first_greater(bounds: F64, values: F64) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the index of the first of the rising bounds that is greater; their number if none."""
    from bridges.featran.kernels import places

    if (bounds == 0).any():
        # Both zeros are equal as numbers; where a bound is zero, compare the bits.
        return places.first_greater(sort_keys(bounds), sort_keys(values))
    return places.first_greater(bounds, values)
