"""Plan: which features a schema becomes, decided once (:mod:`bridges.features.planner`).

A plan is a tree of the schema's shape. Each node knows the features that carry it, so that
:mod:`~bridges.features.flatten` and :mod:`~bridges.features.unflatten` only walk.

Two situations differ. A *single* slot is filled at most once per row: null is an absent key.
*Repeated* slots lie inside a list: nulls are left out of the values and marked in a mask.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import TypeAlias

import pyarrow as pa

from bridges.schema import (
    List,
    Map,
    Record,
    Schema,
    Type,
    Union,
)

#: Digits of a decimal whose unscaled value fits 64 bits.
INT64_DIGITS = 18


class Float64(StrEnum):
    """What happens to a double that float32 cannot say."""

    EXACT = "exact"
    FLOAT32 = "float32"
    STRICT = "strict"


class Kind(Enum):
    """The three lists of tf.train.Feature, by the tag of their field."""

    BYTES = 0x0A
    FLOAT = 0x12
    INT64 = 0x1A


class Role(StrEnum):
    """What a feature says about its place."""

    VALUES = "values"
    EXACT = "exact"
    VALID = "valid"
    LENGTHS = "lengths"
    PRESENT = "present"
    BRANCH = "branch"
    KEYS = "keys"


@dataclass(frozen=True, slots=True)
class Feature:
    """One key of tf.train.Example. ``single``: a row has at most one value."""

    name: str
    kind: Kind
    role: Role
    single: bool


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value; ``exact`` carries the doubles of rows that float32 cannot say."""

    type: Type
    values: Feature
    exact: Feature | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, or a map when there are ``keys``."""

    type: List | Map
    item: Slot
    lengths: Feature | None = None
    keys: Leaf | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A record."""

    type: Record
    children: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A union; the branch taken is a feature, and each branch has its own."""

    type: Union
    branch: Leaf
    children: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """A type that is only ever null; it needs no feature."""


Node: TypeAlias = Leaf | Sequence | Group | Choice | Nothing


@dataclass(frozen=True, slots=True)
class Slot:
    """A node in its place; ``mask`` says where it is null when its own features cannot."""

    name: str
    path: str
    nullable: bool
    node: Node
    mask: Feature | None = None


@dataclass(frozen=True)
class Plan:
    """The slots of a row, and how doubles are treated."""

    schema: Schema
    float64: Float64
    slots: tuple[Slot, ...]
    verbatim: bool = False

    @cached_property
    def features(self) -> tuple[Feature, ...]:
        """Every feature, in the order records are written."""
        return tuple(feature for slot in self.slots for feature in _features(slot))

    @cached_property
    def arrow(self) -> pa.Schema:
        """The form of the batches, as the schema says it."""
        return self.schema.to_arrow()


def tells_length(slot: Slot) -> bool:
    """Tell whether the features of a repeated slot say how many values a row has."""
    match slot.node:
        case Group(_, children):
            return any(tells_length(c) for c in children)
        case Nothing():
            return False
    return True


def presence_child(group: Group) -> Slot | None:
    """Return the child whose features are there exactly when the record is."""
    return next((c for c in group.children if tells_presence(c)), None)


def tells_presence(slot: Slot) -> bool:
    """Tell whether a single slot always has a feature where its parent is."""
    if slot.nullable or isinstance(slot.node, Nothing):
        return False
    return not isinstance(slot.node, Group) or presence_child(slot.node) is not None


def _features(slot: Slot) -> Iterator[Feature]:
    if slot.mask is not None:
        yield slot.mask
    match slot.node:
        case Leaf(_, values, exact):
            yield from (values, exact) if exact is not None else (values,)
        case Sequence(_, item, own, keys):
            yield from (f for f in (own, keys.values if keys else None) if f is not None)
            yield from _features(item)
        case Group(_, children):
            yield from (f for c in children for f in _features(c))
        case Choice(_, branch, children):
            yield branch.values
            yield from (f for c in children for f in _features(c))
