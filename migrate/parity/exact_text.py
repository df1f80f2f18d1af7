"""Texts that say exactly a value of a type: reading them as one loses no digit.

A cast of the engine reads more than that: ``1.4`` as the integer 1, ``007`` as 7, a time as its
day. Two values that a text tells apart would be the same then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Digits:
    """Of a float: every text of ``sure`` digits is one of its own value, none needs more than
    ``most``; ``least`` is the smallest number of which that holds."""

    sure: int
    most: int
    least: str


_DIGITS: Final = {32: _Digits(6, 9, "1.2e-38"), 64: _Digits(15, 17, "2.3e-308")}

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
    return f"{test} AND {is_printed(text, 'DOUBLE', 64)}" if kind == "DOUBLE" else test


def says(text: str, kind: Type) -> str:
    """SQL: a text is a value of the type and no other one, in any notation of it."""
    return f"{_BY_FAMILY[kind.family](text, kind)} AND TRY_CAST({text} AS {kind.sql}) IS NOT NULL"


def read(text: str, kind: Type) -> str:
    """SQL: the text as the engine prints the value that it says, any other text as it is."""
    printed = f"CAST(TRY_CAST({text} AS {kind.sql}) AS VARCHAR)"
    return f"CASE WHEN {says(text, kind)} THEN {printed} ELSE {text} END"


def _matches(text: str, pattern: str) -> str:
    return f"regexp_full_match({text}, {sql.text(pattern)})"


def is_printed(text: str, kind: str, bits: int) -> str:
    """SQL: a text that is a number is what a float is printed as with so many digits: no other
    number of the text's digits is nearer to it. 9007199254740993 is not; nor is 1e400."""
    of = _DIGITS[bits]
    value = f"TRY_CAST({text} AS {kind})"
    digits = rf"replace(regexp_extract({text}, '^[-+]?0*\.?0*([0-9.]*)', 1), '.', '')"
    printed = " ".join(
        f"WHEN {count} THEN {digits} = {_printed(value, count)}"
        for count in range(of.sure + 1, of.most + 1)
    )
    return (
        f"(NOT regexp_matches({text}, '[0-9]') OR {digits} = '' OR "
        f"isfinite({value}) AND abs({value}) >= {of.least} AND "
        f"(length({digits}) <= {of.sure} OR CASE length({digits}) {printed} ELSE false END))"
    )


def _printed(value: str, digits: int) -> str:
    """SQL: the digits that a float is printed with."""
    text = f"format('{{:.{digits - 1}e}}', CAST({value} AS DOUBLE))"
    return f"replace(regexp_extract({text}, '[0-9.]+'), '.', '')"


def _float(text: str, kind: Type) -> str:
    return f"{_matches(text, _DOUBLE)} AND {is_printed(text, kind.sql, kind.size)}"


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
