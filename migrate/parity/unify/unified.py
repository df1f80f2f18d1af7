"""What a rule says of two types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from migrate.parity.model import Compatibility
from migrate.parity.sql import Expr
from migrate.parity.types import Type, scalar

TEXT: Final = scalar("VARCHAR")
HUGEINT: Final = scalar("HUGEINT")


@dataclass(frozen=True, slots=True)
class Unified:
    """The common type, and the SQL that brings each side's value there.

    ``instant``: numbers that are nanoseconds of a point in time.
    """

    compatibility: Compatibility
    type: Type
    left: Expr
    right: Expr
    instant: bool = False


def as_is(value: str) -> str:
    """No conversion."""
    return value


def to_type(target: str) -> Expr:
    """A cast to the engine's type of this name."""
    return lambda value: f"CAST({value} AS {target})"


def null_of(target: Type) -> Expr:
    """A null of the type, whatever the value."""
    return lambda _value: f"CAST(NULL AS {target.sql})"


def both(compatibility: Compatibility, common: Type) -> Unified:
    """Each side cast to the common type."""
    return Unified(compatibility, common, to_type(common.sql), to_type(common.sql))


def incompatible() -> Unified:
    """Types that have no value in common; what a report shows of them is text."""
    return both(Compatibility.INCOMPATIBLE, TEXT)
