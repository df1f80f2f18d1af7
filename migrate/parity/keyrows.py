"""The table of rows by key: what a result has too many of to hold.

A comparison yields it as Arrow batches (:meth:`migrate.parity.run.Comparison.key_rows`) of this
schema, ordered by key: rows that are not SAME, or all of them.
"""

from __future__ import annotations

import pyarrow as pa


def key_rows_schema() -> pa.Schema:
    """``key`` and ``fields`` are lists, as keys are composite and any number of fields differs.

    ``delta`` is the main delta of the field's kind, null where it has none.
    """
    part = pa.struct([pa.field("name", pa.string()), pa.field("value", pa.string())])
    difference = pa.struct(
        [
            pa.field("field", pa.string()),
            pa.field("kind", pa.string()),
            pa.field("class", pa.string()),
            pa.field("delta", pa.float64()),
            pa.field("left", pa.string()),
            pa.field("right", pa.string()),
        ]
    )
    return pa.schema(
        [
            pa.field("key", pa.list_(part)),
            pa.field("class", pa.string()),
            pa.field("fields", pa.list_(difference)),
        ]
    )
