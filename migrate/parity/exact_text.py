"""Texts that say exactly a value of a type: reading them as one loses no digit.

A cast of the engine reads more than that: ``1.4`` as the integer 1, ``007`` as 7, a time as its
day. Two values that a text tells apart would be the same then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from migrate.parity import sql
from migrate.parity.types import Family, Type

_INTEGER: Final = r"0|-?[1-9][0-9]{0,18}"
_HUGE: Final = r"0|-?[1-9][0-9]*"
_DOUBLE: Final = (
    r"-?(0|[1-9][0-9]{0,14})|"
    r"-?(0|[1-9][0-9]*)(\.[0-9]+([eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)"
    r"|nan|NaN|-?inf|-?Infinity"
)
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK: Final = r"([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}"
_ZONE: Final = r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)?"
#: What any number of the type is printed with at most, by bits.
_DIGITS: Final = {32: 9, 64: 17}

#: By the engine's type: what a text of a CSV file looks like that is of this type.
PLAIN: Final = {
    "BOOLEAN": "true|false",
    "BIGINT": _INTEGER,
    "DOUBLE": _DOUBLE,
    "DATE": _DAY,
    "TIMESTAMP": rf"{_DAY}[ T]{_CLOCK}(\.[0-9]{{1,6}})?",
}


def says_plainly(text: str, kind: str) -> str:
    """SQL: a text looks like a type of :data:`PLAIN`, and is a value of it with all its digits."""
    test = _matches(text, PLAIN[kind]) + f" AND TRY_CAST({text} AS {kind}) IS NOT NULL"
    return f"{test} AND {_short(text, _DIGITS[64])}" if kind == "DOUBLE" else test


def says(text: str, kind: Type) -> str:
    """SQL: a text is a value of the type and no other one, in any notation of it."""
    return f"{_BY_FAMILY[kind.family](text, kind)} AND TRY_CAST({text} AS {kind.sql}) IS NOT NULL"


def read(text: str, kind: Type) -> str:
    """SQL: the text as the engine prints the value that it says, any other text as it is."""
    printed = f"CAST(TRY_CAST({text} AS {kind.sql}) AS VARCHAR)"
    return f"CASE WHEN {says(text, kind)} THEN {printed} ELSE {text} END"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {sql.text(pattern)})"


def _short(text: str, most: int) -> str:
    digits = rf"regexp_extract({text}, '^-?0*\.?0*([0-9.]*)', 1)"
    return f"length(replace({digits}, '.', '')) <= {most}"


def _float(text: str, kind: Type) -> str:
    return f"{_matches(text, _DOUBLE)} AND {_short(text, _DIGITS[kind.size])}"


def _decimal(text: str, kind: Type) -> str:
    return _matches(text, rf"-?(0|[1-9][0-9]*)(\.[0-9]{{0,{kind.scale}}}0*)?")


def _timestamp(text: str, kind: Type) -> str:
    fraction = rf"(\.[0-9]{{0,{kind.size}}}0*)?"
    return _matches(text, rf"{_DAY}([ T]{_CLOCK}{fraction}{_ZONE})?")


def _pattern(pattern: str) -> Callable[[str, Type], str]:
    return lambda text, _kind: _matches(text, pattern)


_BY_FAMILY: Final[dict[Family, Callable[[str, Type], str]]] = {
    Family.BOOL: _pattern("(?i)true|false"),
    Family.INT: _pattern(_HUGE),
    Family.FLOAT: _float,
    Family.DECIMAL: _decimal,
    Family.DATE: _pattern(_DAY),
    Family.TIME: _pattern(rf"{_CLOCK}(\.[0-9]{{0,6}}0*)?"),
    Family.TIMESTAMP: _timestamp,
}
