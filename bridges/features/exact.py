"""Doubles that float32 cannot say come back from the feature that carries their bytes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bridges.errors import CorruptData
from bridges.features.columns import Array, Column, Physical
from bridges.features.occupancy import counts_of
from bridges.features.plan import Leaf
from bridges.schema.arrow_out import arrow_type


def merged(leaf: Leaf, columns: Mapping[str, Column], rows: int) -> Column:
    """Return the values of a leaf, with the exact doubles in the rows that carry them."""
    column = columns[leaf.values.name]
    if column.physical is not Physical.F32 or arrow_type(leaf.type).bit_width != 64:
        return column
    values = column.values.astype(np.float64)
    if leaf.exact is not None:
        _put_exact(values, column, columns[leaf.exact.name], rows)
    return Column(leaf.values, Physical.F64, values, column.rows, column.present)


def _put_exact(values: Array, column: Column, exact: Column, rows: int) -> None:
    carried = counts_of(exact, rows)
    assert exact.offsets is not None, "strings have offsets"
    widths = np.zeros(rows, np.int64)
    widths[carried > 0] = np.diff(exact.offsets) if bool((carried <= 1).all()) else -1
    counts = counts_of(column, rows)
    wrong = (carried > 0) & (widths != 8 * counts)
    if bool(wrong.any()):
        row = int(np.flatnonzero(wrong)[0])
        raise CorruptData(f"row {row}: not 8 bytes per value", where=exact.feature.name)
    data = exact.values[int(exact.offsets[0]) : int(exact.offsets[-1])]
    values[np.repeat(carried > 0, counts)] = data.view(np.float64)
