"""What a getter gives for a batch of n rows: one typed column, missing rows marked.

``present`` is bool[n]; a row that is not present is Scala's ``None``. NaN, an empty string and an
empty list are values and present. What stands at a row that is not present is never read, except
that ragged rows are empty there. Columns are frozen: nobody writes into their arrays.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, ClassVar, NamedTuple, TypeAlias

import numpy as np

from bridges.featran.block import F64, I64, Bools
from bridges.featran.texts import Texts


class Kind(Enum):
    """The element type A of a transformer, as Scala names it."""

    DOUBLE = "Double"
    STRING = "String"
    STRINGS = "Seq[String]"
    WEIGHTED = "Seq[WeightedLabel]"
    VECTOR = "Array[Double]"
    MDL = "MDLRecord"


class WeightedLabel(NamedTuple):
    """Featran's ``WeightedLabel(name, value)``."""

    name: str
    value: float


class MDLRecord(NamedTuple):
    """Featran's ``MDLRecord(label, value)``; the label as its ``toString``."""

    label: str
    value: float


@dataclass(frozen=True, eq=False)
class Doubles:
    """float64[n]."""

    kind: ClassVar[Kind] = Kind.DOUBLE
    values: F64
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    def to_list(self) -> list[float | None]:
        """Return Python values, None where missing."""
        return [v if p else None for v, p in zip(self.values.tolist(), self.present, strict=True)]


@dataclass(frozen=True, eq=False)
class Strings:
    """n strings; ``texts.codes`` may hold anything where not present, so read ``codes``."""

    kind: ClassVar[Kind] = Kind.STRING
    texts: Texts
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    @property
    def codes(self) -> np.ndarray[Any, np.dtype[np.int32]]:
        """int32[n] into ``texts.labels``; −1 where missing."""
        if self.present.all():
            return self.texts.codes
        return np.where(self.present, self.texts.codes, np.int32(-1))

    def to_list(self) -> list[str | None]:
        """Return Python values, None where missing."""
        return Texts(self.codes, self.texts.dictionary).to_list()


@dataclass(frozen=True, eq=False)
class StringLists:
    """n lists of strings: row i holds the items ``offsets[i]:offsets[i + 1]``, none if missing."""

    kind: ClassVar[Kind] = Kind.STRINGS
    offsets: I64
    items: Texts
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    def to_list(self) -> list[list[str] | None]:
        """Return Python values, None where missing."""
        return _ragged(self.items.to_list(), self.offsets, self.present)


@dataclass(frozen=True, eq=False)
class WeightedLists:
    """n lists of weighted labels: names and float64 weights between the same offsets."""

    kind: ClassVar[Kind] = Kind.WEIGHTED
    offsets: I64
    items: Texts
    weights: F64
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    def to_list(self) -> list[list[WeightedLabel] | None]:
        """Return Python values, None where missing."""
        pairs = zip(self.items.to_list(), self.weights.tolist(), strict=True)
        return _ragged([WeightedLabel(str(n), w) for n, w in pairs], self.offsets, self.present)


@dataclass(frozen=True, eq=False)
class Vectors:
    """n vectors of float64, of any lengths, between offsets."""

    kind: ClassVar[Kind] = Kind.VECTOR
    offsets: I64
    values: F64
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    @property
    def lengths(self) -> I64:
        """int64[n], 0 where missing."""
        return np.diff(self.offsets)

    def to_list(self) -> list[list[float] | None]:
        """Return Python values, None where missing."""
        return _ragged(self.values.tolist(), self.offsets, self.present)


@dataclass(frozen=True, eq=False)
class MdlRecords:
    """n pairs of a label and a float64."""

    kind: ClassVar[Kind] = Kind.MDL
    labels: Texts
    values: F64
    present: Bools

    def __len__(self) -> int:
        return len(self.present)

    def to_list(self) -> list[MDLRecord | None]:
        """Return Python values, None where missing."""
        rows = zip(self.labels.to_list(), self.values.tolist(), self.present, strict=True)
        return [MDLRecord(str(label), value) if here else None for label, value, here in rows]


Column: TypeAlias = Doubles | Strings | StringLists | WeightedLists | Vectors | MdlRecords

#: A Python value of a column: float, str, list of str, list of WeightedLabel, list of float or
#: MDLRecord. Defaults of ``optional`` are such values.
Value: TypeAlias = (
    float | str | Sequence[str] | Sequence[WeightedLabel] | Sequence[float] | MDLRecord
)


def _ragged(flat: list[Any], offsets: I64, present: Bools) -> list[Any]:
    ends = offsets.tolist()
    return [
        flat[ends[row] : ends[row + 1]] if here else None
        for row, here in enumerate(present.tolist())
    ]


def column_of(kind: Kind, rows: Iterable[Any]) -> Column:
    """Return the column of Python values, None for missing (the inverse of ``to_list``)."""
    rows = list(rows)
    present = np.array([row is not None for row in rows], dtype=np.bool_)
    match kind:
        case Kind.DOUBLE:
            return Doubles(_floats(0.0 if row is None else row for row in rows), present)
        case Kind.STRING:
            return Strings(Texts.of(rows), present)
        case Kind.MDL:
            labels = Texts.of(None if row is None else row[0] for row in rows)
            return MdlRecords(labels, _floats(0.0 if r is None else r[1] for r in rows), present)
        case _:
            return _ragged_column(kind, [row or () for row in rows], present)


def _ragged_column(kind: Kind, rows: list[Any], present: Bools) -> Column:
    offsets = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row) for row in rows], out=offsets[1:])
    flat = [item for row in rows for item in row]
    match kind:
        case Kind.STRINGS:
            return StringLists(offsets, Texts.of(flat), present)
        case Kind.WEIGHTED:
            names = Texts.of(name for name, _ in flat)
            return WeightedLists(offsets, names, _floats(weight for _, weight in flat), present)
        case _:
            return Vectors(offsets, _floats(flat), present)


def _floats(values: Iterable[float]) -> F64:
    return np.fromiter(values, dtype=np.float64)


def with_default(column: Column, default: Value | None) -> Column:
    """Return the column with its missing rows replaced by the default of ``optional``."""
    if default is None or column.present.all():
        return column
    match column:
        case Doubles():
            values = np.where(column.present, column.values, np.float64(default))  # type: ignore[arg-type]
            return replace(column, values=values, present=np.ones_like(column.present))
        case _:
            rows = [default if row is None else row for row in column.to_list()]
            return column_of(column.kind, rows)
