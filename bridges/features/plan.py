"""Plan: which features a schema becomes, decided once and followed both ways.

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

from bridges.errors import NameCollision
from bridges.features.names import child, lengths
from bridges.schema import (
    Bool,
    Date,
    Decimal,
    Field,
    Float,
    Int,
    List,
    Map,
    Null,
    Record,
    Schema,
    String,
    Time,
    Timestamp,
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


def make_plan(schema: Schema, float64: Float64 = Float64.EXACT, *, verbatim: bool = False) -> Plan:
    """Return the plan of a schema; refuse two features of one name.

    ``verbatim`` takes the names of fields for those of features, as they are in files of others.
    """
    planner = _Planner(float64)
    paths = (f.name if verbatim else child("", f.name) for f in schema.fields)
    slots = tuple(planner.single(f, p) for f, p in zip(schema.fields, paths, strict=True))
    plan = Plan(schema, float64, slots, verbatim)
    seen: set[str] = set()
    for feature in plan.features:
        if feature.name in seen:
            raise NameCollision(
                f"two fields would become the feature {feature.name!r}",
                next_step="rename one of the fields in the source, or select columns",
            )
        seen.add(feature.name)
    return plan


@dataclass(frozen=True, slots=True)
class _Planner:
    float64: Float64

    def single(self, field: Field, path: str) -> Slot:
        """Return the slot of a value that a row has at most once."""
        node = self._single_node(field.type, path)
        slot = Slot(field.name, path, field.nullable, node)
        if not field.nullable or not isinstance(node, Group) or presence_child(node) is not None:
            return slot
        mask = Feature(f"{path}@present", Kind.INT64, Role.PRESENT, single=True)
        return Slot(field.name, path, True, node, mask)

    def _single_node(self, kind: Type, path: str) -> Node:
        match kind:
            case Null():
                return Nothing()
            case List(item):
                return self._outer(kind, self.repeated(item, path, 0), path, None)
            case Map(value):
                keys = _keys(path)
                return self._outer(kind, self.repeated(value, f"{path}.value", 0), path, keys)
            case Record(fields):
                return Group(kind, tuple(self.single(f, child(path, f.name)) for f in fields))
            case Union(branches):
                children = tuple(self.single(b, child(path, b.name)) for b in branches)
                return Choice(kind, _branch(path, single=True), children)
        return self._leaf(kind, path, single=True)

    def _outer(self, kind: List | Map, item: Slot, path: str, keys: Leaf | None) -> Sequence:
        """Return a list of a row; its length has a feature only if its items tell none."""
        if keys is not None or tells_length(item):
            return Sequence(kind, item, None, keys)
        own = Feature(lengths(path, 1), Kind.INT64, Role.LENGTHS, single=True)
        return Sequence(kind, item, own, keys)

    def repeated(self, field: Field, path: str, level: int) -> Slot:
        """Return the slot of values inside ``level`` lists of one path."""
        node = self._repeated_node(field.type, path, level + 1)
        masked = field.nullable and not isinstance(node, Nothing)
        base = lengths(path, level + 1) if isinstance(node, Sequence) else path
        mask = Feature(f"{base}@valid", Kind.INT64, Role.VALID, single=False) if masked else None
        return Slot(field.name, path, field.nullable, node, mask)

    def _repeated_node(self, kind: Type, path: str, level: int) -> Node:
        match kind:
            case Null():
                return Nothing()
            case List(item):
                return Sequence(kind, self.repeated(item, path, level), _lengths(path, level))
            case Map(value):
                values = self.repeated(value, f"{path}.value", 0)
                return Sequence(kind, values, _lengths(path, level), _keys(path))
            case Record(fields):
                children = (self.repeated(f, child(path, f.name), 0) for f in fields)
                return Group(kind, tuple(children))
            case Union(branches):
                slots = tuple(self.repeated(b, child(path, b.name), 0) for b in branches)
                return Choice(kind, _branch(path, single=False), slots)
        return self._leaf(kind, path, single=False)

    def _leaf(self, kind: Type, path: str, *, single: bool) -> Leaf:
        values = Feature(path, feature_kind(kind), Role.VALUES, single)
        if kind != Float(64) or self.float64 is not Float64.EXACT:
            return Leaf(kind, values)
        return Leaf(kind, values, Feature(f"{path}@f64", Kind.BYTES, Role.EXACT, single=True))


def feature_kind(kind: Type) -> Kind:
    """Return which list of tf.train.Feature holds values of a type."""
    match kind:
        case Bool() | Int() | Date() | Time() | Timestamp():
            return Kind.INT64
        case Decimal(precision) if precision <= INT64_DIGITS:
            return Kind.INT64
        case Float():
            return Kind.FLOAT
    return Kind.BYTES


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


def _keys(path: str) -> Leaf:
    return Leaf(String(), Feature(f"{path}.key", Kind.BYTES, Role.KEYS, single=False))


def _branch(path: str, *, single: bool) -> Leaf:
    return Leaf(Int(8), Feature(f"{path}@branch", Kind.INT64, Role.BRANCH, single))


def _lengths(path: str, level: int) -> Feature:
    return Feature(lengths(path, level), Kind.INT64, Role.LENGTHS, single=False)


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
