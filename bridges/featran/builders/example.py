"""``tf.train.Example``: one float_list of one value per added feature.

Featran replaces each character outside ``A–Z a–z 0–9 _`` of a name by an underscore; of names that
become equal the last added value stays. Skipped features are absent keys.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from bridges.featran.block import Bools
from bridges.featran.builders.dense import F32, floats
from bridges.featran.features import Features

_OTHER = re.compile("[^A-Za-z0-9_]")


def normalise(name: str) -> str:
    """Return the key of a feature name; a character beyond U+FFFF gives one underscore."""
    return _OTHER.sub("_", name)


@dataclass(frozen=True)
class Keys:
    """The keys of some feature names, in the order of their first appearance."""

    names: tuple[str, ...]

    @cached_property
    def columns(self) -> dict[str, list[int]]:
        """The columns that share each key, in order."""
        out: dict[str, list[int]] = {}
        for column, name in enumerate(self.names):
            out.setdefault(normalise(name), []).append(column)
        return out

    @cached_property
    def schema(self) -> pa.Schema:
        """The Arrow form: float32 per key; null is an absent key."""
        return pa.schema([pa.field(key, pa.float32()) for key in self.columns])


def example_batch(features: Features, keys: Keys) -> pa.RecordBatch:
    """Return what each record's Example holds, as Arrow columns; null is an absent key."""
    values = floats(features)
    arrays = []
    for columns in keys.columns.values():
        last, here = _last_added(values, features.added, columns)
        arrays.append(pa.array(last, pa.float32(), mask=~here))
    return pa.RecordBatch.from_arrays(arrays, schema=keys.schema)


def _last_added(values: F32, added: Bools, columns: list[int]) -> tuple[F32, Bools]:
    last, here = values[:, columns[0]], added[:, columns[0]]
    for column in columns[1:]:
        last = np.where(added[:, column], values[:, column], last)
        here = here | added[:, column]
    return np.ascontiguousarray(last), here
