"""A pair of columns as a field: its kind, and the SQL that gives both sides one shape."""

from __future__ import annotations

from typing import Final

from migrate.errors import BadInput
from migrate.parity import sql
from migrate.parity.leaves import Leaf
from migrate.parity.model import Compatibility, Kind
from migrate.parity.plan import Field
from migrate.parity.policy import Policy, Rule
from migrate.parity.types import NUMBERS, Family, Type, entry_of, list_of, scalar
from migrate.parity.unify import Unified, unify
from migrate.parity.unify.unified import as_is, both
from migrate.parity.unordered import without_order

_KINDS: Final = {
    Family.BOOL: Kind.BOOLEAN,
    Family.INT: Kind.NUMERIC,
    Family.FLOAT: Kind.NUMERIC,
    Family.DECIMAL: Kind.NUMERIC,
    Family.STRING: Kind.STRING,
    Family.BYTES: Kind.BYTES,
    Family.DATE: Kind.TEMPORAL,
    Family.TIME: Kind.TEMPORAL,
    Family.TIMESTAMP: Kind.TEMPORAL,
    Family.MAP: Kind.MAP,
}


def unified(left: Leaf, right: Leaf) -> Unified:
    """How the values of a pair are compared; records only by whether they are there."""
    if left.is_record and right.is_record:
        if left.type != right.type:
            return both(Compatibility.CONVERTIBLE, scalar("BOOLEAN"))
        return Unified(Compatibility.IDENTICAL, left.type, as_is, as_is)
    if left.is_record or right.is_record:
        text = Type(Family.STRING, "VARCHAR")
        return Unified(Compatibility.INCOMPATIBLE, text, _as_text, _as_text)
    return unify(left.type, right.type)


def _as_text(value: str) -> str:
    return f"CAST({value} AS VARCHAR)"


def type_name(leaf: Leaf) -> str:
    """As the schema table shows it."""
    return "record" if leaf.is_record and leaf.type.family is Family.BOOL else str(leaf.type)


def field_of(
    name: str, left: Leaf, right: Leaf, both: Unified, policy: Policy, parent: int | None
) -> Field:
    rule = policy.rule_for(name)
    mine, theirs = both.left(left.sql), both.right(right.sql)
    kind, type_ = _kind(both, left), both.type
    if both.compatibility is not Compatibility.INCOMPATIBLE:
        kind, type_, mine, theirs = _shaped(kind, type_, mine, theirs, rule, name)
    return Field(
        name,
        kind,
        type_,
        mine,
        theirs,
        both.compatibility,
        rule,
        policy.mask_for(name),
        parent,
        policy.allowed_causes(name),
        type_name(left),
        type_name(right),
    )


def _kind(both: Unified, left: Leaf) -> Kind:
    if both.compatibility is Compatibility.INCOMPATIBLE:
        return Kind.OTHER
    if left.is_record:
        return Kind.RECORD
    if both.instant:
        return Kind.TEMPORAL
    if both.type.family is Family.LIST:
        numbers = both.type.item.family in NUMBERS and both.type.item.family is not Family.BOOL
        return Kind.VECTOR if numbers else Kind.LIST
    return _KINDS.get(both.type.family, Kind.OTHER)


def _shaped(
    kind: Kind, type_: Type, left: str, right: str, rule: Rule, name: str
) -> tuple[Kind, Type, str, str]:
    """Maps and keyed lists as sorted entries, unordered lists sorted: equal means equal then."""
    type_, ordered = without_order(type_)
    if ordered is not as_is:  # the engine forgets the type of what it knows to be null
        left, right = (f"CAST({ordered(each)} AS {type_.sql})" for each in (left, right))
    if kind is Kind.MAP or type_.family is not Family.LIST:
        return kind, type_, left, right
    if rule.element_key is not None:
        fields = dict(type_.item.children)
        if rule.element_key not in fields:
            raise BadInput(
                f"{name} has no element field {rule.element_key!r}",
                next_step="element_key names a field of the records in the list",
            )
        entry = list_of(entry_of(fields[rule.element_key], type_.item))
        key = f"struct_extract(e, {sql.text(rule.element_key)})"
        made = "list_sort(list_transform({}, lambda e: {{'key': " + key + ", 'value': e}}))"
        return Kind.MAP, entry, made.format(left), made.format(right)
    if rule.unordered:
        return Kind.SET, type_, f"list_sort({left})", f"list_sort({right})"
    return kind, type_, left, right
