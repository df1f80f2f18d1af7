"""What a cause is: a change that, applied to the old value, gives the new one.

A cause proposes attempts; an attempt is SQL over one value. It explains a difference exactly when
the changed values are the same, or within the field's tolerance. Nothing is guessed: an attempt
that does not make the difference vanish explains nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final

from migrate.parity.beside import Source
from migrate.parity.equal import Clock, clock_of
from migrate.parity.model import Kind
from migrate.parity.policy import Rule
from migrate.parity.shifted import Shift
from migrate.parity.sql import Expr
from migrate.parity.text_times import TEXT_CLOCK, instant_of
from migrate.parity.types import Family, Type

#: Old and new values of pairs that differ, as Python values; the same sample in every engine.
Evidence = tuple[tuple[Any, Any], ...]


def unchanged(value: str) -> str:
    """The value as it is."""
    return value


#: Pairs of texts that are looked at to see whether they are times.
_LOOKED_AT: Final = 64


@dataclass(frozen=True, slots=True)
class Attempt:
    """``old`` and ``new`` say what is done to each side before they are compared again.

    ``close``: a relative distance that counts as vanished, for arithmetic that rounds.
    ``when``: SQL over the row that must hold besides; it may name other fields' values.
    """

    detail: str = ""
    old: Expr = unchanged
    new: Expr = unchanged
    close: float = 0.0
    when: str = ""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another field of the same row that differs somewhere: its name, type, columns."""

    name: str
    type: Type
    old: str
    new: str
    code: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The field, or the elements of a list field (``lifted``), that attempts are for."""

    name: str
    kind: Kind
    type: Type
    rule: Rule
    evidence: Evidence
    lifted: bool = False
    place: int = 0
    """The number of the field: its values are the columns l<place> and r<place>."""
    neighbours: tuple[Neighbour, ...] = ()
    sources: tuple[Source, ...] = ()
    """What stands beside the field in its row, which its values may be hashes of."""
    old_texts: tuple[str | None, ...] = ()
    """Of the sources' rows, the field's values as texts; likewise the new ones."""
    new_texts: tuple[str | None, ...] = ()
    labels: int = 0
    """How many one-hot columns were permuted, if the field is one of them."""
    relabelled: str = ""
    """SQL: the row is what that permutation makes of OLD's."""
    shifts: tuple[Shift, ...] = ()
    """How rows by position moved."""
    unchanged: int = 0
    """How many pairs of the field do not differ."""

    @property
    def family(self) -> Family:
        """Of the type."""
        return self.type.family

    @property
    def precision(self) -> float:
        """How close two results of the same arithmetic are, relative to their size."""
        return 3e-7 if self.type.sql == "FLOAT" else 1e-12

    @property
    def clock(self) -> Clock | None:
        """How the times are counted that the values are; None where they are no points in time."""
        instants = self.kind is Kind.TEMPORAL and self.family is Family.INT
        if instants or self.family in (Family.DATE, Family.TIMESTAMP):
            return clock_of(self.type)
        return TEXT_CLOCK if self.family is Family.STRING and self._are_times() else None

    def _are_times(self) -> bool:
        """Whether half of the first texts of the evidence are points in time."""
        pairs = list(islice(self.values(), _LOOKED_AT))
        times = [pair for pair in pairs if None not in map(instant_of, pair)]
        return bool(times) and 2 * len(times) >= len(pairs)

    @property
    def is_two_valued(self) -> bool:
        """Whether the values of the evidence are one and another, as flags and labels are."""
        pairs = {(repr(old), repr(new)) for old, new in self.evidence}
        return len(pairs) > 1 and len(set(chain.from_iterable(pairs))) == 2

    def values(self) -> Iterator[tuple[Any, Any]]:
        """The pairs of the evidence without a null."""
        return ((a, b) for a, b in self.evidence if a is not None and b is not None)


@dataclass(frozen=True, slots=True)
class Cause:
    """``id`` is what policies and results call it."""

    id: str
    title: str
    attempts: Callable[[Subject], Iterator[Attempt]]


def floored(clock: Clock, ticks: int) -> Expr:
    """SQL of a time down to a multiple of so many ticks, before 1970 too."""
    return lambda v: f"{clock.read(v)} - ({clock.read(v)} % {ticks} + {ticks}) % {ticks}"


def share(subject: Subject, fits: Callable[[Any, Any], bool]) -> float:
    """Which part of the pairs without a null ``fits`` says yes to."""
    pairs = list(subject.values())
    return sum(1 for a, b in pairs if fits(a, b)) / len(pairs) if pairs else 0.0
