"""Whole numbers as digits of a radix, as ``Integer`` and ``Long`` read and write them."""

from __future__ import annotations

from bridges.featran.getters.characters import as_digit
from bridges.featran.getters.numbers import BITS
from bridges.featran.getters.raised import JvmException, number_format
from bridges.featran.getters.text import split_pairs
from bridges.featran.getters.types import Prim

_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"


def parse_radix(text: str | None, radix: int, kind: Prim) -> int:
    """``Integer.parseInt(text, radix)`` and ``Long.parseLong``; raises NumberFormatException.

    For null too, and for a radix outside of 2 to 36.
    """
    if text is None or not 2 <= radix <= 36:
        raise JvmException("java.lang.NumberFormatException", f"{text}, radix {radix}")
    units = split_pairs(text)
    body = units[1:] if units[:1] in ("-", "+") else units
    digits = [as_digit(ord(unit)) for unit in body]
    if not digits or not all(0 <= digit < radix for digit in digits):
        raise number_format(text)
    value = int("".join(_LETTERS[digit] for digit in digits), radix)
    value = -value if units[0] == "-" else value
    half = 1 << (BITS[kind] - 1)
    if not -half <= value < half:
        raise number_format(text)
    return value


def in_radix(x: int, radix: int, kind: Prim) -> str:
    """The bits of ``x`` as an unsigned number: ``toBinaryString`` and its kin."""
    form = {2: "b", 8: "o", 16: "x"}[radix]
    return format(x & ((1 << BITS[kind]) - 1), form)
