"""Maps as sorted lists of their entries, however deep they lie: the engine's own have an order."""

from __future__ import annotations

from migrate.parity import sql
from migrate.parity.sql import Expr
from migrate.parity.types import Family, Type, entry_of, list_of, struct_of
from migrate.parity.unify.unified import as_is


def without_order(kind: Type) -> tuple[Type, Expr]:
    """The type without maps, and the SQL that brings a value there."""
    match kind.family:
        case Family.MAP:
            return _map(kind)
        case Family.LIST:
            return _list(kind)
        case Family.STRUCT:
            return _struct(kind)
        case _:
            return kind, as_is


def _map(kind: Type) -> tuple[Type, Expr]:
    (_, key), (_, value) = kind.children
    inner, ordered = without_order(value)
    made = list_of(entry_of(key, inner))
    if ordered is as_is:
        return made, lambda v: f"list_sort(map_entries({v}))"
    value_of = ordered("struct_extract(e, 'value')")
    entry = f"{{'key': struct_extract(e, 'key'), 'value': {value_of}}}"
    return made, lambda v: f"list_sort(list_transform(map_entries({v}), lambda e: {entry}))"


def _list(kind: Type) -> tuple[Type, Expr]:
    inner, ordered = without_order(kind.item)
    if ordered is as_is:
        return kind, as_is
    return list_of(inner), lambda v: f"list_transform({v}, lambda e: {ordered('e')})"


def _struct(kind: Type) -> tuple[Type, Expr]:
    found = {name: without_order(child) for name, child in kind.children}
    if all(ordered is as_is for _, ordered in found.values()):
        return kind, as_is

    def made(value: str) -> str:
        parts = (
            f"{sql.text(name)}: {ordered(f'struct_extract({value}, {sql.text(name)})')}"
            for name, (_, ordered) in found.items()
        )
        return f"CASE WHEN {value} IS NOT NULL THEN {{{sql.columns(parts)}}} END"

    return struct_of(tuple((name, inner) for name, (inner, _) in found.items())), made
