"""What is compared with what: the key, the fields with their SQL on each side, the schema diff."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from migrate.parity.deltas import deltas_of
from migrate.parity.equal import identical, within
from migrate.parity.model import (
    AlignmentMode,
    ColumnPair,
    Compatibility,
    Kind,
    Note,
)
from migrate.parity.policy import Mask, Policy, Rule
from migrate.parity.strict import is_strict
from migrate.parity.types import Type

_EXACT: Final = Rule()


@dataclass(frozen=True, slots=True)
class Key:
    """A key part: ``left`` and ``right`` bring it to the common type."""

    name: str
    left: str
    right: str
    type: Type
    mask: Mask | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A compared field. ``left`` and ``right`` are SQL over each side's relation; all later steps
    see the values as columns ``f<index>`` of one type. ``parent``: index of its record's field."""

    name: str
    kind: Kind
    type: Type
    left: str
    right: str
    compatibility: Compatibility
    rule: Rule = _EXACT
    mask: Mask | None = None
    parent: int | None = None
    allowed: tuple[str, ...] = ()
    left_type: str = ""
    right_type: str = ""

    def identical(self, left: str, right: str) -> str:
        """SQL: the same value."""
        if self.compatibility is Compatibility.INCOMPATIBLE:
            return f"({left} IS NULL AND {right} IS NULL)"
        return identical(self.type, left, right, self.rule)

    def within(self, left: str, right: str) -> str | None:
        """SQL: close enough; None without a tolerance."""
        if self.compatibility is Compatibility.INCOMPATIBLE:
            return None
        return within(self.kind, self.type, left, right, self.rule)

    def deltas(self, left: str, right: str) -> tuple[tuple[str, str], ...]:
        """Names and SQL of the distances."""
        if self.compatibility is Compatibility.INCOMPATIBLE or self.mask is not None:
            return ()
        return deltas_of(self.kind, self.type, left, right)

    @property
    def hashes_exactly(self) -> bool:
        """Whether equal hashes of a value mean what ``identical`` means."""
        strict = is_strict(self.type, self.rule)
        return not strict and self.compatibility is not Compatibility.INCOMPATIBLE


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the engines have to know, without the data. It travels to workers by pickle."""

    mode: AlignmentMode
    keys: tuple[Key, ...]
    fields: tuple[Field, ...]
    schema: tuple[ColumnPair, ...]
    policy: Policy
    notes: tuple[Note, ...] = ()
    sample: float = 1.0
    seed: int = 0
