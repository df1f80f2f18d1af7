"""Arrow values as plain Python, without the calendar: temporal values stay integers."""

from __future__ import annotations

from typing import Any

import pyarrow as pa


def rows(batches: list[pa.RecordBatch]) -> list[dict[str, Any]]:
    """All rows; every batch is valid to the last offset and bit."""
    found = []
    for batch in batches:
        batch.validate(full=True)
        columns = [[plain(value) for value in column] for column in batch.columns]
        found += [
            dict(zip(batch.schema.names, [c[i] for c in columns], strict=True))
            for i in range(batch.num_rows)
        ]
    return found


def plain(scalar: pa.Scalar) -> Any:
    """One value."""
    if not scalar.is_valid:
        return None
    kind = scalar.type
    if pa.types.is_map(kind):
        return [(plain(entry["key"]), plain(entry["value"])) for entry in scalar.values]
    if pa.types.is_list(kind):
        return [plain(item) for item in scalar.values]
    if pa.types.is_struct(kind):
        return {kind[i].name: plain(scalar[i]) for i in range(kind.num_fields)}
    if pa.types.is_temporal(kind):
        return scalar.cast(pa.int32() if kind.bit_width == 32 else pa.int64()).as_py()
    return scalar.as_py()
