"""What a rule that tells NaN from NaN, or 0.0 from -0.0, objects to in values that are equal to the
engine: SQL, of floats and of whatever holds them."""

from __future__ import annotations

from collections.abc import Callable

from migrate.parity import sql
from migrate.parity.policy import Rule
from migrate.parity.types import Family, Type


def is_strict(kind: Type, rule: Rule) -> bool:
    """Whether the rule may object to equal values of the type."""
    return holds_floats(kind) and (bool(rule.signed_zero) or rule.nan_equal is False)


def holds_floats(kind: Type) -> bool:
    """Whether a value of the type is a float, or has one in it."""
    return kind.family is Family.FLOAT or any(holds_floats(child) for _, child in kind.children)


def without_objection(kind: Type, left: str, right: str, rule: Rule) -> str:
    """SQL: the rule takes two equal values for the same."""
    tests = []
    if rule.signed_zero:
        tests.append(_signs(kind, left, right))
    if rule.nan_equal is False:
        tests.append(f"NOT {_any_nan(kind, left)}")
    return sql.all_of(tests if holds_floats(kind) else ())


def unsigned_zeros(kind: Type, value: str) -> str:
    """SQL: the value with 0.0 for -0.0; the engine prints the two differently."""
    match kind.family:
        case Family.FLOAT:
            return f"({value} + 0)"
        case Family.LIST if holds_floats(kind):
            return f"list_transform({value}, lambda e: {unsigned_zeros(kind.item, 'e')})"
        case Family.STRUCT if holds_floats(kind):
            parts = (f"{sql.text(n)}: {unsigned_zeros(t, v)}" for n, t, v in _fields(kind, value))
            return f"CASE WHEN {value} IS NOT NULL THEN {{{sql.columns(parts)}}} END"
        case _:
            return value


def _signs(kind: Type, left: str, right: str) -> str:
    match kind.family:
        case Family.FLOAT:
            return f"({left} <> 0 OR signbit({left}) = signbit({right}) OR {left} IS NULL)"
        case Family.LIST:
            return _of_all(f"list_zip({left}, {right})", lambda p: _signs(kind.item, *p))
        case Family.STRUCT:
            pairs = zip(_fields(kind, left), _fields(kind, right), strict=True)
            return f"({sql.all_of(_signs(t, a, b) for (_, t, a), (_, _, b) in pairs)})"
        case _:
            return "true"


def _of_all(pairs: str, test: Callable[[tuple[str, str]], str]) -> str:
    tested = f"list_transform({pairs}, lambda p: {test(('p[1]', 'p[2]'))})"
    return f"COALESCE(list_bool_and({tested}), true)"


def _any_nan(kind: Type, value: str) -> str:
    match kind.family:
        case Family.FLOAT:
            return f"COALESCE(isnan({value}), false)"
        case Family.LIST:
            found = f"list_transform({value}, lambda e: {_any_nan(kind.item, 'e')})"
            return f"COALESCE(list_bool_or({found}), false)"
        case Family.STRUCT:
            return f"({sql.any_of(_any_nan(t, v) for _, t, v in _fields(kind, value))})"
        case _:
            return "false"


def _fields(kind: Type, value: str) -> list[tuple[str, Type, str]]:
    return [(n, t, f"struct_extract({value}, {sql.text(n)})") for n, t in kind.children]
