"""How many values each row has inside lists, and which of its slots are null.

Sister features and masks tell it more than once; where they disagree the data is corrupt.
"""

from __future__ import annotations

import numpy as np

from bridges.errors import CorruptData
from bridges.features.buffers import cumulative
from bridges.features.columns import Array, Column


def begins_of(column: Column) -> Array:
    """Return where the values of each row of a decoded column begin, and where the last end."""
    assert column.rows is not None, "decoded columns have rows"
    return column.rows


def counts_of(column: Column, rows: int) -> Array:
    """Return how many values each row has."""
    return np.diff(column.rows) if column.rows is not None else np.ones(rows, np.int64)


def agreed(own: Array, known: Array | None, where: str) -> Array:
    """Return ``own``; raise CorruptData where other features say otherwise."""
    if known is not None and bool((own != known).any()):
        row = int(np.flatnonzero(own != known)[0])
        raise CorruptData(
            f"row {row}: {own[row]} values where its sister features have {known[row]}",
            where=where,
        )
    return own


def slots_of_mask(mask: Column, own: Array, rows: int) -> tuple[Array | None, Array]:
    """Return the validity of all slots and the slots per row, from a mask and the valid ones."""
    if len(mask.values) == 0:
        return None, own
    masked = counts_of(mask, rows)
    total = np.where(masked > 0, masked, own)
    valid = np.ones(int(total.sum()), np.bool_)
    valid[np.repeat(masked > 0, total)] = mask.values != 0
    ones = np.diff(cumulative(valid)[cumulative(total)])
    return valid, _agreed_mask(ones, own, total, mask)


def _agreed_mask(ones: Array, own: Array, total: Array, mask: Column) -> Array:
    if bool((ones != own).any()):
        row = int(np.flatnonzero(ones != own)[0])
        raise CorruptData(
            f"row {row}: the mask tells of {ones[row]} values, there are {own[row]}",
            where=mask.feature.name,
        )
    return total


def valid_counts(mask: Column, known: Array, rows: int) -> Array:
    """Return the valid slots per row: what the mask tells where there is one, else ``known``."""
    ones = np.diff(cumulative(mask.values)[begins_of(mask)])
    return np.where(counts_of(mask, rows) > 0, ones, known)
