"""``java.lang.Character`` on UTF-16 units: a surrogate is no letter, digit or blank."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

_BLANKS = frozenset(map(chr, (*range(9, 14), *range(28, 32))))
_NO_BREAK = frozenset("\u00a0\u2007\u202f")


def _category(unit: int) -> str:
    return unicodedata.category(chr(unit))


def is_digit(unit: int) -> bool:
    """``Character.isDigit``."""
    return _category(unit) == "Nd"


def is_letter(unit: int) -> bool:
    """``Character.isLetter``."""
    return _category(unit).startswith("L")


def is_whitespace(unit: int) -> bool:
    """``Character.isWhitespace``: separators that break, and the control characters for it."""
    letter = chr(unit)
    if letter in _BLANKS:
        return True
    return _category(unit) in ("Zs", "Zl", "Zp") and letter not in _NO_BREAK


def to_upper(unit: int) -> int:
    """``Character.toUpperCase``: as it is where the upper case is not one unit."""
    return _one_unit(chr(unit).upper(), unit)


def to_lower(unit: int) -> int:
    """``Character.toLowerCase``."""
    return _one_unit(chr(unit).lower(), unit)


def _one_unit(changed: str, unit: int) -> int:
    return ord(changed) if len(changed) == 1 and changed <= "\uffff" else unit


def as_digit(unit: int) -> int:
    """``Character.digit(c, 36)``: letters are 10 to 35, -1 for anything else."""
    letter = chr(unit)
    if is_digit(unit):
        return unicodedata.decimal(letter)
    for first in ("a", "A", "\uff21", "\uff41"):
        if ord(first) <= unit < ord(first) + 26:
            return unit - ord(first) + 10
    return -1


def numeric_value(unit: int) -> int:
    """``Character.getNumericValue``: -1 without one, -2 for one that is no whole number."""
    found = as_digit(unit)
    # Of the ideographs, Java knows the numbers of the compatibility ones alone.
    if found >= 0 or not (_category(unit).startswith("N") or 0xF900 <= unit < 0xFB00):
        return found
    value = unicodedata.numeric(chr(unit), -1.0)
    return int(value) if value.is_integer() else -2


_METHODS: dict[str, Callable[[int], Any]] = {
    "isDigit": is_digit,
    "isLetter": is_letter,
    "isLetterOrDigit": lambda unit: is_letter(unit) or is_digit(unit),
    "isUpper": lambda unit: chr(unit).isupper(),
    "isLower": lambda unit: chr(unit).islower(),
    "isWhitespace": is_whitespace,
    "toUpper": to_upper,
    "toLower": to_lower,
    "asDigit": as_digit,
    "numericValue": numeric_value,
}


def method(name: str) -> Callable[[int], Any]:
    """``Char.name``."""
    return _METHODS[name]
