"""The forms in which data jobs keep hashes of texts.

A :class:`Form` is a function and what is made of its result: hex digits, or a number with or
without a sign, or the number of a bucket. Its ``spec`` is a text, so that the engine's function
``parity_hash`` can be asked for it by SQL.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from migrate.parity.hash_functions import FUNCTIONS

_REMEMBERED: Final = 1 << 16


class View(StrEnum):
    """What becomes of the sign of a hash."""

    SIGNED = ""
    UNSIGNED = "unsigned"
    ABSOLUTE = "abs"
    """Java's ``Math.abs``, which keeps the least number negative."""
    POSITIVE = "positive"
    """Without its highest bit: ``h & Integer.MAX_VALUE``."""


@dataclass(frozen=True, slots=True)
class Form:
    """``digits``: so many hex digits from the left, 0 for a number. ``buckets``: modulo, or 0;
    ``remainder``: with the sign of the hash, as Java's and SQL's % have it."""

    function: str
    view: View = View.SIGNED
    buckets: int = 0
    remainder: bool = False
    digits: int = 0
    upper: bool = False

    def __str__(self) -> str:
        """In words: ``farmhash unsigned mod 100``, ``md5[:16]``."""
        if self.digits:
            whole = self.digits * 4 == FUNCTIONS[self.function].bits
            shown = self.function if whole else f"{self.function}[:{self.digits}]"
            return f"{shown} in capitals" if self.upper else shown
        parts = [self.function, self.view.value]
        if self.buckets:
            parts.append(f"{'remainder' if self.remainder else 'mod'} {self.buckets}")
        return " ".join(part for part in parts if part)

    @property
    def spec(self) -> str:
        """What :func:`form_of` reads."""
        return (
            f"{self.function}/{self.view.value}/{self.buckets}/{int(self.remainder)}"
            f"/{self.digits}/{int(self.upper)}"
        )

    @property
    def values(self) -> int:
        """How many values it can have, about."""
        if self.digits:
            return int(16**self.digits)
        return self.buckets or 1 << FUNCTIONS[self.function].bits

    def apply(self, value: str) -> str | None:
        """The form of a text's hash: hex digits, or a decimal number."""
        function = FUNCTIONS[self.function]
        number = hashed(self.function, value)
        if number is None:
            return None
        if self.digits:
            digits = f"{number:0{function.bits // 4}x}"[: self.digits]
            return digits.upper() if self.upper else digits
        return str(self._bucket(viewed([number], function.bits, self.view)[0]))

    def _bucket(self, number: int) -> int:
        if not self.buckets:
            return number
        if self.remainder and number < 0:
            return -(-number % self.buckets)
        return number % self.buckets


def viewed(numbers: Sequence[int], bits: int, view: View) -> Sequence[int]:
    """Hashes without a sign in one of their views."""
    half, whole = 1 << bits - 1, 1 << bits
    match view:
        case View.SIGNED:
            return [n - whole if n >= half else n for n in numbers]
        case View.UNSIGNED:
            return numbers
        case View.ABSOLUTE:
            return [whole - n if n > half else -n if n == half else n for n in numbers]
        case View.POSITIVE:
            return [n & half - 1 for n in numbers]


@lru_cache(maxsize=1024)
def form_of(spec: str) -> Form:
    """The form of a :attr:`Form.spec`."""
    function, view, buckets, remainder, digits, upper = spec.split("/")
    return Form(
        function, View(view), int(buckets), bool(int(remainder)), int(digits), bool(int(upper))
    )


def hash_of(spec: str, value: str) -> str:
    """The engine's ``parity_hash``; an empty text where the function is not about such a value."""
    return form_of(spec).apply(value) or ""


@lru_cache(maxsize=_REMEMBERED)
def hashed(function: str, value: str) -> int | None:
    """The number without a sign, of a function by name."""
    return FUNCTIONS[function].of(value)
