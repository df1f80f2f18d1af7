"""Rules for truth values and numbers."""

from __future__ import annotations

from typing import Final

from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Family, Type, scalar
from migrate.parity.unify.unified import HUGEINT, Unified, both, to_type

_DOUBLE: Final = scalar("DOUBLE")
_BIGINT: Final = scalar("BIGINT")
_DECIMAL_DIGITS: Final = 38
#: Integers up to two to this are doubles too.
_EXACT_BITS: Final = 53


def ints(left: Type, right: Type) -> Unified:
    """Integers of two sizes, signed or not."""
    holds_left = right.size >= left.size and (left.unsigned or not right.unsigned)
    holds_right = left.size >= right.size and (right.unsigned or not left.unsigned)
    common = _BIGINT if max(left.size, right.size) <= 64 else HUGEINT
    if holds_left:
        return both(Compatibility.WIDENED, common)
    narrowed = Compatibility.NARROWED if holds_right else Compatibility.CONVERTIBLE
    return both(narrowed, common)


def floats(left: Type, right: Type) -> Unified:
    """Floats of two sizes, as doubles."""
    wider = right.size > left.size
    return both(Compatibility.WIDENED if wider else Compatibility.NARROWED, _DOUBLE)


def exact_and_float(left: Type, right: Type) -> Unified:
    """Integers or decimals beside floats."""
    del right
    return Unified(Compatibility.CONVERTIBLE, _DOUBLE, _exact_double(left), to_type("DOUBLE"))


def _exact_double(kind: Type) -> Expr:
    """A cast to double that stops where it would round a whole number, and hide a difference.

    What a decimal loses behind the point is what its column lost when it became one of floats.
    """
    limit = 2**_EXACT_BITS
    decimal = kind.family is Family.DECIMAL
    if _whole_digits(kind) < len(str(limit)) if decimal else kind.size <= _EXACT_BITS:
        return to_type("DOUBLE")
    message = f"numbers beyond 2^{_EXACT_BITS} beside floats"
    return lambda value: (
        f"CASE WHEN {value} BETWEEN -{limit} AND {limit} OR {value} IS NULL "
        f"THEN CAST({value} AS DOUBLE) ELSE error('{message}') END"
    )


def decimals(left: Type, right: Type) -> Unified:
    """Decimals, or integers beside decimals."""
    scale = max(left.scale, right.scale)
    whole = max(_whole_digits(left), _whole_digits(right))
    digits = min(whole + scale, _DECIMAL_DIGITS)  # the cast stops where a value has more
    common = Type(Family.DECIMAL, f"DECIMAL({digits},{scale})", digits, scale)
    if left.family is right.family and _whole_digits(right) >= _whole_digits(left):
        return both(
            Compatibility.WIDENED if right.scale >= left.scale else Compatibility.NARROWED, common
        )
    return both(Compatibility.CONVERTIBLE, common)


def _whole_digits(kind: Type) -> int:
    if kind.family is Family.DECIMAL:
        return kind.size - kind.scale
    return len(str(2**kind.size))


def bool_and_int(left: Type, right: Type) -> Unified:
    """Truth values are 1 and 0."""
    del left
    return both(Compatibility.CONVERTIBLE, _BIGINT if right.size <= 64 else HUGEINT)


def bool_and_float(left: Type, right: Type) -> Unified:
    """Truth values are 1.0 and 0.0, as features are."""
    del left, right
    return both(Compatibility.CONVERTIBLE, _DOUBLE)
