"""NumPy's ``.npy`` format 1.0, byte for byte as featran-numpy writes it.

Its header is padded to 16 bytes, where NumPy pads to 64; both read either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np

from bridges.featran.errors import IllegalArgument

_MAGIC = b"\x93NUMPY\x01\x00"
_TYPES = ("<i4", "<i8", "<f4", "<f8")


def header(descr: str, shape: Sequence[int]) -> bytes:
    """Return magic, length and header of a file.

    Raises
    ------
    IllegalArgument
        If the element type is none that Featran writes.
    """
    if descr not in _TYPES:
        raise IllegalArgument(f"no element type {descr}", next_step=f"use {', '.join(_TYPES)}")
    sizes = f"({shape[0]},)" if len(shape) == 1 else f"({', '.join(map(str, shape))})"
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {sizes}, }}"
    text += " " * (-(len(text) + 11) % 16) + "\n"
    return _MAGIC + len(text).to_bytes(2, "little") + text.encode("ascii")


def write(out: BinaryIO, values: np.ndarray[Any, Any], shape: Sequence[int] | None = None) -> None:
    """Write an array, flat and with its shape beside it or as it is.

    Raises
    ------
    IllegalArgument
        If the shape does not fit the number of values.
    """
    shape = tuple(values.shape) if shape is None else tuple(shape)
    if int(np.prod(shape)) != values.size:
        product = " * ".join(map(str, shape))
        raise IllegalArgument(f"requirement failed: Invalid shape, {product} != {values.size}")
    little = np.ascontiguousarray(values, values.dtype.newbyteorder("<"))
    out.write(header(f"<{little.dtype.kind}{little.dtype.itemsize}", shape))
    out.write(little.tobytes())
