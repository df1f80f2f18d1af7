"""Records for tests: Arrow batches of columns, and specs over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from bridges.featran.columns import Kind
from bridges.featran.texts import encode

ARROW = {
    Kind.DOUBLE: pa.float64(),
    Kind.STRING: pa.binary(),
    Kind.STRINGS: pa.list_(pa.binary()),
    Kind.WEIGHTED: pa.list_(pa.struct([("name", pa.binary()), ("value", pa.float64())])),
    Kind.VECTOR: pa.list_(pa.float64()),
    Kind.MDL: pa.struct([("label", pa.binary()), ("value", pa.float64())]),
}


def batch(columns: Sequence[tuple[Kind, Iterable[Any]]]) -> pa.RecordBatch:
    """Return a batch with columns c0, c1, …; strings as bytes, so that surrogates pass."""
    arrays = [pa.array([_raw(v) for v in values], ARROW[kind]) for kind, values in columns]
    return pa.RecordBatch.from_arrays(arrays, [f"c{i}" for i in range(len(arrays))])


def _raw(value: Any) -> Any:
    match value:
        case str():
            return encode(value)
        case dict():
            return {key: _raw(item) for key, item in value.items()}
        case list() | tuple():
            return [_raw(item) for item in value]
        case _:
            return value
