"""Text that is UTF-8: Parquet says so of every string, and neither Spark nor pyarrow checks it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from pyarrow import types as t

from bridges.errors import DataError

_ASCII: Final = 0x7F


def refuse_unless_text(array: pa.Array, path: str) -> None:
    """Refuse strings, at any depth of ``array``, that are not UTF-8."""
    kind = array.type
    if t.is_string(kind):
        _refuse_unless_utf8(array, path)
    elif t.is_struct(kind):
        for i in range(kind.num_fields):
            refuse_unless_text(array.field(i), f"{path}.{kind[i].name}")
    elif t.is_list(kind):
        refuse_unless_text(array.flatten(), f"{path}.item")
    elif t.is_map(kind):
        refuse_unless_text(array.keys, f"{path}.key")
        refuse_unless_text(array.items, f"{path}.value")


def _refuse_unless_utf8(array: pa.Array, path: str) -> None:
    # ASCII, which is most text, is told in a fraction of the time.
    if _bytes(array).max(initial=0) <= _ASCII:
        return
    try:
        array.validate(full=True)
    except pa.ArrowInvalid as error:
        raise DataError(
            f"holds text that is not UTF-8: {error}",
            where=path,
            next_step="write the column as binary in the source job, or leave it out by naming "
            "the others with --columns",
        ) from error


def _bytes(array: pa.Array) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    _, offsets, data = array.buffers()
    if data is None or not len(array):
        return np.empty(0, np.uint8)
    places = np.frombuffer(offsets, np.int32)[array.offset : array.offset + len(array) + 1]
    return np.frombuffer(data, np.uint8)[places[0] : places[-1]]
