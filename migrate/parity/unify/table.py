"""The rules by family."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from migrate.parity.model import Compatibility
from migrate.parity.types import Family, Type
from migrate.parity.unify.nested import lists, maps, struct_and_map, structs, wrapped
from migrate.parity.unify.numbers import (
    bool_and_float,
    bool_and_int,
    decimals,
    exact_and_float,
    floats,
    ints,
)
from migrate.parity.unify.texts import string_and_bytes, string_and_scalar, strings
from migrate.parity.unify.times import (
    date_and_int,
    date_and_timestamp,
    time_and_int,
    timestamp_and_int,
    timestamps,
)
from migrate.parity.unify.unified import TEXT, Unified, as_is, incompatible, null_of, to_type


def unify(left: Type, right: Type) -> Unified:
    """How values of the two types are compared."""
    if left.family is Family.NOTHING:
        return _no_value(right)
    if right.family is Family.NOTHING:
        return _mirrored(_no_value(left))
    if left.sql == right.sql and left.sql != "ENUM":
        return Unified(Compatibility.IDENTICAL, left, as_is, as_is)
    return _by_rule(left, right) or incompatible()


def _by_rule(left: Type, right: Type) -> Unified | None:
    nested = _NESTED.get(left.family) if left.family is right.family else None
    if nested is not None:
        return nested(left, right, unify)
    families = (left.family, right.family)
    if families in _RULES:
        return _RULES[families](left, right)
    if families[::-1] in _RULES:
        return _mirrored(_RULES[families[::-1]](right, left))
    return struct_and_map(left, right, unify) or wrapped(left, right, unify)


def _no_value(other: Type) -> Unified:
    """Nulls are of the other side's type."""
    if other.family is Family.NOTHING:
        return Unified(Compatibility.IDENTICAL, TEXT, null_of(TEXT), null_of(TEXT))
    if other.sql == "ENUM":
        return Unified(Compatibility.CONVERTIBLE, TEXT, null_of(TEXT), to_type(TEXT.sql))
    return Unified(Compatibility.CONVERTIBLE, other, null_of(other), as_is)


def _mirrored(found: Unified) -> Unified:
    compatibility = _MIRROR.get(found.compatibility, found.compatibility)
    return replace(found, compatibility=compatibility, left=found.right, right=found.left)


_MIRROR: Final = {
    Compatibility.WIDENED: Compatibility.NARROWED,
    Compatibility.NARROWED: Compatibility.WIDENED,
}
_Rule = Callable[[Type, Type], Unified]
_RULES: Final[dict[tuple[Family, Family], _Rule]] = {
    (Family.INT, Family.INT): ints,
    (Family.FLOAT, Family.FLOAT): floats,
    (Family.INT, Family.FLOAT): exact_and_float,
    (Family.DECIMAL, Family.DECIMAL): decimals,
    (Family.INT, Family.DECIMAL): decimals,
    (Family.DECIMAL, Family.FLOAT): exact_and_float,
    (Family.BOOL, Family.INT): bool_and_int,
    (Family.BOOL, Family.FLOAT): bool_and_float,
    (Family.STRING, Family.STRING): strings,
    (Family.STRING, Family.BYTES): string_and_bytes,
    **{
        (Family.STRING, family): string_and_scalar
        for family in (
            Family.BOOL,
            Family.INT,
            Family.FLOAT,
            Family.DECIMAL,
            Family.DATE,
            Family.TIME,
            Family.TIMESTAMP,
        )
    },
    (Family.TIMESTAMP, Family.TIMESTAMP): timestamps,
    (Family.DATE, Family.TIMESTAMP): date_and_timestamp,
    (Family.DATE, Family.INT): date_and_int,
    (Family.TIMESTAMP, Family.INT): timestamp_and_int,
    (Family.TIME, Family.INT): time_and_int,
}
_NESTED: Final = {Family.LIST: lists, Family.STRUCT: structs, Family.MAP: maps}
