"""What one shard knows of a comparison, and how the knowledge of all shards becomes one.

Merging is adding, so neither the number of shards nor their order can be seen in the result.
Local runs have one shard; a Beam run has many, and the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from migrate.parity.beside import ROWS, Beside
from migrate.parity.frequent import PairBuckets
from migrate.parity.model import RowClass
from migrate.parity.shifted import Shift
from migrate.parity.stats import Tally

#: Differing pairs per field that causes take their constants from.
EVIDENCE: Final = 1000
EXAMPLES: Final = 10
#: Labels of a confusion table.
LABELS: Final = 12
SAMPLES: Final = 10


@dataclass(slots=True)
class FieldSurvey:
    """Counts of one field. ``evidence``: hash of the key, old and new value."""

    within: int = 0
    different: int = 0
    null_left: int = 0
    null_right: int = 0
    null_to_value: int = 0
    value_to_null: int = 0
    labels: frozenset[str | None] | None = frozenset()
    """The texts of differing values; None when there are more than :data:`LABELS`."""
    evidence: list[tuple[int, Any, Any]] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    """What hash functions are told from: see :mod:`migrate.parity.beside`."""
    pairs: PairBuckets = field(default_factory=PairBuckets)
    """Of a shard of many: see :mod:`migrate.parity.frequent`."""

    def merge(self, other: FieldSurvey) -> None:
        """Add the counts; keep the evidence of the smallest hashes."""
        if self.labels is not None and other.labels is not None:
            labels = self.labels | other.labels
            self.labels = labels if len(labels) <= LABELS else None
        else:
            self.labels = None
        self.within += other.within
        self.different += other.different
        self.null_left += other.null_left
        self.null_right += other.null_right
        self.null_to_value += other.null_to_value
        self.value_to_null += other.value_to_null
        both = [*self.evidence, *other.evidence]
        self.evidence = sorted(both, key=lambda e: (e[0], repr(e[1:])))[:EVIDENCE]
        self.beside = sorted([*self.beside, *other.beside], key=_in_order)[:ROWS]
        self.pairs.merge(other.pairs)


@dataclass(slots=True)
class Survey:
    """The counts of rows and fields: all that is known before differences are looked into."""

    left: int = 0
    right: int = 0
    null_keys_left: int = 0
    null_keys_right: int = 0
    doubled_left: int = 0
    """Keys that are not unique in OLD; likewise in NEW."""
    doubled_right: int = 0
    joined: int = 0
    rows: Counter[RowClass] = field(default_factory=Counter)
    fields: list[FieldSurvey] = field(default_factory=list)
    shifts: tuple[Shift, ...] = ()
    """Of one shard that has all rows; rows that are dealt by position have no neighbours."""

    def merge(self, other: Survey) -> None:
        """Add what another shard counted."""
        self.left += other.left
        self.right += other.right
        self.null_keys_left += other.null_keys_left
        self.null_keys_right += other.null_keys_right
        self.doubled_left += other.doubled_left
        self.doubled_right += other.doubled_right
        self.joined += other.joined
        self.rows.update(other.rows)
        for mine, theirs in zip(self.fields, other.fields, strict=True):
            mine.merge(theirs)


@dataclass(frozen=True, slots=True)
class Sighting:
    """An example before it is chosen: ``weight`` is how far the values are apart."""

    weight: float
    place: tuple[Any, ...]
    """The key's values, which order rows, and the number of the pair of such a key."""
    key: tuple[str | None, ...]
    left: str | None
    right: str | None
    delta: float | None
    attempt: int

    @property
    def order(self) -> tuple[Any, ...]:
        """The worst first, then by key."""
        return (-self.weight, sortable(self.place), sortable((self.left, self.right)))


def _in_order(row: Beside) -> tuple[Any, ...]:
    """As the engine orders them."""
    place, old, new, texts = row
    return (place, *sortable((old, new, *texts)))


def sortable(values: tuple[Any, ...]) -> tuple[tuple[Any, ...], ...]:
    """Values in an order that has a place for null: the last."""
    return tuple((1,) if value is None else (0, value) for value in values)


@dataclass(slots=True)
class FieldDetail:
    """What differing values of one field are like. ``attempts`` counts by number of the attempt,
    -1 for those that none explains."""

    tallies: list[Tally] = field(default_factory=list)
    attempts: Counter[int] = field(default_factory=Counter)
    changes: Counter[tuple[str | None, str | None]] = field(default_factory=Counter)
    same_labels: Counter[str | None] = field(default_factory=Counter)
    sightings: list[Sighting] = field(default_factory=list)

    def merge(self, other: FieldDetail) -> None:
        """Add what another shard saw."""
        for mine, theirs in zip(self.tallies, other.tallies, strict=True):
            mine.merge(theirs)
        self.attempts.update(other.attempts)
        self.changes.update(other.changes)
        self.same_labels.update(other.same_labels)
        both = [*self.sightings, *other.sightings]
        self.sightings = sorted(both, key=lambda s: s.order)[:EXAMPLES]


@dataclass(frozen=True, slots=True)
class Cells:
    """A sample row before it is chosen: by field number, its code, texts and attempt."""

    place: tuple[Any, ...]
    key: tuple[str | None, ...]
    cells: tuple[tuple[int, int, str | None, str | None, int], ...] = ()

    @property
    def order(self) -> tuple[Any, ...]:
        """By key."""
        return (sortable(self.place), repr(self.cells))


@dataclass(slots=True)
class Detail:
    """``agreed``: rows that differ only in ways that the policy allows."""

    agreed: int = 0
    fields: dict[int, FieldDetail] = field(default_factory=dict)
    samples: dict[RowClass, list[Cells]] = field(default_factory=dict)

    def add_labels(self, counted: Mapping[int, Counter[str | None]]) -> None:
        """How many rows have each label; those that are not the same were taken off before."""
        for index, labels in counted.items():
            self.fields[index].same_labels.update(labels)

    def merge(self, other: Detail) -> None:
        """Add what another shard saw."""
        self.agreed += other.agreed
        for index, theirs in other.fields.items():
            if index in self.fields:
                self.fields[index].merge(theirs)
            else:
                self.fields[index] = theirs
        for row_class, cells in other.samples.items():
            both = [*self.samples.get(row_class, []), *cells]
            self.samples[row_class] = sorted(both, key=lambda c: c.order)[:SAMPLES]
