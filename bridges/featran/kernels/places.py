"""Where doubles fall between rising bounds."""

from __future__ import annotations

import numpy as np

from bridges.kernels.jit import Array, kernel

#: More bounds than these are searched by halves.
_MANY = 16


@kernel
def first_greater(bounds: Array, values: Array) -> Array:
    """Return, for int64 keys or doubles that are not NaN, the first bound that is greater.

    A value that no bound exceeds, NaN too, has the number of bounds.
    """
    out = np.empty(len(values), np.int64)
    for i in range(len(values)):
        x = values[i]
        low, high = 0, len(bounds)
        while high - low > _MANY:
            middle = (low + high) // 2
            if x < bounds[middle]:
                high = middle
            else:
                low = middle + 1
        while low < high and not x < bounds[low]:
            low += 1
        out[i] = low
    return out
