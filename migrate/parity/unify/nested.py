"""Rules for values that hold others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from migrate.parity import sql
from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Family, Type, list_of, map_of, struct_of
from migrate.parity.unify.unified import TEXT, Unified, as_is, null_of

_KEY, _VALUE = "struct_extract(e, 'key')", "struct_extract(e, 'value')"
#: How the items of two types are compared.
Unify = Callable[[Type, Type], Unified]


def lists(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Lists of items that have a common type."""
    items = unify(left.item, right.item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    common = list_of(items.type)
    return Unified(items.compatibility, common, _each(items.left), _each(items.right))


def structs(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Structs inside lists and maps: the same field names, in any order."""
    mine, theirs = dict(left.children), dict(right.children)
    if mine.keys() != theirs.keys():
        return None
    found = {field: unify(mine[field], theirs[field]) for field in mine}
    worst = {each.compatibility for each in found.values()}
    if Compatibility.INCOMPATIBLE in worst:
        return None
    common = struct_of(tuple((field, each.type) for field, each in found.items()))
    return Unified(
        worst.pop() if len(worst) == 1 else Compatibility.CONVERTIBLE,
        common,
        _record({field: each.left for field, each in found.items()}),
        _record({field: each.right for field, each in found.items()}),
    )


def maps(left: Type, right: Type, unify: Unify) -> Unified | None:
    """Maps whose keys and whose values have a common type."""
    (_, left_key), (_, left_value) = left.children
    (_, right_key), (_, right_value) = right.children
    keys, values = unify(left_key, right_key), unify(left_value, right_value)
    if Compatibility.INCOMPATIBLE in (keys.compatibility, values.compatibility):
        return None
    made = map_of(keys.type, values.type)
    if keys.compatibility is Compatibility.IDENTICAL:
        compatibility = values.compatibility
    else:
        compatibility = Compatibility.CONVERTIBLE
    sides = _entries(keys.left, values.left), _entries(keys.right, values.right)
    return Unified(compatibility, made, *sides)


def struct_and_map(left: Type, right: Type, unify: Unify) -> Unified | None:
    """A record beside a map, as JSON has one and Avro the other: what is null is no entry."""
    if {left.family, right.family} != {Family.STRUCT, Family.MAP}:
        return None
    struct, mapped = (left, right) if left.family is Family.STRUCT else (right, left)
    (_, key), (_, value) = mapped.children
    if value.family is Family.NOTHING:
        of_map = _record_of_nulls(struct)
        return Unified(
            Compatibility.CONVERTIBLE,
            struct,
            as_is if struct is left else of_map,
            of_map if struct is left else as_is,
        )
    common = _common([value, *(kind for _, kind in struct.children)], unify)
    if key.family is not Family.STRING or common is None:
        return None
    sides = _entries_of_struct(struct, common, unify), _entries_of_map(value, common, unify)
    made = map_of(TEXT, common)
    of_left, of_right = sides if struct is left else sides[::-1]
    return Unified(Compatibility.CONVERTIBLE, made, of_left, of_right)


def _record_of_nulls(struct: Type) -> Expr:
    """A record where a map is that never has an entry."""
    return _record({name: null_of(kind) for name, kind in struct.children})


def _common(kinds: Sequence[Type], unify: Unify) -> Type | None:
    """A type that says the values of all; None where there is none."""
    found = kinds[0]
    for kind in kinds[1:]:
        both_say = unify(found, kind)
        if both_say.compatibility is Compatibility.INCOMPATIBLE:
            return None
        found = both_say.type
    return found


def _entries_of_struct(struct: Type, common: Type, unify: Unify) -> Expr:
    def made(value: str) -> str:
        entries = (
            f"{{'key': {sql.text(name)}, 'value': "
            f"{unify(kind, common).left(f'struct_extract({value}, {sql.text(name)})')}}}"
            for name, kind in struct.children
        )
        return f"CASE WHEN {value} IS NOT NULL THEN {_map(f'[{sql.columns(entries)}]')} END"

    return made


def _entries_of_map(kind: Type, common: Type, unify: Unify) -> Expr:
    said = unify(kind, common).left("e['value']")
    entry = f"{{'key': CAST(e['key'] AS VARCHAR), 'value': {said}}}"
    return lambda value: _map(f"list_transform(map_entries({value}), lambda e: {entry})")


def _map(entries: str) -> str:
    there = f"list_filter({entries}, lambda e: e['value'] IS NOT NULL)"
    return f"map_from_entries({there})"


def wrapped(left: Type, right: Type, unify: Unify) -> Unified | None:
    """A scalar beside a list: a list of one, as tf.Example has every value."""
    if Family.LIST not in (left.family, right.family):
        return None
    left_item = left.item if left.family is Family.LIST else left
    right_item = right.item if right.family is Family.LIST else right
    items = unify(left_item, right_item)
    if items.compatibility is Compatibility.INCOMPATIBLE:
        return None
    common = list_of(items.type)
    if left.family is Family.LIST:
        return Unified(Compatibility.CONVERTIBLE, common, _each(items.left), _one(items.right))
    return Unified(Compatibility.CONVERTIBLE, common, _one(items.left), _each(items.right))


def _record(fields: Mapping[str, Expr]) -> Expr:
    """A record made anew of its fields: a cast knows nothing of what a rule refuses."""

    def made(value: str) -> str:
        parts = (
            f"{sql.text(name)}: {of(f'struct_extract({value}, {sql.text(name)})')}"
            for name, of in fields.items()
        )
        return f"CASE WHEN {value} IS NOT NULL THEN {{{sql.columns(parts)}}} END"

    return made


def _entries(key: Expr, item: Expr) -> Expr:
    entry = f"{{'key': {key(_KEY)}, 'value': {item(_VALUE)}}}"
    return lambda value: (
        f"map_from_entries(list_transform(map_entries({value}), lambda e: {entry}))"
    )


def _each(item: Expr) -> Expr:
    return lambda value: f"list_transform({value}, lambda e: {item('e')})"


def _one(item: Expr) -> Expr:
    return lambda value: f"CASE WHEN {value} IS NOT NULL THEN [{item(value)}] END"
