"""The rule that NHotEncoder and NGrams share."""

from __future__ import annotations

import numpy as np

from bridges.featran.aggregators.labels import Labels
from bridges.featran.block import Entries
from bridges.featran.columns import StringLists
from bridges.featran.rejections import rejected
from bridges.featran.transformers.ragged import (
    any_per_row,
    distinct,
    item_rows,
    label_places,
    unseen_in,
)


def n_hot(column: StringLists, summary: Labels, name: str, missing: bool) -> Entries:
    """Return 1.0 at each known label of a row; unknown ones are rejected.

    With ``missing`` a last column has 1.0 for missing rows, empty ones and ones with an unknown
    label.
    """
    n, d = len(column), len(summary) + missing
    places, rows = label_places(column, summary, name), item_rows(column.offsets)
    known = places >= 0
    unseen = any_per_row(rows[~known], n)
    at, columns = rows[known], places[known]
    if missing:
        extra = np.flatnonzero(unseen | (np.diff(column.offsets) == 0))
        at = np.concatenate((at, extra))
        columns = np.concatenate((columns, np.full(len(extra), len(summary))))
        order = np.argsort(at, kind="stable")
        at, columns = at[order], columns[order]
    at, columns = distinct(at, columns)
    rejections = rejected(unseen, unseen_in(column, ~known))
    return Entries((n, d), at, columns, np.ones(len(at)), rejections)
