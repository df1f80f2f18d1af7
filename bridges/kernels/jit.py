"""How kernels are compiled: without the interpreter lock, and kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numba as nb
import numpy as np

#: An array whose element type the function says in words.
Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

_F = TypeVar("_F", bound=Callable[..., Any])


def kernel(function: _F) -> _F:
    """Compile a function on its first call."""
    compiled = nb.njit(nogil=True, cache=True, boundscheck=False, error_model="numpy")(function)
    return cast(_F, compiled)


def inlined(function: _F) -> _F:
    """Compile a small function into each of its callers."""
    compiled = nb.njit(forceinline=True, boundscheck=False, error_model="numpy")(function)
    return cast(_F, compiled)
