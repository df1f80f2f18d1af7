"""From a schema to its plan: which features a field becomes, alone in a row or inside lists."""

from __future__ import annotations

from dataclasses import dataclass

from bridges.errors import NameCollision
from bridges.features.names import child, lengths
from bridges.features.plan import (
    INT64_DIGITS,
    Choice,
    Feature,
    Float64,
    Group,
    Kind,
    Leaf,
    Node,
    Nothing,
    Plan,
    Role,
    Sequence,
    Slot,
    presence_child,
    tells_length,
)
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


def _keys(path: str) -> Leaf:
    return Leaf(String(), Feature(f"{path}.key", Kind.BYTES, Role.KEYS, single=False))


def _branch(path: str, *, single: bool) -> Leaf:
    return Leaf(Int(8), Feature(f"{path}@branch", Kind.INT64, Role.BRANCH, single))


def _lengths(path: str, level: int) -> Feature:
    return Feature(lengths(path, level), Kind.INT64, Role.LENGTHS, single=False)
