"""Rules for texts: beside bytes, and beside what they are the text of."""

from __future__ import annotations

from typing import Final

from migrate.parity.model import Compatibility
from migrate.parity.types import Type, scalar
from migrate.parity.unify.unified import TEXT, Unified, as_is, both, to_type

_BLOB: Final = scalar("BLOB")


def strings(left: Type, right: Type) -> Unified:
    """Texts and names of enums."""
    del left, right
    return both(Compatibility.CONVERTIBLE, TEXT)


def string_and_bytes(left: Type, right: Type) -> Unified:
    """Bytes are compared with the text's UTF-8."""
    del left, right
    return Unified(
        Compatibility.CONVERTIBLE,
        _BLOB,
        lambda value: f"encode(CAST({value} AS VARCHAR))",
        as_is,
    )


def string_and_scalar(left: Type, right: Type) -> Unified:
    """A text beside a typed value, as texts."""
    del left

    def parsed(value: str) -> str:
        return (
            f"COALESCE(CAST(TRY_CAST({value} AS {right.sql}) AS VARCHAR), CAST({value} AS VARCHAR))"
        )

    return Unified(Compatibility.CONVERTIBLE, TEXT, parsed, to_type("VARCHAR"))
