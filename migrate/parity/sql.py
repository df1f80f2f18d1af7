"""Small pieces of SQL text; every name and value of a user goes through one of these."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

#: SQL of a value, from the SQL of another one.
Expr = Callable[[str], str]


def name(text: str) -> str:
    """A quoted identifier."""
    return '"' + text.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal."""
    quoted = ["'" + part.replace("'", "''") + "'" for part in value.split("\0")]
    return quoted[0] if len(quoted) == 1 else f"({' || chr(0) || '.join(quoted)})"


def number(value: float) -> str:
    """A literal of an integer or a double, the double exact to the last bit."""
    if isinstance(value, bool) or not isinstance(value, float):
        return str(int(value))
    if math.isnan(value) or math.isinf(value):
        return f"{text(repr(value))}::DOUBLE"
    return f"{value!r}::DOUBLE"


def literal(value: bool | float | str) -> str:
    """A literal of a truth value, a number or a text."""
    if isinstance(value, bool):
        return str(value).lower()
    return text(value) if isinstance(value, str) else number(value)


def same(left: str, right: str) -> str:
    """Equal, or both null."""
    return f"({left} IS NOT DISTINCT FROM {right})"


def differ(left: str, right: str) -> str:
    """Unequal, or null on one side only."""
    return f"({left} IS DISTINCT FROM {right})"


def all_of(conditions: Iterable[str]) -> str:
    """Their conjunction; none at all is true."""
    return " AND ".join(f"({c})" for c in conditions) or "true"


def any_of(conditions: Iterable[str]) -> str:
    """Their disjunction; none at all is false."""
    return " OR ".join(f"({c})" for c in conditions) or "false"


def columns(names: Iterable[str]) -> str:
    """Names with commas between them."""
    return ", ".join(names)
